/**
 * The same bits on every Node and in the browser: the digest that `digest.test.ts` holds in its own process,
 * worked out by other Nodes, under a `Math` whose last digits are all wrong, and in Chromium; and a report of
 * this Node verified on another, with no tolerance.
 */
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { symlinkSync } from "node:fs";

import { expect, test } from "vitest";

import { CHROMIUM, launchBrowser } from "../support/browser";
import { writeNotebook } from "../support/notebook-file";
import { OTHER_NODES } from "../support/other-nodes";
import { makeProject } from "../support/project";
import { testWith } from "../support/tools";
import { browserBundle } from "./browser-bundle";
import { committedDigest, hashOf } from "./digest";
import { SOLVER_PARTS } from "./solver-parts";

const ROOT = resolve(__dirname, "../..");
const ELSEWHERE = join(__dirname, "elsewhere.js");
const { parts } = committedDigest();

/** The parts as `npm run bits` prints them. */
function partsOf(node: string, ...flags: string[]): Record<string, string> {
  const argv = [...flags, "--import", "tsx", join(__dirname, "index.ts")];
  const { stdout, stderr } = spawnSync(node, argv, { cwd: ROOT, encoding: "utf8" });
  expect(stderr).toBe("");
  const lines = stdout.trim().split("\n");
  return Object.fromEntries(
    lines.map((line) => [line.slice(34).replace(/ {2}\(committed: .*$/, ""), line.slice(0, 32)]),
  );
}

test("nothing rests on the last digits of Math, on Math.random, on the locale or on WebAssembly", () => {
  expect(partsOf(process.execPath, "--require", ELSEWHERE)).toEqual(parts);
  // The control: these are others.
  const script =
    "console.log([Math.exp(1), Math.pow(2, 0.5), Math.pow(2, 10), (1234).toLocaleString()].join());" +
    "new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));";
  const argv = ["--require", ELSEWHERE, "-e", script];
  const { stdout, stderr } = spawnSync(process.execPath, argv, { encoding: "utf8" });
  expect(stdout).toBe("2.7182818284590446,1.414213562373095,1024,elsewhere\n");
  expect(stderr).toContain("forbidden");
});

for (const { name, path } of OTHER_NODES) {
  testWith(path, name, { everywhere: false })(`${name} has every bit of the digest`, () => {
    expect(partsOf(path as string)).toEqual(parts);
  });
}

testWith(CHROMIUM, "Chromium")("Chromium has every bit of the solver's and the sweep's parts", async () => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: await browserBundle() });
    const found: Record<string, string> = {};
    for (const name of Object.keys(SOLVER_PARTS)) {
      type Page = { readonly bitsOfPart: (name: string) => Promise<string> };
      found[name] = hashOf(await page.evaluate((part) => (globalThis as unknown as Page).bitsOfPart(part), name));
    }
    expect(found).toEqual(Object.fromEntries(Object.keys(SOLVER_PARTS).map((name) => [name, parts[name]])));
  } finally {
    await browser.close();
  }
});

const { name: newest, path: newestPath } = OTHER_NODES[OTHER_NODES.length - 1];

testWith(newestPath, newest, { everywhere: false })(
  `a report made here verifies on ${newest} with no tolerance`,
  () => {
    const project = makeProject({ "tsconfig.json": "{}" });
    try {
      symlinkSync(join(ROOT, "src"), join(project.root, "src"), "junction");
      writeNotebook(
        join(project.notebooks, "small.ipynb"),
        [
          "# Small",
          { code: "/** Shares. */\nconst size: number = 2000;", tags: ["parameters"] },
          'import { allocate, commonBeta, costSurfaceFigure, linspace, logspace, monteCarlo, sweep } from "../src";\n' +
            "const alpha = [0.01, 0.02, 0.04], beta = [1.5, 1.6, 1.4], se = [0.1, 0.1, 0.1];\n" +
            "const best = allocate({ alpha, beta }, size);\nbest",
          "const betas = commonBeta(linspace(0.7, 1.9, 7));\n" +
            "costSurfaceFigure(await sweep({ alpha, beta }, { sizes: logspace(2, 5, 9), betas, workers: 1 }))",
          "const estimates = { alpha, beta, seLogAlpha: se, seBeta: se, cov: [0, 0, 0] };\n" +
            "const study = await monteCarlo(estimates, size, { draws: 300, workers: 1 });\n" +
            "console.log(study.strategies.map(({ regretSpread }) => regretSpread));",
        ].map((cell, i) => (i === 0 ? { markdown: cell as string } : cell)),
      );
      const impactlab = (node: string, ...argv: string[]) =>
        spawnSync(node, [join(ROOT, "src/impactlab.js"), ...argv], { cwd: project.root, encoding: "utf8" });
      expect(impactlab(process.execPath, "run", "notebooks/small.ipynb", "--out", "reports")).toMatchObject({
        status: 0,
      });
      const verified = impactlab(newestPath as string, "verify", "reports/small.html", "--tolerance", "0");
      expect(verified.stdout).toMatch(/^notebooks\/small\.ipynb: the same, \d+ cells and \d\d\d+ numbers within 0\n/);
      expect(verified.status).toBe(0);
    } finally {
      project.remove();
    }
  },
);
