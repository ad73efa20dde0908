/**
 * A researcher's first day in the page, in a real Chromium, with one server and one page: open, run all, see the
 * plots, move a parameter, edit, be told of an error, complete, interrupt, restart.
 */
import { cpSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";

import { startLab, type Lab } from "../../../src/lab/server";
import { CHROMIUM, launchBrowser, offlinePage, screenshot } from "../../support/browser";
import { CONNECTED, IDLE, LabPage, PANEL, PATIENCE, widget } from "../../support/lab-page";
import { temporaryFolder } from "../../support/temporary-folder";
import { testWith } from "../../support/tools";

const PROJECT = resolve(__dirname, "../../..");
const NOTEBOOK = "notebooks/01-quickstart.ipynb";
const root = temporaryFolder().path;
const step = testWith(CHROMIUM, "Chromium");

let lab: Lab;
let browser: Browser;
let page: Page;
let opened: LabPage;
/** What the page complained of. */
const complaints: string[] = [];
const foreign: string[] = [];
let answerLate = (): void => undefined;

const until = (expression: string): Promise<void> => opened.until(expression);
const run = (command: string): Promise<unknown> => opened.run(command);
const source = (id: string): Promise<string> => opened.source(id);
const count = (id: string): Promise<number | null> => page.evaluate(`${widget(id)}.model.executionCount`);
const saved = (path = NOTEBOOK): string => readFileSync(join(root, path), "utf8");
const isDirty = (): Promise<boolean> => page.evaluate(`${PANEL}.context.model.dirty`);

/** A cell of its own at the end of the notebook, being written. */
async function newCell(): Promise<void> {
  await page.evaluate(`${PANEL}.content.activeCellIndex = ${PANEL}.content.widgets.length - 1`);
  await run("notebook:insert-cell-below");
  await run("notebook:enter-edit-mode");
}

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  for (const name of ["src", "data", "notebooks", "package.json", "tsconfig.json"])
    cpSync(join(PROJECT, name), join(root, name), { recursive: true });
  symlinkSync(join(PROJECT, "node_modules"), join(root, "node_modules"));
  lab = await startLab({ root, port: 0, state: temporaryFolder().path });
  browser = await launchBrowser();
  page = await offlinePage(browser);
  opened = new LabPage(page);
  page.on("pageerror", (error) => complaints.push(error.stack ?? String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("request", (request) => {
    if (!/^(http:\/\/(127\.0\.0\.1|localhost)|data:|blob:)/.test(request.url())) foreign.push(request.url());
  });
});

afterAll(async () => {
  await browser?.close();
  await lab?.close();
});

step("opened with the token, which leaves the address; the notebook is there, with its formulas, clean", async () => {
  await page.goto(lab.address.replace("/lab?", `/lab/tree/${NOTEBOOK}?`));
  await until(CONNECTED);
  expect(page.url()).not.toContain("token");
  await page.locator(".jp-MarkdownCell .katex-display").first().waitFor();
  expect(await isDirty()).toBe(false);
});

step("run all draws five figures and tables, and leaves nothing to save", async () => {
  await run("notebook:run-all-cells");
  await until(`${IDLE} && document.querySelectorAll(".il-Figure.js-plotly-plot .main-svg").length >= 5`);
  expect(await page.locator(".il-Figure.js-plotly-plot").count()).toBe(5);
  expect(await page.locator("table.dataframe").count()).toBeGreaterThanOrEqual(2);
  expect(await count("doubts")).toBe(17);
  expect(await isDirty()).toBe(false);
  await screenshot(page, "lab-run");
});

step(
  "a slider rewrites its value in the cell, and runs what depends on it alone; figures stay where they are",
  async () => {
    const before = saved();
    await page.evaluate(`${PANEL}.content.scrollToItem(8)`);
    await page.evaluate(`window.figure = ${widget("allocation")}.node.querySelector(".il-Figure")`);
    await until(`document.querySelector(".il-Parameter input[type=range]") !== null`);
    // A drag: the last of many wishes counts.
    await page.evaluate(`(async () => {
    const slider = document.querySelector(".il-Parameter input[type=range]");
    for (const at of [100, 150, 200, 250]) {
      slider.value = at;
      slider.dispatchEvent(new Event("input"));
      await new Promise((done) => setTimeout(done, 20));
    }
  })()`);
    expect(await source("parameters")).toContain("const size: number = 12700;");
    await until(`window.figure._fullLayout.title.text.includes("12,700 BTC")`);
    expect(await page.evaluate("window.figure.isConnected")).toBe(true);
    await until(`${widget("certificate")}.model.executionCount > 17`);
    // The control: cells that do not read the size have not run again.
    expect([await count("imports"), await count("load"), await count("parameters-through-the-day")]).toEqual([1, 3, 4]);
    expect(await isDirty()).toBe(true);
    await page.evaluate(`${PANEL}.content.activeCellIndex = 2`);
    await run("editmenu:undo");
    expect(await source("parameters")).toContain("const size: number = 5000;");
    await until(`document.querySelector(".il-Parameter input[type=text]").value === "5000"`);
    expect(saved()).toBe(before);
  },
);

step("a box refuses what its parameter may not be, and says why", async () => {
  const box = page.locator(".il-Parameter input[type=text]").first();
  await box.fill("100");
  await box.press("Tab");
  expect(await page.locator(".il-Parameter-problem").first().innerText()).toBe("must be at least 500 BTC");
  expect(await source("parameters")).toContain("const size: number = 5000;");
  await box.fill("5k");
  await box.press("Tab");
  expect(await page.locator(".il-Parameter-problem").first().innerText()).toBe("");
});

step("names are completed while one types, a call shows its signature, and an error is underlined", async () => {
  await newCell();
  await page.keyboard.type("const again = allocat", { delay: 30 });
  await page.locator(".jp-Completer-item", { hasText: "allocate" }).first().waitFor();
  await page.keyboard.press("Enter");
  expect(await page.evaluate(`${PANEL}.content.activeCell.model.sharedModel.getSource()`)).toBe(
    "const again = allocate",
  );
  await page.keyboard.type(`(model, `, { delay: 30 });
  await page.locator(".il-Signature b", { hasText: "size: number" }).waitFor();
  await screenshot(page, "lab-signature");
  await page.keyboard.type(`"many");`);
  await page.locator(".cm-lintRange-error").first().waitFor();
  // Help answers while a cell runs.
  await page.evaluate(`${PANEL}.content.activeCell.model.sharedModel.setSource("allocate(model, 100).cost")`);
  await until(`document.querySelectorAll(".cm-lintRange-error").length === 0`);
});

step("a cell that throws shows where; one that hangs is interrupted; after a restart names are gone", async () => {
  await page.evaluate(`${PANEL}.content.activeCell.model.sharedModel.setSource('throw new Error("as asked")')`);
  await run("notebook:run-cell");
  await until(`${PANEL}.content.activeCell.node.innerText.includes("Error: as asked")`);
  await page.evaluate(`${PANEL}.content.activeCell.model.sharedModel.setSource('console.log("begun"); for (;;) ;')`);
  void run("notebook:run-cell").catch(() => undefined);
  // Not the kernel's status: it is busy with the cell before for a moment after its error is seen.
  await until(`${PANEL}.content.activeCell.outputArea.node.innerText.includes("begun")`);
  await run("notebook:interrupt-kernel");
  await until(`${IDLE} && ${PANEL}.content.activeCell.node.innerText.includes("KeyboardInterrupt")`);
  await page.evaluate(`${PANEL}.sessionContext.restartKernel()`);
  await page.evaluate(`${PANEL}.content.activeCell.model.sharedModel.setSource("typeof best")`);
  await run("notebook:run-cell");
  await until(`${PANEL}.content.activeCell.node.innerText.includes("Cannot find name 'best'")`);
});

step("what is saved is the text alone, and a reload finds outputs and counters as the kernel has them", async () => {
  await page.evaluate(`${PANEL}.content.activeCell.model.sharedModel.setSource("6 * 7")`);
  await run("notebook:run-cell");
  await until(`${PANEL}.content.activeCell.node.innerText.includes("42")`);
  // As it was at first: on a slow machine it has been saved meanwhile.
  const first = readFileSync(join(PROJECT, NOTEBOOK), "utf8");
  const before = JSON.parse(first) as { cells: { outputs?: unknown[] }[] };
  await run("docmanager:save");
  await until(`!${PANEL}.context.model.dirty`);
  const after = JSON.parse(saved()) as typeof before;
  expect(after.cells.length).toBe(before.cells.length + 1);
  expect(after.cells.flatMap(({ outputs = [] }) => outputs)).toEqual([]);
  expect(after.cells.slice(0, -1)).toEqual(before.cells);
  const id = await page.evaluate<string>(`${PANEL}.content.activeCell.model.id`);
  const number = await count(id);
  // What the page asks of its address's file first is answered late: after the file was renamed, below.
  const late = new Promise<void>((resolve) => (answerLate = resolve));
  await page.route(/01-quickstart\.ipynb\?content=0/, (route) => late.then(() => route.continue()), { times: 1 });
  await page.reload();
  await until(CONNECTED);
  await until(`${widget(id)}?.model.executionCount === ${number}`);
  // What is out of sight is drawn when it comes into view.
  await page.evaluate(`${PANEL}.content.scrollToItem(${PANEL}.content.widgets.length - 1, "end")`);
  await until(`${widget(id)}.node.innerText.includes("42")`);
});

step("renamed while the page still asks of it, it is saved under its new name, and listed so", async () => {
  const renaming = page.evaluate(`${PANEL}.context.rename("renamed.ipynb")`);
  for (const late = Date.now() + PATIENCE; !existsSync(join(root, "notebooks/renamed.ipynb")); await delay(50))
    if (Date.now() > late) throw new Error("never renamed on disk");
  // Not after the page is done with it: now and then what is answered late is what it waits for.
  answerLate();
  await renaming;
  await until(`${PANEL}.context.path === "notebooks/renamed.ipynb"`);
  expect(saved("notebooks/renamed.ipynb")).toContain("6 * 7");
  await until(`/renamed\\.ipynb/.test(document.querySelector(".jp-DirListing-content").textContent)`);
  expect(await page.locator(".jp-Dialog").allInnerTexts()).toEqual([]);
});

step("check opens what it found beside the notebook", async () => {
  await run("impactlab:check");
  await until(`/no type errors/.test(document.querySelector(".il-Outcome").textContent)`);
});

step("dark, and as narrow as a telephone", async () => {
  await page.evaluate(`jupyterapp.commands.execute("apputils:change-theme", { theme: "JupyterLab Dark" })`);
  await until(`document.body.dataset.jpThemeLight === "false"`);
  await screenshot(page, "lab-dark");
  await page.setViewportSize({ width: 390, height: 844 });
  await screenshot(page, "lab-narrow");
});

step("all the while nothing was asked of another machine, and the page's policy was not in the way of anything", () => {
  expect(foreign).toEqual([]);
  // The address of a module in a traceback is no file to be opened.
  expect(complaints.filter((text) => !/404|WebSocket/.test(text))).toEqual([]);
});
