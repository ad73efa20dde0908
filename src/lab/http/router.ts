/**
 * The table of routes: which one takes a method and a path.
 */
import { HttpError, type Endpoint, type Route, type SocketEndpoint } from "./route";

export interface Match<R extends Route> {
  readonly route: R;
  readonly params: Readonly<Record<string, string>>;
}

export class Router {
  readonly #routes: readonly { readonly route: Route; readonly pattern: RegExp; readonly names: readonly string[] }[];

  constructor(routes: readonly Route[]) {
    this.#routes = routes.map((route) => ({ route, ...compile(route.path) }));
  }

  /** The first endpoint of this method and path; HttpError 404, or 405 where the path takes other methods. */
  endpoint(method: string, path: string): Match<Endpoint> {
    const known = this.#matches(path).filter((match): match is Match<Endpoint> => "handle" in match.route);
    const found = known.find(({ route }) => route.method === method);
    if (found !== undefined) return found;
    if (known.length === 0) throw new HttpError(404, `Nothing is at ${path}.`);
    const allow = known.map(({ route }) => route.method).join(", ");
    throw new HttpError(405, `${path} takes ${allow}, not ${method}.`, null, { allow });
  }

  socket(path: string): Match<SocketEndpoint> {
    const found = this.#matches(path).find((match): match is Match<SocketEndpoint> => "socket" in match.route);
    if (found === undefined) throw new HttpError(404, `No web socket is at ${path}.`);
    return found;
  }

  #matches(path: string): Match<Route>[] {
    return this.#routes.flatMap(({ route, pattern, names }) => {
      const groups = pattern.exec(path);
      if (groups === null) return [];
      return [{ route, params: Object.fromEntries(names.map((name, i) => [name, decode(groups[i + 1] ?? "")])) }];
    });
  }
}

/** `:name` is one part of the path, `*name` any number of them, none too. */
function compile(path: string): { pattern: RegExp; names: string[] } {
  const names: string[] = [];
  const parts = path
    .split("/")
    .slice(1)
    .map((part) => {
      if (!/^[:*]/.test(part)) return `/${part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`;
      names.push(part.slice(1));
      return part.startsWith(":") ? "/([^/]+)" : "(?:/(.*))?";
    });
  return { pattern: new RegExp(`^${parts.join("")}$`, "s"), names };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new HttpError(400, `${text} is not well encoded.`);
  }
}
