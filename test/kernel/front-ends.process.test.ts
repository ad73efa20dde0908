/**
 * Plots in real front ends, drawn in Chromium without a network: Notebook 6, JupyterLab 4, and the
 * pages nbconvert makes.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";

import { formatNotebook, readNotebook } from "../../src/notebook/notebook-document";
import { withStill } from "../../src/notebook/still/still-output";
import { CHROMIUM, launchBrowser, offlinePage, plotlyScripts, plotsDrawn, screenshot } from "../support/browser";
import { jupyterEnvironment, startServer } from "../support/jupyter-server";
import { readCells, writeNotebook } from "../support/notebook-file";
import { temporaryFolder } from "../support/temporary-folder";
import { PYTHON, pythonWith, testWith } from "../support/tools";
import { which } from "../support/which";

const CELLS = [
  `const z = Array.from({ length: 8 }, (_, i) => Array.from({ length: 8 }, (_, j) => i ** 1.5 + j ** 0.6));
const layout = { title: { text: "Cost </script> surface" }, height: 300 };
const surface = { data: [{ type: "surface", z }], layout };
surface`,
  `const y = new Float64Array([1, 4, 9, NaN, 25]);
const line = { data: [{ type: "scatter", y }], layout: { title: { text: "Line" }, height: 300 } };
display(line);`,
];

/** One pixel. */
const DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const NOTEBOOK_6 = pythonWith("notebook") && which("chromium") && [PYTHON, "-m", "notebook"];
// JupyterLab comes from pip, not from Debian: named by the environment or found on the PATH.
const JUPYTER_LAB = process.env.IMPACTLAB_JUPYTER_LAB ?? which("jupyter-lab");

const folder = temporaryFolder().path;
const env = jupyterEnvironment(folder);
const saved = join(folder, "notebook-6.ipynb");
let browser: Browser;

beforeAll(async () => {
  if (CHROMIUM !== undefined) browser = await launchBrowser();
});

afterAll(() => browser?.close());

testWith(NOTEBOOK_6 ? "notebook" : undefined, "Notebook 6 with Chromium")(
  "Notebook 6 draws figures when run, after a restart of the kernel, and when opened again",
  async () => {
    writeNotebook(saved, CELLS);
    const server = await startServer([PYTHON, "-m", "notebook"], folder, env);
    try {
      const page = await offlinePage(browser);
      await page.goto(server.url("notebooks/notebook-6.ipynb"));
      await inNotebook6(page, "notebook.kernel && notebook.kernel.is_connected() && !notebook.kernel_busy");
      await page.evaluate("Jupyter.notebook.execute_all_cells()");
      await plotsDrawn(page, 2);
      expect(await plotlyScripts(page)).toBe(1);
      await screenshot(page, "notebook-6-run");
      await page.evaluate("new Promise((done) => Jupyter.notebook.kernel.restart(done))");
      await page.evaluate("Jupyter.notebook.clear_all_output()");
      await plotsDrawn(page, 0);
      await page.evaluate("Jupyter.notebook.execute_all_cells()");
      await plotsDrawn(page, 2);
      await page.evaluate("Jupyter.notebook.save_notebook()");
      await page.reload();
      await inNotebook6(page, "notebook.trusted !== false && notebook.get_cells().length === 2");
      await plotsDrawn(page, 2);
      expect(await plotlyScripts(page)).toBe(1);
      await screenshot(page, "notebook-6-opened-again");
    } finally {
      await server.stop();
    }
    expect(statSync(saved).size).toBeLessThan(200_000);
  },
);

testWith(CHROMIUM && JUPYTER_LAB, "JupyterLab 4 with Chromium: IMPACTLAB_JUPYTER_LAB may name it", {
  everywhere: false,
})("JupyterLab 4 draws figures when run, after a restart of the kernel, and when opened again", async () => {
  writeNotebook(join(folder, "lab.ipynb"), CELLS);
  const server = await startServer([JUPYTER_LAB as string], folder, env);
  try {
    const page = await offlinePage(browser);
    await page.goto(server.url("lab/tree/lab.ipynb"));
    await page.waitForFunction(
      "window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel?.connectionStatus === 'connected'",
    );
    await page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')");
    await plotsDrawn(page, 2);
    expect(await plotlyScripts(page)).toBe(1);
    await screenshot(page, "jupyterlab-run");
    await page.evaluate("jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()");
    await page.evaluate("jupyterapp.commands.execute('editmenu:clear-all')");
    await plotsDrawn(page, 0);
    await page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')");
    await plotsDrawn(page, 2);
    await page.evaluate("jupyterapp.commands.execute('docmanager:save')");
    await page.reload();
    await plotsDrawn(page, 2);
    expect(await plotlyScripts(page)).toBe(1);
    await screenshot(page, "jupyterlab-opened-again");
  } finally {
    await server.stop();
  }
});

testWith(NOTEBOOK_6 && pythonWith("nbconvert"), "nbconvert with Notebook 6 and Chromium")(
  "nbconvert's page draws a saved notebook's figures beside it, and anywhere with our template",
  async () => {
    const elsewhere = join(folder, "elsewhere");
    mkdirSync(elsewhere);
    const page = await offlinePage(browser);
    convert(
      [],
      ["--template", "impactlab", "--output-dir", elsewhere],
      ["--output-dir", elsewhere, "--output", "bare"],
    );
    for (const [name, at] of [
      ["nbconvert", folder],
      ["nbconvert-template", elsewhere],
    ]) {
      await page.goto(`file://${at}/notebook-6.html`);
      await plotsDrawn(page, 2);
      expect(await plotlyScripts(page)).toBe(1);
      await screenshot(page, name);
    }
    // With the template it asks for nothing, require.js neither; the control is the plain page.
    const html = (name: string): string => readFileSync(join(elsewhere, `${name}.html`), "utf8");
    expect(html("notebook-6")).not.toMatch(/<(script|link)[^>]*\s(src|href)=/);
    expect(html("bare")).toMatch(/<script[^>]*\ssrc=[^>]*require/);
    // The control: the plain page away from the notebook has no plotly, and says what to do.
    await page.goto(`file://${elsewhere}/bare.html`);
    await page.getByText("Not drawn: this page has no plotly").first().waitFor();
    expect(await page.locator(".js-plotly-plot").count()).toBe(0);
    // With the still pictures of a run it shows those.
    const before = readFileSync(saved);
    const notebook = readNotebook(saved);
    for (const { outputs = [] } of notebook.cells)
      outputs.forEach((output, i) => (outputs[i] = withStill(output, DOT)));
    notebook.cells.push({
      id: "tex",
      cell_type: "markdown",
      metadata: {},
      source: "$$\\sum_i x_i = S$$ and $\\lambda$.",
    });
    writeFileSync(saved, formatNotebook(notebook));
    convert(["--output-dir", elsewhere, "--output", "stills"], ["--template", "impactlab", "--output-dir", elsewhere]);
    writeFileSync(saved, before);
    await page.goto(`file://${elsewhere}/stills.html`);
    const pictures = page.locator("[data-figure] > img");
    expect(await pictures.count()).toBe(2);
    expect(await pictures.evaluateAll((all) => all.map((img) => (img as HTMLImageElement).naturalWidth))).toEqual([
      1, 1,
    ]);
    expect(await page.getByText("Not drawn: this page has no plotly").count()).toBe(0);
    // Our template sets formulas without a network, and draws in place of the pictures.
    await page.goto(`file://${elsewhere}/notebook-6.html`);
    await plotsDrawn(page, 2);
    expect(await page.locator(".katex").count()).toBe(2);
    expect(await page.locator(".katex-error").count()).toBe(0);
    expect(await pictures.count()).toBe(0);
  },
);

testWith(NOTEBOOK_6 ? "notebook" : undefined, "Notebook 6 with Chromium")(
  "a saved figure has the MIME types of every front end, and never plotly itself",
  () => {
    const figures = readCells(saved).map(({ outputs }) => outputs[0].data ?? {});
    expect(figures).toHaveLength(CELLS.length);
    for (const data of figures) {
      expect(Object.keys(data).sort()).toEqual(["application/vnd.plotly.v1+json", "text/html", "text/plain"]);
      expect(Object.keys(data["application/vnd.plotly.v1+json"] as object)).toEqual(["data", "layout"]);
    }
  },
);

/** `jupyter nbconvert --to html`, once with each list of arguments. */
function convert(...runs: readonly (readonly string[])[]): void {
  const script = `
import json, sys
from nbconvert.nbconvertapp import NbConvertApp
for arguments in json.loads(sys.argv[1]):
    app = NbConvertApp()
    app.initialize(arguments)
    app.start()`;
  const argv = JSON.stringify(runs.map((args) => ["--to", "html", saved, ...args]));
  const run = spawnSync(PYTHON, ["-c", script, argv], { env, encoding: "utf8" });
  expect(run.status, run.stderr).toBe(0);
}

async function inNotebook6(page: Page, condition: string): Promise<void> {
  const there = `window.Jupyter && Jupyter.notebook && ((notebook) => ${condition})(Jupyter.notebook)`;
  await page.waitForFunction(there, undefined, { polling: 100 });
}
