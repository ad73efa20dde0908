/**
 * The main job as the README starts it: every notebook through the real kernel, one report each. Then
 * two of them once more, one after the other: the same bytes, but for the times and the ways to their neighbours.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { readNotebook } from "../src/notebook/notebook-document";
import { committedDigest, notebookHash } from "./bits/digest";
import { CHROMIUM, launchBrowser } from "./support/browser";
import { DESKTOP, PHONE, openReport, resized, sidewaysScroll } from "./support/open-report";
import { testWith } from "./support/tools";

const ROOT = resolve(__dirname, "..");
const NAMES = readdirSync(join(ROOT, "notebooks"))
  .filter((file) => file.endsWith(".ipynb"))
  .map((file) => file.replace(/\.ipynb$/, ""));
/** Those that write files of their own. */
const WRITERS = ["01-quickstart", "07-constraints"];

const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), "impactlab-reports-")));
let browser: Browser | undefined;

beforeAll(async () => {
  if (CHROMIUM !== undefined) browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** The two whose bytes are compared: one that draws random numbers, and one that writes files; both quick. */
const AGAIN = ["05-traps", "07-constraints"];

const npmStart = (folder: string) =>
  promisify(execFile)("npm", ["start", "--silent", "--", "--out", folder], { cwd: ROOT });
const again = (folder: string) => {
  const paths = AGAIN.map((name) => `notebooks/${name}.ipynb`);
  const args = ["src/impactlab.js", "run", ...paths, "--out", folder, "--jobs", "1"];
  return promisify(execFile)(process.execPath, args, { cwd: ROOT });
};

describe("npm start", () => {
  test("runs every notebook and leaves a notebook, a report and its data each, and an index", async () => {
    const { stdout } = await npmStart(folders[0]);
    expect(stdout).toContain("index.html");
    const expected = NAMES.flatMap((name) => [".html", ".ipynb", ".report.json"].map((ext) => name + ext));
    const written = WRITERS.map((name) => `${name}-files`);
    expect(readdirSync(folders[0]).sort()).toEqual([...expected, ...written, "index.html"].sort());
    expect(NAMES.length).toBeGreaterThanOrEqual(6);
    const index = readFileSync(join(folders[0], "index.html"), "utf8");
    for (const name of NAMES) expect(index).toContain(`${name}.html`);
  });

  test.each(NAMES)(
    "%s ran to its end, and its report is its outputs and at most 6 MB, 2.1 MB where its figures are flat",
    (name) => {
      const { cells } = readNotebook(join(folders[0], `${name}.ipynb`));
      const code = cells.filter((cell) => cell.cell_type === "code");
      expect(code.every((cell) => typeof cell.execution_count === "number")).toBe(true);
      expect(code.flatMap((cell) => cell.outputs ?? []).filter((output) => output.output_type === "error")).toEqual([]);
      const outputs = JSON.stringify(code.map((cell) => cell.outputs)).length;
      const page = join(folders[0], `${name}.html`);
      expect(statSync(page).size).toBeLessThan(outputs + (hasScenes(page) ? 6e6 : 2.1e6));
    },
  );

  // Meant to move last digits? `npm run bits -- --write` commits to the new ones.
  test.each(NAMES)("%s has every bit of every number as committed", (name) => {
    const file = `${name}.ipynb`;
    expect(notebookHash(join(folders[0], file))).toBe(committedDigest().notebooks[file]);
  });

  testWith(CHROMIUM, "Chromium")(
    "every report draws every figure on a phone, and flat ones wide, without an error, without a request",
    async () => {
      for (const name of ["index", ...NAMES]) {
        const expected = name === "index" ? 0 : figuresOf(join(folders[0], `${name}.ipynb`));
        const file = join(folders[0], `${name}.html`);
        const { page, figures, complaints, requests } = await openReport(browser as Browser, file, PHONE);
        expect(figures.length, name).toBe(expected);
        expect(figures.length > 0, name).toBe(name !== "index");
        for (const { label, traces, drawn } of figures) expect([label, drawn], name).toEqual([label, traces]);
        expect(await sidewaysScroll(page), name).toBe(0);
        // A scene takes seconds without a graphics card; browser.process.test.ts draws every kind at both widths.
        if (!hasScenes(join(folders[0], `${name}.html`)))
          for (const { label, traces, drawn } of await resized(page, DESKTOP.viewport))
            expect([label, drawn], name).toEqual([label, traces]);
        expect(await sidewaysScroll(page), name).toBe(0);
        expect([...complaints, ...requests], name).toEqual([]);
        await page.context().close();
      }
    },
  );

  test("gives the same bytes again, but for the times, also one notebook after the other", async () => {
    await again(folders[1]);
    const files = AGAIN.flatMap((name) => [".html", ".ipynb", ".report.json"].map((end) => name + end));
    for (const file of files) {
      const [one, other] = folders.map((folder) => readFileSync(join(folder, file), "utf8"));
      // The control: there are times, so the files differ as they are.
      expect(one === other, file).toBe(false);
      expect(withoutTimes(other), file).toBe(withoutTimes(one));
    }
  });
});

/** Whether a report's figures draw by WebGL. */
function hasScenes(page: string): boolean {
  return /"type":"(surface|scatter3d|scattergl)"/.test(readFileSync(page, "utf8"));
}

function figuresOf(notebook: string): number {
  const outputs = readNotebook(notebook).cells.flatMap((cell) => cell.outputs ?? []);
  return outputs.filter((output) => "data" in output && "application/vnd.plotly.v1+json" in output.data).length;
}

/** The ways to the reports beside it, which are others where others were run, and the seal, which is over them too. */
const NEIGHBOURS = /<nav class="neighbours".*?<\/nav>|<meta name="impactlab-seal"[^>]*>/g;

/** What `<time>` elements, `metadata.impactlab.times` and `times` of a report's data hold is left out. */
function withoutTimes(text: string): string {
  if (!text.startsWith("{")) return text.replace(/<time[^>]*>[^<]*<\/time>/g, "<time/>").replace(NEIGHBOURS, "");
  return JSON.stringify(JSON.parse(text, (key, value: unknown) => (key === "times" ? undefined : value)));
}
