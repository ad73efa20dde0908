/**
 * The files of the project behind an import, as they are now, and a key for each that tells whether what was once
 * made of it still holds: a hash of its text and of the declarations of all it imports, so that an edit which
 * leaves a file's declarations as they were touches no file that imports it.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

import { fileStamp } from "./file-stamp";
import { ts } from "../language/typescript";

interface ProjectFile {
  readonly stamp: string;
  readonly text: string;
  /** Relative imports and where they lead; undefined for what cannot be told without the compiler. */
  readonly imports: readonly { readonly specifier: string; readonly path: string | undefined }[];
}

/** What is known of a file: its key, and a hash of its declarations with those of all it imports. */
interface Identity {
  readonly key: string | undefined;
  readonly shape: string | undefined;
}

const UNKNOWN: Identity = { key: undefined, shape: undefined };

export class ProjectFiles {
  readonly #root: string;
  readonly #files = new Map<string, ProjectFile>();
  #identities = new Map<string, Identity>();
  readonly #declarationsOf: (key: string) => string | undefined;

  /** `declarationsOf` gives what a file of a key declares, where that is known. */
  constructor(root: string, declarationsOf: (key: string) => string | undefined) {
    this.#root = root;
    this.#declarationsOf = declarationsOf;
  }

  /** Whether a path is that of a TypeScript file of the project itself, by name. */
  isSource(path: string): boolean {
    return (
      /\.tsx?$/.test(path) && !path.endsWith(".d.ts") && this.#isInside(path) && !/\/__(tslab|prev)__\./.test(path)
    );
  }

  /** Looks at every file again; returns whether any has changed. */
  refresh(stampOf: (path: string) => string): boolean {
    let changed = false;
    for (const [path, { stamp }] of [...this.#files]) {
      if (stampOf(path) === stamp) continue;
      this.#files.delete(path);
      changed = true;
    }
    if (changed) this.forget();
    return changed;
  }

  /** Forgets keys: something more is known of some files, or something else. */
  forget(): void {
    this.#identities = new Map();
  }

  /** The files looked at so far. */
  seen(): string[] {
    return [...this.#files.keys()];
  }

  text(path: string): string | undefined {
    return this.#file(path)?.text;
  }

  /** Undefined as long as something it imports is not known. */
  key(path: string): string | undefined {
    return this.#identity(path).key;
  }

  /** The files behind some, themselves included, each after those it imports. */
  closure(paths: readonly string[]): string[] {
    const found = new Set<string>();
    const visited = new Set<string>();
    const visit = (path: string): void => {
      if (visited.has(path)) return;
      visited.add(path);
      for (const { path: imported } of this.#file(path)?.imports ?? []) if (imported !== undefined) visit(imported);
      found.add(path);
    };
    paths.forEach(visit);
    return [...found];
  }

  /** Where the relative imports of a text that stands in the project's folder lead, those by `require` too. */
  importsOf(text: string): string[] {
    return this.#importsOf(text, this.#root, true).flatMap(({ path }) => (path === undefined ? [] : [path]));
  }

  /** What such a text requires of the sources, and does not import. */
  requiredBy(text: string): string[] {
    if (!/\brequire\b/.test(text)) return [];
    const imported = this.#importsOf(text, this.#root).map(({ specifier }) => specifier);
    const all = this.#importsOf(text, this.#root, true);
    const required = all.filter(
      ({ specifier, path }) => path !== undefined && this.isSource(path) && !imported.includes(specifier),
    );
    return required.map(({ specifier }) => specifier);
  }

  /** Whether a file imports nothing beside what was seen in its text. */
  imports(path: string, specifiers: readonly string[]): boolean {
    const seen = this.#file(path)?.imports ?? [];
    return specifiers.filter(isRelative).every((name) => seen.some(({ specifier }) => specifier === name));
  }

  /** Tarjan's walk: the files of a circle of imports are known together, and every circle after those it imports. */
  #identity(path: string): Identity {
    const known = this.#identities.get(path);
    if (known !== undefined) return known;
    const numbers = new Map<string, number>();
    const open: string[] = [];
    const visit = (at: string): number => {
      const number = numbers.size;
      let lowest = number;
      numbers.set(at, number);
      open.push(at);
      for (const { path: next } of this.#file(at)?.imports ?? []) {
        if (next === undefined || this.#identities.has(next)) continue;
        const seen = numbers.get(next);
        lowest = Math.min(lowest, seen ?? visit(next));
      }
      if (lowest === number) this.#identify(open.splice(open.indexOf(at)).sort());
      return lowest;
    };
    visit(path);
    return this.#identities.get(path) ?? UNKNOWN;
  }

  /** Notes the keys and the shape of the files of a circle, or of a single file. */
  #identify(circle: readonly string[]): void {
    const hash = createHash("sha256");
    const shapes: string[] = [];
    let told = true;
    for (const path of circle) {
      const file = this.#file(path);
      hash.update(`${relative(this.#root, path)}\n${hashOf(file?.text ?? "")}\n`);
      for (const { specifier, path: imported = "" } of file?.imports ?? [{ specifier: "" }]) {
        if (circle.includes(imported)) continue;
        const shape = this.#identities.get(imported)?.shape;
        told &&= shape !== undefined;
        hash.update(`${specifier} ${relative(this.#root, imported)} ${shape}\n`);
        shapes.push(String(shape));
      }
    }
    const whole = told ? hash.digest("hex") : undefined;
    const keys = circle.map((path) =>
      this.isSource(path) && whole !== undefined ? hashOf(`${relative(this.#root, path)} ${whole}`) : undefined,
    );
    const declared = circle.map((path, i) => {
      const key = keys[i];
      return this.isSource(path) ? key && this.#declarationsOf(key) : whole;
    });
    const shape = told && !declared.includes(undefined) ? hashOf([...declared, ...shapes].join("\n")) : undefined;
    for (const [i, path] of circle.entries()) this.#identities.set(path, { key: keys[i], shape });
  }

  #file(path: string): ProjectFile | undefined {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const stamp = fileStamp(path);
    if (stamp === "" || !this.#isInside(path)) return undefined;
    const text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
    const file = { stamp, text, imports: path.endsWith(".json") ? [] : this.#importsOf(text, dirname(path)) };
    this.#files.set(path, file);
    return file;
  }

  #importsOf(text: string, folder: string, requires = false): ProjectFile["imports"] {
    const { importedFiles, referencedFiles } = ts.preProcessFile(text, true, requires);
    const names = [...importedFiles, ...referencedFiles].map(({ fileName }) => fileName);
    return [...new Set(names)].filter(isRelative).map((specifier) => ({
      specifier,
      path: resolveSource(slashes(join(folder, specifier)), specifier),
    }));
  }

  #isInside(path: string): boolean {
    const inside = slashes(relative(this.#root, path));
    return !inside.startsWith("..") && !/(^|\/)node_modules\//.test(inside);
  }
}

/** The file that the compiler takes for a relative import, where that is plain: TypeScript, a folder's index, JSON. */
function resolveSource(base: string, specifier: string): string | undefined {
  const exists = (path: string): boolean => fileStamp(path) !== "";
  if (/\.(tsx?|json)$/.test(specifier)) return exists(base) ? base : undefined;
  if (/\.[cm]?jsx?$/.test(specifier) || existsSync(join(base, "package.json"))) return undefined;
  const folder = /(^|\/)\.{0,2}$/.test(specifier);
  const names = [".ts", ".tsx", ".d.ts"];
  const paths = [
    ...(folder ? [] : names.map((name) => base + name)),
    ...names.map((name) => join(base, `index${name}`)),
  ];
  return paths.map(slashes).find(exists);
}

function isRelative(specifier: string): boolean {
  return /^\.\.?(\/|$)/.test(specifier);
}

export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function slashes(path: string): string {
  return path.replace(/\\/g, "/");
}
