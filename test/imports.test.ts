/** Holds the direction of imports that the layout draws: each folder may import only what is listed. */
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";

import { expect, test } from "vitest";

const SRC = resolve(__dirname, "../src");

const MAY_IMPORT: Record<string, readonly string[]> = {
  numeric: ["numeric"],
  solver: ["solver", "numeric"],
  estimates: ["estimates", "solver", "numeric"],
  sweep: ["sweep", "solver", "estimates", "numeric"],
  sensitivity: ["sensitivity", "sweep", "solver", "estimates", "numeric"],
  figures: ["figures"], // and types from anywhere
  kernel: ["kernel", "numeric"],
  notebook: ["notebook", "kernel", "numeric"],
};

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? sources(path) : path.endsWith(".ts") ? [path] : [];
  });
}

function importsOf(file: string, text: string): Import[] {
  const found = text.matchAll(/^(import|export)\s+(type\s)?[^;]*?from\s+"([^"]+)"|\b(?:require|import)\("([^"]+)"\)/gm);
  return [...found].map(([, , type, from, required]) => ({
    file: relative(SRC, file),
    target: (from ?? required).startsWith(".")
      ? relative(SRC, resolve(file, "..", from ?? required))
      : (from ?? required),
    typeOnly: type !== undefined,
  }));
}

function violations(imports: readonly Import[]): string[] {
  return imports
    .filter(({ file, target, typeOnly }) => {
      const [from, to] = [file, target].map((path) => path.split("/")[0]);
      if (target === "danfojs-node") return from !== "estimates" && !typeOnly;
      if (to === "index" || to === "cli" || target === "") return true;
      if (!(from in MAY_IMPORT) || !(to in MAY_IMPORT)) return false;
      return !MAY_IMPORT[from].includes(to) && !(from === "figures" && typeOnly);
    })
    .map(({ file, target }) => `${file} -> ${target}`);
}

test("imports in src run one way", () => {
  const imports = sources(SRC).flatMap((file) => importsOf(file, readFileSync(file, "utf8")));
  expect(imports.length).toBeGreaterThan(20);
  expect(violations(imports)).toEqual([]);
});

test("the check can fail: an import against the direction is named", () => {
  const file = join(SRC, "numeric/sum.ts");
  const against = importsOf(file, 'import { allocate } from "../solver/allocate";\nimport { main } from "../cli";');
  expect(violations(against)).toEqual(["numeric/sum.ts -> solver/allocate", "numeric/sum.ts -> cli"]);
  const types = importsOf(join(SRC, "figures/x.ts"), 'import type { Allocation } from "../solver/allocation";');
  expect(violations(types)).toEqual([]);
});
