/**
 * Compiles loops.as.ts to wasm.ts beside it: `npm run build:loops`. The tables and constants of exp and log
 * are elementary's own, put before the text, so that there is one home for them.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import asc from "assemblyscript/asc";

import { POWERS } from "../elementary-tables.ts";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

const OPTIONS = ["-O3", "--enable", "simd", "--runtime", "stub", "--noAssert", "--importMemory"];

/** A number of AssemblyScript's kind f64: with a point or an exponent. */
const literal = (value) => (/[.e]/.test(String(value)) ? String(value) : `${value}.0`);

/** The text of wasm.ts. */
export async function buildLoops() {
  const elementary = readFileSync(here("../elementary.ts"), "utf8");
  const constants = ["STEPS", "ROUND", "STEP_HIGH", "STEP_LOW", "LN2_HIGH", "LN2_LOW"].map((name) => {
    const [, value] = new RegExp(`^const ${name} = (\\S+);`, "m").exec(elementary);
    return `const ${name}: f64 = ${literal(Number(value))};`;
  });
  const table = `const POWERS = memory.data<f64>([${Array.from(POWERS, literal).join(", ")}]);`;
  const source = [...constants, table, readFileSync(here("loops.as.ts"), "utf8")].join("\n");
  const { error, stdout, stderr, binary } = await compile(source);
  if (error !== null) throw new Error(`${error.message}\n${stdout.toString()}${stderr.toString()}`);
  return [
    "/** loops.as.ts compiled (build.mjs), as base64. Generated: `npm run build:loops`. */",
    "// prettier-ignore",
    `export const WASM =`,
    `  "${Buffer.from(binary)
      .toString("base64")
      .replace(/.{100}/g, '$&" +\n  "')}";`,
    "",
  ].join("\n");
}

async function compile(source) {
  let binary;
  const result = await asc.main(["loops.ts", "--outFile", "loops.wasm", ...OPTIONS], {
    readFile: (name) => (name === "loops.ts" ? source : null),
    writeFile: (name, contents) => {
      if (name === "loops.wasm") binary = contents;
    },
    listFiles: () => [],
  });
  return { ...result, binary };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(here("wasm.ts"), await buildLoops());
