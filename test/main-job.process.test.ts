/**
 * The main job as the README starts it: every notebook through the real kernel, one report each. Then
 * the same once more: the same bytes, but for the times.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { readNotebook } from "../src/notebook/notebook-document";
import { CHROMIUM, launchBrowser } from "./support/browser";
import { DESKTOP, PHONE, openReport, sidewaysScroll } from "./support/open-report";
import { testWith } from "./support/tools";

const ROOT = resolve(__dirname, "..");
const NAMES = readdirSync(join(ROOT, "notebooks")).map((file) => file.replace(/\.ipynb$/, ""));

const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), "impactlab-reports-")));
let browser: Browser | undefined;

beforeAll(async () => {
  if (CHROMIUM !== undefined) browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const start = (folder: string) =>
  promisify(execFile)("npm", ["start", "--silent", "--", "--out", folder], { cwd: ROOT });

describe("npm start", () => {
  test("runs every notebook and leaves a notebook, a report and its data each, and an index", async () => {
    const { stdout } = await start(folders[0]);
    expect(stdout).toContain("index.html");
    const expected = NAMES.flatMap((name) => [".html", ".ipynb", ".report.json"].map((ext) => name + ext));
    expect(readdirSync(folders[0]).sort()).toEqual([...expected, "index.html"].sort());
    expect(NAMES.length).toBeGreaterThanOrEqual(6);
    const index = readFileSync(join(folders[0], "index.html"), "utf8");
    for (const name of NAMES) expect(index).toContain(`${name}.html`);
  }, 400_000);

  test.each(NAMES)("%s ran to its end, and its report is its outputs and at most 6 MB", (name) => {
    const { cells } = readNotebook(join(folders[0], `${name}.ipynb`));
    const code = cells.filter((cell) => cell.cell_type === "code");
    expect(code.every((cell) => typeof cell.execution_count === "number")).toBe(true);
    expect(code.flatMap((cell) => cell.outputs ?? []).filter((output) => output.output_type === "error")).toEqual([]);
    const outputs = JSON.stringify(code.map((cell) => cell.outputs)).length;
    expect(statSync(join(folders[0], `${name}.html`)).size).toBeLessThan(outputs + 6e6);
  });

  testWith(CHROMIUM, "Chromium")(
    "every report draws every figure, without an error, without a request",
    async () => {
      for (const name of ["index", ...NAMES]) {
        const expected = name === "index" ? 0 : figuresOf(join(folders[0], `${name}.ipynb`));
        for (const device of [DESKTOP, PHONE]) {
          const { page, figures, complaints, requests } = await openReport(
            browser as Browser,
            join(folders[0], `${name}.html`),
            device,
          );
          expect(figures.length, name).toBe(expected);
          for (const { label, traces, drawn } of figures) expect([label, drawn], name).toEqual([label, traces]);
          expect([...complaints, ...requests], name).toEqual([]);
          expect(await sidewaysScroll(page), name).toBe(0);
          await page.context().close();
        }
      }
    },
    400_000,
  );

  test("gives the same bytes again, but for the times", async () => {
    await start(folders[1]);
    let times = 0;
    for (const file of readdirSync(folders[0])) {
      const [one, other] = folders.map((folder) => readFileSync(join(folder, file), "utf8"));
      if (one !== other) times++;
      expect(withoutTimes(other), file).toBe(withoutTimes(one));
    }
    // The control: there are times, so the files differ as they are.
    expect(times).toBeGreaterThan(NAMES.length);
  }, 400_000);
});

function figuresOf(notebook: string): number {
  const outputs = readNotebook(notebook).cells.flatMap((cell) => cell.outputs ?? []);
  return outputs.filter((output) => "data" in output && "application/vnd.plotly.v1+json" in output.data).length;
}

/** What `<time>` elements, `metadata.impactlab.times` and `times` of a report's data hold is left out. */
function withoutTimes(text: string): string {
  if (!text.startsWith("{")) return text.replace(/<time[^>]*>[^<]*<\/time>/g, "<time/>");
  return JSON.stringify(JSON.parse(text, (key, value: unknown) => (key === "times" ? undefined : value)));
}
