/**
 * Pages that share their scripts, as files in Chromium: they draw and answer as pages alone do, and run nothing that
 * they were not made with.
 */
import { readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";

import { allocationFigure } from "../../../../src/figures/allocation/allocation";
import { live } from "../../../../src/live/live";
import { livePageScript } from "../../../../src/live/page-script";
import { readEmbeddedRun } from "../../../../src/notebook/report/page/embedded-run";
import { definePageModule } from "../../../../src/notebook/report/page/page-modules";
import { isAsSealed } from "../../../../src/notebook/report/seal";
import { SHARED_FOLDER, sharedFiles } from "../../../../src/notebook/report/page/shared-scripts";
import { standsSo, writeRun } from "../../../../src/notebook/run/write-run";
import { CHROMIUM, launchBrowser } from "../../../support/browser";
import { openReport } from "../../../support/open-report";
import { code, recordOf, shown } from "../../../support/run-records";
import { temporaryFolder } from "../../../support/temporary-folder";
import { testWith } from "../../../support/tools";

const test = testWith(CHROMIUM, "Chromium");
const { path: folder } = temporaryFolder();
const MODEL = { alpha: [0.01, 0.02, 0.01], beta: [1.5, 1.5, 1.5], bin: ["10:00", "11:00", "12:00"] };
const page = (name: string): string => join(folder, `${name}.html`);
const read = (name: string): string => readFileSync(page(name), "utf8");
const shared = (): string[] => readdirSync(join(folder, SHARED_FOLDER));

let browser: Browser;

beforeAll(async () => {
  definePageModule("live", livePageScript);
  if (CHROMIUM !== undefined) browser = await launchBrowser();
  const figure = shown(live(allocationFigure, MODEL, { size: 900 }));
  const record = recordOf([code("live(allocationFigure)", figure)]);
  for (const name of ["a", "b"]) await writeRun(record, folder, name, true, { sharesAssets: true });
  await writeRun(record, folder, "alone", true);
});

afterAll(() => browser?.close());

test("pages that share have their scripts beside them once, their run and a seal that holds", () => {
  expect(shared().length).toBe(3);
  expect(
    sharedFiles(read("a"))
      ?.map((path) => path.split("/")[1])
      .sort(),
  ).toEqual(shared().sort());
  expect(read("a").length).toBeLessThan(100_000);
  expect(read("alone").length).toBeGreaterThan(1e6);
  expect([isAsSealed(read("a")), readEmbeddedRun(read("a"), "a")?.cells.length]).toEqual([true, 1]);
  expect(sharedFiles(read("alone"))).toBeUndefined();
  const context = { sharesAssets: true };
  expect([standsSo(folder, "a", context), standsSo(folder, "a", {}), standsSo(folder, "alone", context)]).toEqual([
    true,
    false,
    false,
  ]);
});

test("as a file, such a page draws its figures and solves what is moved, under a policy of hashes alone", async () => {
  const policy = /script-src ([^;]*)/.exec(read("b"))?.[1] ?? "";
  expect(policy.split(" ").every((source) => /^'sha256-[\w+/]{43}='$/.test(source))).toBe(true);
  const { page: opened, figures, complaints } = await openReport(browser, page("b"));
  expect(figures.map(({ traces, drawn }) => traces === drawn)).toEqual([true]);
  await opened.locator("[data-control=size]").fill("1800");
  await opened.locator("[data-control=size]").dispatchEvent("change");
  expect(await opened.locator(".live.moved").count()).toBe(1);
  expect(complaints).toEqual([]);
  await opened.context().close();
});

test("a script that is another one, or not there, does not run, and the page says so", async () => {
  const messageOf = async (name: string): Promise<string | null> => {
    const context = await browser.newContext();
    const opened = await context.newPage();
    await opened.goto(`file://${page(name)}`);
    const place = opened.locator("[data-figure]").first();
    await opened.waitForFunction(() => /Not drawn/.test(document.querySelector("[data-figure]")?.textContent ?? ""));
    const text = await place.textContent();
    expect(await opened.evaluate(() => (globalThis as { taken?: boolean }).taken)).toBeUndefined();
    await context.close();
    return text;
  };
  const [first] = sharedFiles(read("a")) ?? [];
  const file = join(folder, first);
  const whole = readFileSync(file, "utf8");
  const evil = Buffer.from("globalThis.taken = true;").toString("base64");
  const cover = `body::before{content:"SAVES 99 %";position:fixed;inset:0}`;
  writeFileSync(file, `:host{--impactlab-script:"${evil}"}\n${cover}`);
  expect(await messageOf("a")).toBe(`Not drawn: ${first} is not what this page was made with.`);
  renameSync(file, `${file}.gone`);
  expect(await messageOf("a")).toBe(`Not drawn: ${first} is not beside this page.`);
  expect(standsSo(folder, "a", { sharesAssets: true })).toBe(false);
  // Written again with the next page; the control: as it was, the page draws.
  const figure = shown(live(allocationFigure, MODEL, { size: 900 }));
  writeFileSync(file, "cut off");
  await writeRun(recordOf([code("a", figure)]), folder, "c", true, { sharesAssets: true });
  expect(readFileSync(file, "utf8")).toBe(whole);
  const { figures, page: again } = await openReport(browser, page("a"));
  expect(figures[0].drawn).toBe(figures[0].traces);
  await again.context().close();
});
