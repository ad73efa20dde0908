/**
 * The source that something stands on: the files that a text imports and all that those import, told from
 * the text alone, with one SHA-256 over them all.
 */
import { createHash } from "node:crypto";
import { readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

import { isOfPackage, pathFrom } from "../base/path-from";

export interface SourceClosure {
  readonly sha256: string;
  /** By path from the root. */
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

/**
 * The closure of the relative imports in `sources`, texts that stand in `folder`.
 *
 * @param root what the files' paths are from.
 * @param importsOf what a text imports. Default: whatever looks like an import, so that a text which only
 *   speaks of one may add a file, and none is missed.
 */
export function sourceClosure(
  sources: readonly string[],
  folder: string,
  root: string,
  importsOf: (text: string) => readonly string[] = seemingImports,
): SourceClosure {
  const base = realpathSync(root);
  const files = new Map<string, Buffer>();
  const follow = (text: string, from: string): void => {
    // Beside imports, the files that workers and loaders name beside their own.
    const beside = [...text.matchAll(/__dirname,\s*["']([^"']+)["']/g)].map(([, name]) => `./${name}`);
    for (const specifier of [...importsOf(text).filter((name) => /^\.\.?(\/|$)/.test(name)), ...beside]) {
      const file = resolveFile(resolve(from, specifier));
      if (file === undefined || files.has(file) || isOfPackage(base, file)) continue;
      const content = readFileSync(file);
      files.set(file, content);
      if (/\.[cm]?[jt]sx?$/.test(file)) follow(content.toString("utf8"), dirname(file));
    }
  };
  for (const source of sources) follow(source, folder);
  const digests = [...files]
    .map(([file, content]) => ({ path: pathFrom(base, file), sha256: sha256(content) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  // As `sha256sum` prints them, so that the one hash can be had without this program.
  return { sha256: sha256(digests.map((file) => `${file.sha256}  ${file.path}\n`).join("")), files: digests };
}

/** One hash of a module of this package, a path without extension, and of all that it imports. */
export function sourceOf(module: string): string {
  const beside = `import "./${basename(module)}"`;
  return sourceClosure([beside], dirname(module), join(realpathSync(__dirname), "../..")).sha256;
}

function seemingImports(text: string): string[] {
  return [...text.matchAll(/\b(?:from|import|require)\b[\s(]*["']([^"'\n]+)["']/g)].map(([, name]) => name);
}

function resolveFile(path: string): string | undefined {
  const candidates = [
    path,
    ...[".ts", ".tsx", ".d.ts", ".js", ".json"].map((extension) => path + extension),
    join(path, "index.ts"),
    join(path, "index.js"),
  ];
  const found = candidates.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
  return found === undefined ? undefined : realpathSync(found);
}

function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
