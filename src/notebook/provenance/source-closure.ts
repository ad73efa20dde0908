/**
 * The project's own source that a notebook stands on: the files its cells import and all that those
 * import, told from the text alone, with one SHA-256 over them all.
 */
import { createHash } from "node:crypto";
import { readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { ts } from "../../kernel/cells/compiler";
import { pathFrom } from "./data-reads";
import type { Provenance } from "../record/run-record";

/** The closure of the relative imports in `sources`, cells of a notebook in `folder`. */
export function sourceClosure(sources: readonly string[], folder: string, root: string): Provenance["code"] {
  const base = realpathSync(root);
  const files = new Map<string, Buffer>();
  const follow = (text: string, from: string): void => {
    for (const specifier of specifiersOf(text)) {
      const file = resolveFile(resolve(from, specifier));
      if (file === undefined || files.has(file) || file.includes("/node_modules/")) continue;
      const content = readFileSync(file);
      files.set(file, content);
      if (/\.[cm]?[jt]sx?$/.test(file)) follow(content.toString("utf8"), dirname(file));
    }
  };
  for (const source of sources) follow(source, folder);
  const digests = [...files]
    .map(([file, content]) => ({
      path: pathFrom(base, file),
      sha256: createHash("sha256").update(content).digest("hex"),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  // As `sha256sum` prints them, so that the one hash can be had without this program.
  const whole = digests.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join("");
  return { sha256: createHash("sha256").update(whole).digest("hex"), files: digests };
}

/** Relative imports, and the files that workers and loaders name beside their own: `join(__dirname, "x.js")`. */
function specifiersOf(text: string): string[] {
  const imported = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  const beside = [...text.matchAll(/__dirname,\s*["']([^"']+)["']/g)].map(([, name]) => `./${name}`);
  return [...imported.filter((name) => /^\.\.?(\/|$)/.test(name)), ...beside];
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
