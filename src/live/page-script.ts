/**
 * The script of the page's module, built from the very sources that this process runs, so that a page solves as its
 * kernel did after any edit of them; a bundle that is kept would go on with yesterday's solver. esbuild is there
 * wherever the project is installed: what runs the sources compiles them with it.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

let built: { readonly script: string; readonly sources: ReadonlyMap<string, string> } | undefined;

/** About 140 kB; built once, and again where a source was edited since. */
export function livePageScript(): string {
  if (built !== undefined && [...built.sources].every(([file, text]) => textOf(file) === text)) return built.script;
  const { buildSync } = require("esbuild") as typeof import("esbuild");
  const { outputFiles, metafile } = buildSync({
    entryPoints: [join(__dirname, "page/index.ts")],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "iife",
    target: "es2022",
    // The folder of a worker's module, and how to join it: a page has no workers to start.
    define: { __dirname: '"."' },
    alias: { "node:path": join(__dirname, "page/no-path.ts") },
    absWorkingDir: __dirname,
    loader: { ".css": "text" },
    logLevel: "silent",
  });
  const sources = new Map(
    Object.keys(metafile.inputs).map((file) => [join(__dirname, file), textOf(join(__dirname, file))]),
  );
  built = { script: outputFiles[0].text, sources };
  return built.script;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
