/**
 * The inputs and results of this session, and Jupyter's three ways to ask for them.
 * Source: https://jupyter-client.readthedocs.io/en/stable/messaging.html#history
 */
import type { Content } from "./wire";

interface Entry {
  readonly line: number;
  readonly input: string;
  readonly output: string | null;
}

/** [session, line, input] or, with outputs asked for, [session, line, [input, output]]. */
export type HistoryItem = [number, number, string | [string, string | null]];

/** History lives as long as the kernel, so there is one session; 0 also means the current one. */
const SESSION = 1;

export class History {
  readonly #entries: Entry[] = [];

  add(line: number, input: string, output: string | null): void {
    this.#entries.push({ line, input, output });
  }

  /** Answers the content of a history_request. */
  query(request: Content): HistoryItem[] {
    const item = ({ line, input, output }: Entry): HistoryItem => [
      SESSION,
      line,
      request.output === true ? [input, output] : input,
    ];
    return this.#select(request).map(item);
  }

  #select(request: Content): readonly Entry[] {
    if (request.hist_access_type === "range") {
      const session = Number(request.session ?? 0);
      if (session !== 0 && session !== SESSION) return [];
      const start = Number(request.start ?? 1);
      const stop = typeof request.stop === "number" ? request.stop : Infinity;
      return this.#entries.filter(({ line }) => line >= start && line < stop);
    }
    let found: readonly Entry[] = this.#entries;
    if (request.hist_access_type === "search") {
      const pattern = glob(String(request.pattern ?? "*"));
      found = found.filter(({ input }) => pattern.test(input));
      if (request.unique === true) {
        const last = new Map(found.map((entry) => [entry.input, entry]));
        found = found.filter((entry) => last.get(entry.input) === entry);
      }
    }
    return typeof request.n === "number" ? found.slice(Math.max(0, found.length - request.n)) : found;
  }
}

/** A shell pattern as a regular expression over the whole input: `*` any text, `?` any character. */
function glob(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${source}$`, "s");
}
