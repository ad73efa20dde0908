/**
 * What the page does beside running cells, in a real Chromium with one server: pictures, reports, and that nothing
 * that was written is lost: two tabs, a file that another program writes, a full disk, a server that is killed.
 */
import type { ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";

import { freePorts } from "../../../src/kernel/client/free-ports";
import { CHROMIUM, launchBrowser, offlinePage, screenshot } from "../../support/browser";
import { startServer } from "../../support/killed-saves";
import { CONNECTED, KERNEL, LabPage, PANEL, widget } from "../../support/lab-page";
import { MOVED_CELLS, moveControls, typeBehindLineEnds } from "../../support/moved-controls";
import { temporaryFolder } from "../../support/temporary-folder";
import { testWith } from "../../support/tools";

const step = testWith(CHROMIUM, "Chromium");
const folder = temporaryFolder().path;
const root = join(folder, "root");
const NOTEBOOK = "work/day.ipynb";
/** One red pixel. */
const PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const code = (id: string, source: string, metadata = {}) => ({
  cell_type: "code",
  id,
  metadata,
  source,
  outputs: [],
  execution_count: null,
});

const CELLS = [
  {
    cell_type: "markdown",
    id: "pictures",
    metadata: {},
    attachments: { "a.png": { "image/png": PICTURE } },
    source: [
      "![beside](red.png) ![carried](attachment:a.png) <img src='red.png' alt='sized' width='40'>",
      "![remote](https://example.com/x.png) ![missing](attachment:none.png)",
    ].join("\n"),
  },
  code("parameters", "/** @minimum 1 @maximum 9 */\nconst size: number = 5;", { tags: ["parameters"] }),
  code("twice", "`twice ${2 * size}`"),
  code("note", "1"),
];

let server: { child: ChildProcess; token: string };
let start: () => Promise<typeof server>;
let address: string;
let browser: Browser;
let lab: LabPage;

const saved = (cell: string): string => {
  const { cells } = JSON.parse(readFileSync(join(root, NOTEBOOK), "utf8")) as { cells: Record<string, string>[] };
  return [cells.find(({ id }) => id === cell)?.source ?? ""].flat().join("");
};
const outcome = `[...document.querySelectorAll(".il-Outcome")].find((shown) => shown.offsetParent !== null)`;

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  mkdirSync(join(root, "work"), { recursive: true });
  writeFileSync(join(root, "package.json"), "{}");
  writeFileSync(join(root, "work/red.png"), Buffer.from(PICTURE, "base64"));
  const kernelspec = { name: "impactlab", display_name: "TypeScript (impactlab)", language: "typescript" };
  const notebook = { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells: CELLS };
  writeFileSync(join(root, NOTEBOOK), JSON.stringify(notebook));
  writeFileSync(join(root, "work/moved.ipynb"), JSON.stringify({ ...notebook, cells: MOVED_CELLS }));
  const [port] = await freePorts(1);
  start = () => startServer({ root, state: join(folder, "state"), port });
  server = await start();
  address = `http://localhost:${port}/lab?token=${server.token}`;
  browser = await launchBrowser();
  lab = new LabPage(await offlinePage(browser));
  await lab.open(address, NOTEBOOK);
});

afterAll(async () => {
  await browser?.close();
  server?.child.kill("SIGKILL");
});

step("a notebook that says no language is opened without a change", async () => {
  await lab.page.locator(".jp-RenderedMarkdown").first().waitFor();
  expect(await lab.page.evaluate(`${PANEL}.context.model.dirty`)).toBe(false);
  // The control: what is written is one, until it is saved.
  await lab.write("note", "2");
  expect(await lab.page.evaluate(`${PANEL}.context.model.dirty`)).toBe(true);
  await lab.write("note", "1");
  await lab.save();
  expect(saved("note")).toBe("1");
});

step("pictures beside the notebook and in it show; what would have to be fetched is named", async () => {
  const images = `[...document.querySelectorAll(".jp-RenderedMarkdown img")]`;
  await lab.until(`${images}.filter((image) => image.naturalWidth === 1).length === 3`);
  expect(await lab.page.evaluate(`${images}.length`)).toBe(3);
  expect(await lab.page.locator(".jp-RenderedMarkdown").first().innerText()).toMatch(
    /\[picture: remote\].*\[picture: missing\]/s,
  );
});

step(
  "undo takes back a control's value, and what had run with it; what was typed and not run does not run",
  async () => {
    await lab.run("notebook:run-all-cells");
    await lab.shows("twice", "twice 10");
    await lab.until(`document.querySelector(".il-Parameter input[type=range]") !== null`);
    await lab.page.evaluate(`(() => {
    const slider = document.querySelector(".il-Parameter input[type=range]");
    slider.value = slider.max;
    slider.dispatchEvent(new Event("input"));
  })()`);
    await lab.shows("twice", "twice 18");
    await lab.page.locator(".il-Parameter input[type=range]").press("Control+z");
    expect(await lab.source("parameters")).toContain("= 5;");
    await lab.shows("twice", "twice 10");
    // The control: by the cell alone.
    const count = await lab.page.evaluate(`${widget("twice")}.model.executionCount`);
    await lab.write("parameters", "/** @minimum 1 @maximum 9 */\nconst size: number = 7;");
    await lab.until(`document.querySelector(".il-Parameter input[type=text]").value === "7"`);
    await lab.page.evaluate(`${widget("parameters")}.model.sharedModel.undo()`);
    await lab.until(`document.querySelector(".il-Parameter input[type=text]").value === "5"`);
    expect(await lab.page.evaluate(`${widget("twice")}.model.executionCount`)).toBe(count);
  },
);

step("whatever happens while a control is moved, what is shown is what the source says in the end", async () => {
  const day = await lab.page.evaluate<string>(`${PANEL}.id`);
  await lab.page.evaluate(`jupyterapp.commands.execute("docmanager:open", { path: "work/moved.ipynb" })`);
  await lab.until(`${PANEL}.context.path === "work/moved.ipynb" && ${CONNECTED}`);
  await lab.until(`/Lines of moved.ipynb end in a carriage return/.test(document.body.textContent)`);
  await typeBehindLineEnds(lab);
  await moveControls(lab);
  await lab.save();
  const { metadata } = JSON.parse(readFileSync(join(root, "work/moved.ipynb"), "utf8")) as { metadata: object };
  expect(Object.keys(metadata)).toEqual(["kernelspec"]);
  await lab.page.evaluate(`(${PANEL}.dispose(), jupyterapp.shell.activateById("${day}"))`);
  await lab.until(`${PANEL}.id === "${day}"`);
});

step("verify needs a report; run writes one and shows it beside; verify says whether it still holds", async () => {
  const notebook = await lab.page.evaluate<string>(`${PANEL}.id`);
  const back = (): Promise<void> => lab.page.evaluate(`jupyterapp.shell.activateById("${notebook}")`);
  await lab.run("impactlab:verify");
  await lab.until(`/no report of day.ipynb/.test(${outcome}.textContent)`);
  await back();
  lab.begin("impactlab:run");
  await lab.until(`/day: cell \\d of 4/.test(${outcome}.textContent)`);
  const report = lab.page.frameLocator(".il-Outcome iframe").locator("body");
  await report.getByText("twice 10").first().waitFor();
  expect(existsSync(join(root, "reports/day.html"))).toBe(true);
  await screenshot(lab.page, "lab-report");
  await back();
  await lab.run("impactlab:verify");
  await lab.until(`/day.ipynb: the same, 3 cells/.test(${outcome}.textContent)`);
  // The control: another number.
  await back();
  await lab.write("twice", "`twice ${3 * size}`");
  await lab.run("impactlab:verify");
  await lab.until(`/1 cell of 3 not the same/.test(${outcome}.textContent)`);
  await back();
});

step("of two tabs the second is asked, with what it has read, and with what both have looked at", async () => {
  const other = new LabPage(await lab.page.context().newPage());
  // The focus that its notebook is given while it opens is lost, as on a busy machine: it is the current one even so.
  await other.page.addInitScript(() => {
    const { focus } = HTMLElement.prototype;
    let lost = 3;
    HTMLElement.prototype.focus = function (...options) {
      if (this.closest(".jp-NotebookPanel") === null || lost-- <= 0) focus.apply(this, options);
    };
  });
  await other.open(address, NOTEBOOK);
  await lab.write("note", "from the first");
  await lab.save();
  await other.write("note", "from the second");
  other.begin("docmanager:save");
  expect(await other.dialog()).toContain("has changed on disk since the last time it was opened or saved");
  expect(saved("note")).toBe("from the first");
  await other.answer("Overwrite");
  await other.until(`!${PANEL}.context.model.dirty`);
  expect(saved("note")).toBe("from the second");
  // Between the other one's look and its save.
  await lab.begin("docmanager:reload");
  await lab.until(`${widget("note")}.model.sharedModel.getSource() === "from the second"`);
  let between = true;
  await other.page.route("**/api/contents/**", async (route) => {
    if (between && route.request().method() === "PUT") {
      between = false;
      await lab.write("note", "meanwhile");
      await lab.save();
    }
    await route.continue();
  });
  await other.write("note", "too late");
  other.begin("docmanager:save");
  expect(await other.dialog()).toContain("was changed on disk since it was read here");
  await other.answer("Close");
  expect(saved("note")).toBe("meanwhile");
  other.begin("docmanager:save");
  expect(await other.dialog()).toContain("has changed on disk");
  await other.answer("Revert");
  await other.until(`${widget("note")}.model.sharedModel.getSource() === "meanwhile"`);
  await other.page.close();
});

step(
  "what a second tab runs with other values is shown in the first, which says so until it runs its own",
  async () => {
    const [first, second] = ["a", "b"].map((name) => `const ${name}: number = 1;`);
    const cells = [
      code("parameters", `${first}\n${second}`, { tags: ["parameters"] }),
      code("of-a", "`a is ${a}`"),
      code("of-b", "`b is ${b}`"),
    ];
    const metadata = { kernelspec: { display_name: "TypeScript (impactlab)", name: "impactlab" } };
    const text = JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells });
    writeFileSync(join(root, "work/tabs.ipynb"), text);
    const tabs = [new LabPage(await lab.page.context().newPage()), new LabPage(await lab.page.context().newPage())];
    for (const tab of tabs) await tab.open(address, "work/tabs.ipynb");
    for (const tab of tabs) await tab.until(`document.querySelectorAll(".il-Parameter input").length === 2`);
    const [one, two] = tabs;
    const set = (tab: LabPage, at: number, value: number): Promise<void> =>
      tab.page.evaluate(`(() => {
      const box = document.querySelectorAll(".il-Parameter input")[${at}];
      box.value = "${value}";
      box.dispatchEvent(new Event("input"));
      box.dispatchEvent(new Event("change"));
    })()`);
    await one.run("notebook:run-all-cells");
    await one.shows("of-b", "b is 1");
    await set(two, 0, 7);
    const note = `document.querySelector(".il-Parameters-note").textContent`;
    await one.shows("of-a", "a is 7");
    await one.until(`/Another tab has run these parameters with other values/.test(${note})`);
    expect(await two.page.evaluate(note)).toBe("");
    await screenshot(one.page, "two-tabs");
    // What is moved here takes its own values along, of all that the cell declares.
    await set(one, 1, 3);
    await one.shows("of-b", "b is 3");
    await one.shows("of-a", "a is 1");
    await one.until(`${note} === ""`);
    await two.until(`/other values/.test(${note})`);
    for (const tab of tabs) await tab.page.close();
  },
);

step("a file that another program has written is asked about", async () => {
  writeFileSync(join(root, NOTEBOOK), readFileSync(join(root, NOTEBOOK), "utf8").replace("meanwhile", "by an editor"));
  await lab.write("note", "here");
  lab.begin("docmanager:save");
  expect(await lab.dialog()).toContain("has changed on disk");
  expect(saved("note")).toBe("by an editor");
  await lab.answer("Overwrite");
  await lab.until(`!${PANEL}.context.model.dirty`);
  expect(saved("note")).toBe("here");
});

step("a file that was deleted is written anew, and the page says so", async () => {
  rmSync(join(root, NOTEBOOK));
  await lab.write("note", "all that is left");
  await lab.save();
  expect(saved("note")).toBe("all that is left");
  await lab.until(`/day.ipynb had been deleted or renamed meanwhile/.test(document.body.textContent)`);
});

step("a save that fails says why in a sentence, and leaves the text to be saved", async () => {
  const message = "day.ipynb was not saved: the disk is full; what the file held before is still there.";
  await lab.page.route("**/api/contents/**", async (route) => {
    if (route.request().method() !== "PUT") return route.continue();
    return route.fulfill({ status: 507, json: { message, reason: null } });
  });
  await lab.write("note", "not yet");
  lab.begin("docmanager:save");
  expect(await lab.dialog()).toContain(message);
  await lab.answer("Close");
  expect(await lab.page.evaluate(`${PANEL}.context.model.dirty`)).toBe(true);
  await lab.page.unroute("**/api/contents/**");
  await lab.save();
  expect(saved("note")).toBe("not yet");
});

step("a server that is killed takes no text with it: once it is back, the open page saves, and runs", async () => {
  const before = saved("note");
  const kernel = await lab.page.evaluate<string>(`${KERNEL}.id`);
  const gone = new Promise((resolve) => server.child.once("exit", resolve));
  server.child.kill("SIGKILL");
  await gone;
  await lab.write("note", "written without a server");
  lab.begin("docmanager:save");
  expect(await lab.dialog()).toContain("The server does not answer.");
  await lab.answer("Close");
  expect(saved("note")).toBe(before);
  // Told beside the work, in no dialog that stands in its way.
  const told = `document.querySelector(".Toastify")?.innerText.includes("The server does not answer.")`;
  await lab.page.evaluate("void jupyterapp.serviceManager.sessions.refreshRunning().catch(() => undefined)");
  await lab.until(told);
  expect(await lab.page.evaluate(`document.querySelector(".jp-Dialog")`)).toBeNull();
  server = await start();
  await lab.until(`!(${told})`);
  await lab.save();
  expect(saved("note")).toBe("written without a server");
  await lab.until(`${CONNECTED} && ${KERNEL}.id !== "${kernel}"`);
  await lab.write("note", "6 * 7");
  await lab.page.evaluate(`${PANEL}.content.activeCellIndex = 3`);
  lab.begin("notebook:run-cell");
  await lab.shows("note", "42");
});

step("an address opens what it names, in front of what the workspace remembers, as dark as the system", async () => {
  await lab.open(address, NOTEBOOK);
  await lab.save();
  await lab.until(
    `fetch("/lab/api/workspaces/default").then((it) => it.text()).then((it) => it.includes("${NOTEBOOK}"))`,
  );
  expect(await lab.page.evaluate("document.body.dataset.jpThemeLight")).toBe("true");
  await lab.page.emulateMedia({ colorScheme: "dark" });
  await lab.open(address, "work/moved.ipynb");
  await lab.until(`${PANEL}.context.path === "work/moved.ipynb"`);
  // Dark where the system is, until one chooses.
  expect(await lab.page.evaluate("document.body.dataset.jpThemeLight")).toBe("false");
});
