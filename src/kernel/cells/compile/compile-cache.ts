/**
 * What the compiler made of the project's files, kept on disk from one kernel to the next: checking and emitting
 * them all takes seconds, and comes to the same until they change. An entry belongs to one text of a file, what it
 * imports declares, the compiler, and the packages as they stood. A file that is damaged, or cannot be read or
 * written, costs time and nothing else.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { nameBeside } from "../../../base/left-behind";
import { fileStamp } from "./file-stamp";
import { hashOf } from "./project-files";

/** What becomes of a file without errors. */
export interface CompiledSource {
  /** What it declares, as TypeScript. */
  readonly declarations: string;
  /** Itself as a CommonJS module, and its maps, last step first. */
  readonly script: string;
  readonly maps: readonly string[];
}

interface Entry extends CompiledSource {
  /** The packages' files that it was checked with. */
  readonly packages: string;
}

interface Content {
  /** Files of packages and their stamps, by a hash of them all. */
  packages: Record<string, Record<string, string>>;
  /** By key; those used last are the last. */
  entries: Record<string, Entry>;
}

/** Entries kept: several versions of every file of a large project. */
export const MOST_ENTRIES = 1500;
/** Caches kept, of different compilers and of what was before. */
const MOST_CACHES = 4;

export class CompileCache {
  readonly #path: string | undefined;
  #content: Content = { packages: {}, entries: {} };
  /** Whether packages are as an entry of theirs saw them. */
  readonly #same = new Map<string, boolean>();
  readonly #used = new Set<string>();
  #stamp = "";
  #changed = false;
  /** Whether the file holds what was not read of it, or has been let go. */
  #rests = true;

  /**
   * The cache stands in `root`'s node_modules; without one nothing is kept. `compiler` tells compilers apart whose
   * entries do not hold for each other.
   */
  constructor(root: string, compiler: string) {
    const modules = join(root, "node_modules");
    const name = `${hashOf(compiler).slice(0, 16)}.cache`;
    this.#path = existsSync(modules) ? join(modules, ".cache", "impactlab", name) : undefined;
  }

  get folder(): string | undefined {
    return this.#path === undefined ? undefined : join(this.#path, "..");
  }

  /** Takes up what other kernels have written since. */
  reload(): void {
    this.#rests = false;
    const stamp = this.#path === undefined ? "" : fileStamp(this.#path);
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    const read = this.#read();
    if (read === undefined) return;
    this.#content = {
      packages: { ...read.packages, ...this.#content.packages },
      entries: { ...read.entries, ...this.#content.entries },
    };
  }

  /** Keeps what was used in memory; the rest is read again when it is asked for. */
  rest(): void {
    const used = [...this.#used].map((key) => [key, this.#content.entries[key]] as const);
    this.#content = { ...this.#content, entries: Object.fromEntries(used) };
    this.#stamp = "";
    this.#rests = true;
  }

  get(key: string): CompiledSource | undefined {
    if (this.#rests && !(key in this.#content.entries)) this.reload();
    const entry = this.#content.entries[key];
    if (entry === undefined || !this.#areSame(entry.packages)) return undefined;
    this.#used.delete(key); // those used last are the last
    this.#used.add(key);
    return entry;
  }

  /** `packages` are the files of packages it was compiled with. */
  add(key: string, source: CompiledSource, packages: readonly string[]): void {
    const stamps = Object.fromEntries([...packages].sort().map((path) => [path, fileStamp(path)]));
    const id = hashOf(JSON.stringify(stamps));
    this.#content.packages[id] = stamps;
    this.#same.set(id, true);
    this.#content.entries[key] = { ...source, packages: id };
    this.#used.add(key);
    this.#changed = true;
  }

  /** Writes what is new, beside what others have written meanwhile. */
  save(): void {
    if (!this.#changed || this.#path === undefined) return;
    this.#changed = false;
    const path = this.#path;
    const beside = nameBeside(path);
    try {
      this.reload();
      const { entries, packages } = this.#content;
      const keys = [...Object.keys(entries).filter((key) => !this.#used.has(key)), ...this.#used];
      const kept = keys.filter((key) => key in entries && this.#areSame(entries[key].packages)).slice(-MOST_ENTRIES);
      const ids = [...new Set(kept.map((key) => entries[key].packages))];
      const body = JSON.stringify({
        packages: Object.fromEntries(ids.map((id) => [id, packages[id]])),
        entries: Object.fromEntries(kept.map((key) => [key, entries[key]])),
      } satisfies Content);
      mkdirSync(join(path, ".."), { recursive: true });
      writeFileSync(beside, `${hashOf(body)}\n${body}`);
      renameSync(beside, path);
      prune(join(path, ".."));
      this.#stamp = fileStamp(path);
    } catch {
      // A folder that cannot be written to costs time, nothing else; nor does another kernel at work in it.
      remove(beside);
    }
  }

  #read(): Content | undefined {
    try {
      const text = readFileSync(this.#path as string, "utf8");
      const end = text.indexOf("\n");
      const body = text.slice(end + 1);
      return hashOf(body) === text.slice(0, end) ? (JSON.parse(body) as Content) : undefined;
    } catch {
      return undefined;
    }
  }

  #areSame(id: string): boolean {
    const known = this.#same.get(id);
    if (known !== undefined) return known;
    const stamps = Object.entries(this.#content.packages[id] ?? { "": "?" });
    const same = stamps.every(([path, stamp]) => fileStamp(path) === stamp);
    this.#same.set(id, same);
    return same;
  }
}

/** Removes what may not be there, or not be reached. */
function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Then nothing was written.
  }
}

function prune(folder: string): void {
  const names = readdirSync(folder).filter((name) => /\.(cache|json)$/.test(name));
  const paths = names.map((name) => join(folder, name));
  const files = paths.map((path) => ({ path, used: statSync(path).mtimeMs })).sort((a, b) => b.used - a.used);
  for (const { path } of files.slice(MOST_CACHES)) rmSync(path, { force: true, recursive: true });
}
