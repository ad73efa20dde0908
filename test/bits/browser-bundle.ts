/** The parts that a browser works out, as one script for a page: `bitsOfPart(name)` is there once it has run. */
import { builtinModules } from "node:module";
import { join } from "node:path";

import { build, type Plugin } from "esbuild";

/** Node's modules: what of them is called on the way, and for the rest, which is not, an error. */
const INSTEAD = `
const called = { join: (...parts) => parts.join("/"), setImmediate: () => Promise.resolve() };
const missing = (name) => () => { throw new Error(String(name) + " is of Node"); };
module.exports = Object.create(new Proxy(called, { get: (_, name) => called[name] ?? missing(name) }));`;

const withoutNode: Plugin = {
  name: "without-node",
  setup({ onResolve, onLoad }) {
    const builtins = builtinModules.map((name) => name.replace(/^node:/, "")).join("|");
    const filter = new RegExp(`^(node:.*|${builtins}|piscina)$`);
    onResolve({ filter }, ({ path }) => ({ path, namespace: "node" }));
    onLoad({ filter: /./, namespace: "node" }, () => ({ contents: INSTEAD }));
  },
};

const ENTRY = `
import { bitsOf } from "./bits-of";
import { SOLVER_PARTS } from "./solver-parts";
globalThis.bitsOfPart = async (name) => bitsOf(await SOLVER_PARTS[name]());`;

export async function browserBundle(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: ENTRY, resolveDir: __dirname, loader: "ts" },
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    define: { __dirname: '"."', global: "globalThis" },
    plugins: [withoutNode],
    tsconfig: join(__dirname, "../../tsconfig.json"),
    logLevel: "error",
  });
  return outputFiles[0].text;
}
