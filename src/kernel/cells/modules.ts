/**
 * `require` for cells and for the project's files they import: the other half of `import "../src"`, after
 * cell-text.ts. A file of the project is run from what the compiler made of it, once, and again after it
 * or anything it imports has changed. Everything else is Node's own `require`.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import { compileFunction } from "node:vm";

import { FILE_META, metaOf } from "./language/import-meta";
import type { SourceMaps } from "./compile/compiler";
import type { SourcePositions } from "./errors/source-positions";

export interface CompiledFile {
  /** The file's path with the extension .js. */
  readonly path: string;
  readonly data: string;
  readonly maps: SourceMaps;
}

interface Loaded {
  readonly exports: unknown;
  /** False while it runs: what an import cycle sees, and what an interrupt leaves behind. */
  loaded: boolean;
}

type OnPackage = (specifier: string, loaded: unknown, path: () => string) => void;
type Require = (specifier: string) => unknown;

export class Modules {
  readonly #root: string;
  readonly #positions: SourcePositions;
  readonly #onPackage: OnPackage;
  readonly #compiled = new Map<string, CompiledFile>();
  readonly #modules = new Map<string, Loaded>();
  /** Who requires a file: the ones to run again after it has changed. */
  readonly #importers = new Map<string, Set<string>>();
  /** Files of the project that Node itself has loaded, JSON above all, and when they were changed. */
  readonly #plain = new Map<string, number>();

  /** `onPackage` is called with each package that is required, and its path. */
  constructor(root: string, positions: SourcePositions, onPackage: OnPackage = () => undefined) {
    this.#root = root;
    this.#positions = positions;
    this.#onPackage = onPackage;
  }

  /** Takes what the compiler has made anew and forgets every module that depends on it. */
  update(files: readonly CompiledFile[]): void {
    for (const file of files) {
      this.#compiled.set(file.path, file);
      this.#forget(file.path);
    }
  }

  /** Called before a cell runs: forgets changed JSON, what is gone and what an interrupted cell left half loaded. */
  refresh(): void {
    for (const [path, { loaded }] of [...this.#modules])
      if (!loaded || sourceOf(path) === undefined) this.#forget(path);
    // Node's own as well: code that was ended leaves them half loaded, and would be handed out so for ever.
    const { cache } = createRequire(__filename);
    for (const [path, module] of Object.entries(cache)) if (module?.loaded === false) delete cache[path];
    for (const [path, changed] of [...this.#plain]) {
      if (statSync(path, { throwIfNoEntry: false })?.mtimeMs === changed) continue;
      delete createRequire(path).cache[path];
      this.#plain.delete(path);
      this.#forget(path);
    }
  }

  /** The `require` of code that stands in `folder`; `importer` is its path, cells have none. */
  requireFrom(folder: string, importer?: string): NodeJS.Require {
    const node = createRequire(join(folder, "cell.js"));
    const require: Require = (specifier) => {
      // Also where a project has no tslab of its own, as tslab's own kernel does.
      if (specifier === "tslab") return createRequire(__filename)("tslab");
      const path = this.#find(specifier, folder) ?? this.#plainFile(specifier, node);
      if (path !== undefined && importer !== undefined) this.#addImporter(path, importer);
      if (path !== undefined && this.#compiled.has(path)) return this.#load(path);
      const loaded: unknown = node(specifier);
      if (path === undefined) this.#onPackage(specifier, loaded, () => node.resolve(specifier));
      return loaded;
    };
    return Object.assign(require, node);
  }

  #find(specifier: string, folder: string): string | undefined {
    if (!/^(\.\.?(\/|$)|[\\/]|[A-Za-z]:)/.test(specifier)) return undefined;
    const base = slashes(resolve(folder, specifier));
    const paths = [base, `${base}.js`, `${base}/index.js`].filter((path) => this.#compiled.has(path));
    // What is gone may come back as it was, and the compiler hands it out once: `b.ts`, moved to `b/index.ts`.
    return paths.find((path) => sourceOf(path) !== undefined);
  }

  /** The file of the project that Node is about to load, remembered by its time of change. */
  #plainFile(specifier: string, node: NodeJS.Require): string | undefined {
    if (!/^\.\.?(\/|$)/.test(specifier)) return undefined;
    const path = node.resolve(specifier);
    const inside = relative(this.#root, path);
    if (inside.startsWith("..") || inside.split(sep).includes("node_modules")) return undefined;
    this.#plain.set(path, statSync(path).mtimeMs);
    return path;
  }

  #load(path: string): unknown {
    const known = this.#modules.get(path);
    if (known !== undefined) return known.exports;
    const { data, maps } = this.#compiled.get(path) as CompiledFile;
    const source = sourceOf(path);
    const filename = source ?? path;
    this.#positions.add(filename, {
      label: slashes(relative(this.#root, filename)),
      text: source === undefined ? data : readFileSync(source, "utf8"),
      maps,
    });
    const module = { exports: {}, loaded: false, filename, id: filename };
    this.#modules.set(path, module);
    const parameters = ["exports", "require", "module", "__filename", "__dirname", FILE_META];
    const folder = dirname(filename);
    try {
      compileFunction(data, parameters, { filename }).call(
        module.exports,
        module.exports,
        this.requireFrom(folder, path),
        module,
        filename,
        folder,
        metaOf(filename),
      );
    } catch (error) {
      this.#modules.delete(path);
      throw error;
    }
    module.loaded = true;
    return module.exports;
  }

  #forget(path: string): void {
    this.#modules.delete(path);
    const importers = this.#importers.get(path);
    this.#importers.delete(path);
    for (const importer of importers ?? []) this.#forget(importer);
  }

  #addImporter(path: string, importer: string): void {
    const importers = this.#importers.get(path) ?? new Set();
    importers.add(importer);
    this.#importers.set(path, importers);
  }
}

/** The file that a script was made of. */
function sourceOf(script: string): string | undefined {
  return [".ts", ".tsx", ".js", ".jsx"].map((ext) => script.replace(/\.js$/, ext)).find((path) => existsSync(path));
}

function slashes(path: string): string {
  return path.split(sep).join("/");
}
