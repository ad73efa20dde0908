/**
 * Holds the layout: a folder of src imports only from folders above it in the list below, nothing
 * imports `index` or `cli`, and no import runs in a circle, by file or by folder.
 */
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";

import { expect, test } from "vitest";

const SRC = resolve(__dirname, "../src");

/** From what knows nothing to what knows all; a list in a list is of folders that do not know each other. */
const ORDER = [
  "base",
  "numeric",
  "work",
  "solver",
  "estimates",
  "sweep",
  "sensitivity",
  "tables",
  "figures",
  "live",
  ["kernel", "notebook"],
  "lab",
  "cluster",
  "cli",
];
/** What could be lifted out: of this project they know these folders alone. */
const KNOW_ONLY: Readonly<Record<string, readonly string[]>> = {
  kernel: ["kernel", "base"],
  notebook: ["notebook", "kernel", "base", "numeric", "work"],
  lab: ["lab", "notebook", "kernel", "base", "numeric", "work"],
};
/** The only folders that may load danfo, which takes a third of a second. */
const LOAD_DANFO = ["estimates", "tables"];

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
  return [...found].map(([, , type, from, required]) => {
    const specifier = from ?? required;
    return {
      file: relative(SRC, file),
      target: specifier.startsWith(".") ? relative(SRC, resolve(file, "..", specifier)) : specifier,
      typeOnly: type !== undefined,
    };
  });
}

const folderOf = (path: string): string => path.split("/")[0];
const rankOf = (folder: string): number =>
  ORDER.findIndex((entry) => (typeof entry === "string" ? entry === folder : entry.includes(folder)));

function violations(imports: readonly Import[]): string[] {
  return imports
    .filter(({ file, target, typeOnly }) => {
      const [from, to] = [folderOf(file), folderOf(target)];
      if (target === "danfojs-node") return !LOAD_DANFO.includes(from) && !typeOnly;
      if (to === "index" || target === "") return true;
      if (rankOf(to) < 0 || from === to || !file.includes("/")) return false;
      const known = KNOW_ONLY[from];
      return known === undefined ? rankOf(to) >= rankOf(from) : !known.includes(to);
    })
    .map(({ file, target }) => `${file} -> ${target}`);
}

/** A circle among the edges as the names along it, or undefined. */
function circle(edges: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const finished = new Set<string>();
  const visit = (node: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (finished.has(node)) return undefined;
    for (const next of edges.get(node) ?? []) {
      const found = visit(next, [...path, node]);
      if (found !== undefined) return found;
    }
    finished.add(node);
    return undefined;
  };
  for (const node of edges.keys()) {
    const found = visit(node, []);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Who imports whom, types too, each file by `nameOf`: itself, or its folder. */
function graph(imports: readonly Import[], nameOf: (path: string) => string): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>();
  for (const { file, target } of imports) {
    if (!target.includes("/") || rankOf(folderOf(target)) < 0) continue;
    const [from, to] = [nameOf(file.replace(/\.ts$/, "")), nameOf(target)];
    if (from !== to) edges.set(from, (edges.get(from) ?? new Set()).add(to));
  }
  return edges;
}

/** `solver/mixed/follow` is on the shelf `solver/mixed`, `solver/allocate` in the folder's own room. */
const shelfOf = (path: string): string => path.split("/").slice(0, -1).join("/");

const imports = sources(SRC).flatMap((file) => importsOf(file, readFileSync(file, "utf8")));

test("imports in src run one way", () => {
  expect(imports.length).toBeGreaterThan(500);
  expect(violations(imports)).toEqual([]);
});

/** Packages that only a developer has, of those that a file imports, by value or for its types, which cells check. */
function notInstalled(imports: readonly Import[], installed: object, developers: object): string[] {
  return imports
    .filter(({ file, target }) => !file.startsWith("lab/page/") && !/^(node:|\/)/.test(target))
    .flatMap(({ file, target }) => {
      const name = /^(@[^/]+\/)?[^/]+/.exec(target)?.[0] ?? target;
      const asked = [name, `@types/${name}`].filter((one) => one in developers && !(one in installed));
      return asked.map((one) => `${file} -> ${one}`);
    });
}

test("src needs no package that only developers install, but for the page, which a release carries bundled", () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(resolve(SRC, "../package.json"), "utf8")) as Record<
    string,
    object
  >;
  expect(notInstalled(imports, dependencies, devDependencies)).toEqual([]);
  const others = importsOf(join(SRC, "figures/x.ts"), 'import type { Data } from "plotly.js";\nimport "vitest";');
  const vitest = { file: "base/y.ts", target: "vitest/node", typeOnly: false };
  expect(notInstalled([...others, vitest], {}, { "@types/plotly.js": "", vitest: "" })).toEqual([
    "figures/x.ts -> @types/plotly.js",
    "base/y.ts -> vitest",
  ]);
});

test("every folder of src has its place in the order", () => {
  const folders = readdirSync(SRC).filter((name) => statSync(join(SRC, name)).isDirectory());
  expect(folders.filter((name) => rankOf(name) < 0)).toEqual([]);
});

test("no import runs in a circle, by file and by folder", () => {
  expect(circle(graph(imports, (path) => path))).toBeUndefined();
  expect(circle(graph(imports, folderOf))).toBeUndefined();
  expect(circle(graph(imports, shelfOf))).toBeUndefined();
});

test("the checks can fail: an import against the direction, and a circle, are named", () => {
  const file = join(SRC, "numeric/sum.ts");
  const against = importsOf(
    file,
    'import { allocate } from "../solver/allocate";\nimport { main } from "../cli/main";',
  );
  expect(violations(against)).toEqual(["numeric/sum.ts -> solver/allocate", "numeric/sum.ts -> cli/main"]);
  const lifted = importsOf(join(SRC, "kernel/x.ts"), 'import { allocate } from "../solver/allocate";');
  expect(violations(lifted)).toEqual(["kernel/x.ts -> solver/allocate"]);
  const types = importsOf(join(SRC, "figures/x.ts"), 'import type { Allocation } from "../solver/model/allocation";');
  expect(violations(types)).toEqual([]);
  const circular = [
    ...importsOf(join(SRC, "work/a.ts"), 'import { b } from "./b";'),
    ...importsOf(join(SRC, "work/b.ts"), 'import type { A } from "./a";'),
  ];
  expect(circle(graph(circular, (path) => path))).toEqual(["work/a", "work/b", "work/a"]);
});
