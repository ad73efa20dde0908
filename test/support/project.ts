/**
 * A project for a kernel to stand in: package.json, src, data and notebooks in a temporary folder,
 * with this package's node_modules.
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

import type { NotebookOutput } from "../../src/kernel/client/outputs";

export interface Project {
  readonly root: string;
  readonly notebooks: string;
  write(path: string, text: string): void;
  remove(): void;
}

export function makeProject(files: Readonly<Record<string, string>>): Project {
  const root = mkdtempSync(join(tmpdir(), "impactlab-project-"));
  const notebooks = join(root, "notebooks");
  mkdirSync(notebooks);
  symlinkSync(resolve(__dirname, "../../node_modules"), join(root, "node_modules"), "junction");
  const write = (path: string, text: string): void => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  for (const [path, text] of Object.entries({ "package.json": "{}", ...files })) write(path, text);
  return { root, notebooks, write, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** What a person sees of a cell's outputs, without colours: streams, text of results, tracebacks. */
export function seen(outputs: readonly NotebookOutput[]): string {
  const texts = outputs.map((output) => {
    if (output.output_type === "stream") return output.text;
    if (output.output_type === "error") return output.traceback.join("\n");
    return String(output.data["text/plain"]);
  });
  return texts.join("\n").replace(/\x1b\[\d+m/g, "");
}
