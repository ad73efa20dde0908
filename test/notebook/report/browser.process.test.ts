/**
 * Reports in headless Chromium: every figure drawn, wide and narrow, light and dark, on paper; what
 * is hostile stays text. REPORTS=folder keeps the pages and screenshots.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";

import { loadAssets } from "../../../src/notebook/report/page/assets";
import { pageHtml } from "../../../src/notebook/report/page/page";
import { renderIndex } from "../../../src/notebook/report/render-index";
import { renderReport } from "../../../src/notebook/report/render-report";
import { texStyle } from "../../../src/kernel/show/tex-style";
import { CHROMIUM, launchBrowser } from "../../support/browser";
import { exampleFigures } from "../../support/figures";
import { HOSTILE, hostileRecord } from "../../support/hostile-record";
import {
  DESKTOP,
  drawnFigures,
  openReport,
  PATIENCE,
  PHONE,
  resized,
  sidewaysScroll,
  type DrawnFigure,
  type OpenedReport,
} from "../../support/open-report";
import { code, error, markdown, mime, recordOf, shown, stream } from "../../support/run-records";
import { testWith } from "../../support/tools";

const test = testWith(CHROMIUM, "Chromium");
const KEPT = process.env.REPORTS;
/** Fewer pixels to draw without a graphics card, where size is not the promise. */
const SMALL = { viewport: { width: 400, height: 600 } };

let browser: Browser;
let folder: string;
let figures: Awaited<ReturnType<typeof exampleFigures>>;
let dark: typeof figures;

beforeAll(async () => {
  folder = KEPT ?? mkdtempSync(join(tmpdir(), "impactlab-reports-"));
  mkdirSync(folder, { recursive: true });
  figures = await exampleFigures(20, 6, {});
  dark = await exampleFigures(20, 6, { theme: "dark" });
  if (CHROMIUM !== undefined) browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  if (KEPT === undefined) rmSync(folder, { recursive: true, force: true });
});

// Pages with 3-D scenes left open slow down the ones after them.
afterEach(async () => {
  for (const context of browser?.contexts() ?? []) await context.close();
});

async function open(name: string, html: string, options: BrowserContextOptions = DESKTOP): Promise<OpenedReport> {
  const file = join(folder, `${name}.html`);
  writeFileSync(file, html);
  const report = await openReport(browser, file, options);
  if (KEPT !== undefined) await report.page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  return report;
}

const COST = "\\sum_{i=1}^{N} \\alpha_i x_i^{\\beta_i}";

function fullReport(): string {
  const wide = {
    shape: [3, 20],
    columns: Array.from({ length: 20 }, (_, j) => `column ${j}`),
    index: [0, 1, 2],
    values: Array.from({ length: 3 }, () => Array.from({ length: 20 }, (_, j) => j / 7)),
  };
  return renderReport(
    recordOf(
      [
        markdown(
          `# Title\n\nA long formula, $x$:\n\n$$${Array(4).fill(COST).join(" + ")}$$\n\n` +
            "A `word_that_is_much_too_long_for_a_phone_and_has_no_place_to_break_anywhere_in_it`.",
        ),
        markdown(
          "## First\n\n| a | b | c | d | e | f |\n|---|---|---|---|---|---|\n" +
            "| much to say here | and here | and here as well | never ending | columns | of text |",
        ),
        code(
          "const a: number = 1; // a line of code that is much longer than a phone is wide, " +
            "so that it has to scroll within itself",
          shown(wide),
          stream("stdout", `${"long ".repeat(60)}\n`),
          stream("stderr", "careful\n"),
        ),
        markdown("## Second"),
        ...Object.entries(figures).map(([name, figure]) => code(`figure("${name}")`, shown(figure))),
        code("plain", shown({ data: [{ type: "scatter", y: [1, 2, 4] }], layout: {} })),
        code(
          "WebGL",
          shown({ data: [{ type: "scattergl", mode: "markers", x: [1, 2, 3], y: [1, 2, 4] }], layout: {} }),
        ),
        code(
          "others",
          mime({ "application/json": { a: [1, "x".repeat(300)] } }),
          mime({ "text/latex": "$$\\lambda$$" }),
          error("Error", "x", `\x1b[31mError\x1b[39m: ${"x".repeat(200)}`),
        ),
      ],
      {
        headline: [
          { name: "Cost", value: 1234.5678, unit: "USD" },
          { name: "Gap", value: 3e-14 },
        ],
        parameters: [
          {
            name: "size",
            type: "number",
            value: 1000,
            default: 10,
            given: true,
            description: "Parent order in shares, said at some length so that it wraps.",
            minimum: 1,
            unit: "shares",
          },
        ],
      },
    ),
  );
}

test("openReport(full report) draws every trace of every figure: on a phone, wide, in the dark", async () => {
  const { page, figures: found, complaints, requests } = await open("full", fullReport(), PHONE);
  expect(found).toHaveLength(Object.keys(figures).length + 2);
  const isDrawn = ({ traces, drawn }: DrawnFigure): boolean => drawn === traces && traces > 0;
  expect(found.filter((figure) => !isDrawn(figure))).toEqual([]);

  // Nothing is wider than the page, also after its width has changed.
  const widths = (): Promise<{ left: number; right: number; page: number }[]> =>
    page.evaluate(() =>
      [...document.querySelectorAll("[data-figure] .main-svg:first-child")].map((svg) => {
        const { left, right } = svg.getBoundingClientRect();
        return { left, right, page: document.documentElement.clientWidth };
      }),
    );
  const tooWide = async () => (await widths()).filter((svg) => svg.left < 0 || svg.right > svg.page);
  expect(await tooWide()).toEqual([]);
  expect(await sidewaysScroll(page)).toBe(0);
  const plots = (await widths()).length;
  expect(plots).toBeGreaterThan(20);
  expect((await resized(page, DESKTOP.viewport)).filter((figure) => !isDrawn(figure))).toEqual([]);
  const narrow = (await widths()).filter(({ left, right }) => right - left < 600);
  expect(narrow).toEqual([]);
  expect(await tooWide()).toEqual([]);
  expect(await sidewaysScroll(page)).toBe(0);
  expect((await widths()).length).toBe(plots);

  // Code folds, all at once.
  const folded = (): Promise<number> => page.locator("details.source:not([open])").count();
  const cells = await page.locator("details.source").count();
  expect(cells).toBeGreaterThan(20);
  expect(await folded()).toBe(cells);
  await page.getByRole("button", { name: "Show code" }).click();
  expect(await folded()).toBe(0);
  await page.getByRole("button", { name: "Hide code" }).click();
  expect(await folded()).toBe(cells);

  // The toggle takes page and figures to the dark, as the figures' own dark theme has it.
  await page.locator("#toggle-theme").click();
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll("[data-figure]")].every(
        (plot) =>
          (plot as unknown as { layout: { template: { layout: { paper_bgcolor: string } } } }).layout.template.layout
            .paper_bgcolor === "#16181c",
      ),
    undefined,
    PATIENCE,
  );
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(22, 24, 28)");
  expect((await drawnFigures(page)).filter((figure) => !isDrawn(figure))).toEqual([]);
  expect(complaints).toEqual([]);
  expect(requests).toEqual([]);

  // The control: something too wide is seen.
  await page.evaluate(() =>
    document.querySelector("main")?.insertAdjacentHTML("beforeend", `<div style="width:1900px;height:1px"></div>`),
  );
  expect(await sidewaysScroll(page)).toBeGreaterThan(0);
});

test("plots.js(figure, theme) turns a light figure into the one its own dark theme makes, and back", async () => {
  // Of the figures whose traces take no colour of their own by the theme.
  const names = ["cost-surface", "cost-contours", "twap-saving", "impact-curves", "intraday-parameters", "regime-map"];
  const cells = [figures, dark].flatMap((themed) => names.map((name) => code(name, shown(themed[name]))));
  const { page } = await open("themes", renderReport(recordOf(cells)), { ...SMALL, colorScheme: "light" });
  /** The colours of the figures that were light, and of those that were dark. */
  const seen = async (): Promise<unknown[]> => {
    const colors = await page.evaluate(() =>
      [...document.querySelectorAll("[data-figure]")].map((plot) => {
        const { data, layout } = plot as unknown as { data: unknown; layout: unknown };
        const found: string[] = [];
        JSON.stringify({ data, layout }, (key, value: unknown) => {
          if (/color$/.test(key) && typeof value === "string") found.push(`${key} ${value}`);
          return value;
        });
        return found;
      }),
    );
    expect(colors.every((found) => found.length > 0)).toBe(true);
    return [colors.slice(0, names.length), colors.slice(names.length)];
  };
  const inLight = await seen();
  expect(inLight[1]).toEqual(inLight[0]);
  await page.evaluate(() => delete document.documentElement.dataset.figures);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForFunction(() => document.documentElement.dataset.figures === "drawn", undefined, PATIENCE);
  const inDark = await seen();
  expect(inDark[1]).toEqual(inDark[0]);
  // The control: the two themes differ.
  expect(inLight).not.toEqual(inDark);
});

test("page.pdf(dark report) is light, with figures as wide as the paper, scenes as pictures, no buttons", async () => {
  const { page, complaints } = await open(
    "printed",
    renderReport(
      recordOf([markdown("# T"), code("a", shown(figures["allocation"])), code("b", shown(figures["cost-surface"]))]),
    ),
    { ...DESKTOP, colorScheme: "dark" },
  );
  await page.waitForFunction(() => document.documentElement.dataset.paper === "ready", undefined, PATIENCE);
  const heard = page.evaluate(
    () =>
      new Promise<unknown>((resolve) =>
        addEventListener("beforeprint", () =>
          setTimeout(() => {
            const { layout } = document.querySelector("[data-figure]") as unknown as {
              layout: { width: number; template: { layout: { paper_bgcolor: string } } };
            };
            resolve([layout.width, layout.template.layout.paper_bgcolor]);
          }),
        ),
      ),
  );
  const picture = page.locator(".on-paper");
  const scene = page.locator("[data-figure]").nth(1);
  expect([await picture.isVisible(), await scene.isVisible()]).toEqual([false, true]);
  const pdf = await page.pdf({ format: "A4" });
  if (KEPT !== undefined) writeFileSync(join(folder, "printed.pdf"), pdf);
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  expect(await heard).toEqual([660, "#ffffff"]);
  await page.emulateMedia({ media: "print" });
  expect([await picture.isVisible(), await scene.isVisible()]).toEqual([true, false]);
  const [corner, colors] = await picture.evaluate((image: HTMLImageElement) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 66, height: 40 });
    const context = canvas.getContext("2d") as CanvasRenderingContext2D;
    context.drawImage(image, 0, 0, 66, 40);
    const { data } = context.getImageData(0, 0, 66, 40);
    return [Math.min(...data.slice(0, 3)), new Set(data).size];
  });
  expect(corner).toBeGreaterThan(250);
  expect(colors).toBeGreaterThan(50);
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(255, 255, 255)");
  expect(await page.locator(".bar").isVisible()).toBe(false);
  expect(complaints).toEqual([]);
});

test("renderReport(hostile record) shows hostile strings as text: nothing runs or is fetched", async () => {
  const { page, complaints, requests, figures: drawn } = await open("hostile", renderReport(hostileRecord()), SMALL);
  await page.getByRole("button", { name: "Show code" }).click();
  // What ran would find no `fired`, what tried to would meet the policy: both are heard, as the test below shows.
  expect(complaints).toEqual([]);
  expect(requests).toEqual([]);
  expect(drawn.every((figure) => figure.drawn === figure.traces)).toBe(true);
  const links = await page.locator("a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  expect(links.filter((href) => /^\s*(javascript|data|vbscript|file):/i.test(href ?? ""))).toEqual([]);
  const text = await page.evaluate(() => document.body.innerText);
  for (const place of [
    "stream",
    "name",
    "value",
    "description",
    "evalue",
    "source path",
    "traceback",
    "headline",
    "plain",
  ]) {
    expect(text, place).toContain(`${HOSTILE(place)}`);
  }
  expect(await page.title()).toBe(HOSTILE("title"));
  // A style from an output must not cover the page, nor an id answer to its script.
  expect(
    await page.locator(":is(.html, .outputs .prose) :is([id], [name], [onclick], iframe, form, style, button)").count(),
  ).toBe(0);
});

test("renderIndex(hostile records) shows hostile strings as text", async () => {
  const record = hostileRecord();
  const { page, complaints, requests } = await open(
    "hostile-index",
    renderIndex([
      { name: `a"><script>fired()</script>`, record },
      { name: "b", record },
      { name: "c", record: { ...record, source: "other" } },
    ]),
  );
  expect([...complaints, ...requests]).toEqual([]);
  expect(await page.evaluate(() => document.body.innerText)).toContain(HOSTILE("headline"));
});

test("pageHtml(hostile body) is a second fence: its policy refuses what gets past the first", async () => {
  const hits: string[] = [];
  const server = createServer((request, response) => {
    hits.push(request.url ?? "");
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const body = [
      `<button id="toggle-theme"></button><img src="x" onerror="fired('onerror')"><script>fired('script')</script>`,
      `<img src="${address}/pixel.png"><iframe srcdoc="<script>parent.fired('frame')</script>"></iframe>`,
    ].join("");
    const prelude = `<script>window.fired = (name) => { (window.names ??= []).push(name); };</script>`;
    const html = pageHtml({ title: "t", kind: "report", body, data: "" }, loadAssets());
    const fenced = await open("fenced", html);
    expect(fenced.complaints.join("\n")).toMatch(/Content Security Policy/);
    expect(hits).toEqual([]);
    // The control: without the policy all of it fires.
    const bare = await open("bare", html.replace(/<meta http-equiv[^>]*>/, prelude));
    await bare.page.waitForFunction(
      () => ((window as { names?: string[] }).names ?? []).length >= 3,
      undefined,
      PATIENCE,
    );
    expect(await bare.page.evaluate(() => (window as { names?: string[] }).names?.sort())).toEqual([
      "frame",
      "onerror",
      "script",
    ]);
    expect(hits).toEqual(["/pixel.png"]);
    expect(bare.requests).toContain(`${address}/pixel.png`);
    // No script of the body ran where the policy stands: it would have missed \`fired\`.
    expect(fenced.complaints.filter((complaint) => /fired is not defined/.test(complaint))).toEqual([]);
  } finally {
    server.close();
  }
});

test("formulas of every kind find the fonts that they ask for in the page, and no other is in it", async () => {
  const kinds = ["rm", "bf", "it", "tt", "sf", "bb", "cal", "frak", "scr"].map((name) => `\\math${name}{A}`);
  const sizes = "\\sum \\Bigl( \\biggl[ \\Biggl\\{ \\boldsymbol{x} \\text{\\textbf{\\textit{t}}}";
  const loaded = (page: OpenedReport["page"]): Promise<string[]> =>
    page.evaluate(async () => {
      await document.fonts.ready;
      const names = (status?: string): string[] =>
        [...document.fonts]
          .filter((face) => status === undefined || face.status === status)
          .map(({ family, weight, style }) => `${family} ${weight} ${style}`)
          .sort();
      return [names("loaded").join(), names().join()];
    });
  for (const [name, tex] of [
    ["plain", "x_1"],
    ["all", `${kinds.join("")}${sizes}`],
  ]) {
    const html = renderReport(recordOf([markdown(`$$${tex}$$`)]));
    const [asked, there] = await loaded((await open(`fonts-${name}`, html)).page);
    const whole = html.replace(/<style>[^<]*@font-face[^<]*<\/style>/, `<style>${texStyle()}</style>`);
    const [expected, every] = await loaded((await open(`fonts-${name}-whole`, whole)).page);
    expect(asked).toBe(expected);
    // The control: a page with all of them has more than it asks for.
    expect(there.split(",").length).toBeLessThan(every.split(",").length);
    expect(expected.split(",").length).toBeLessThan(every.split(",").length);
  }
});

test("a formula a little wider than a phone is set smaller, in a folded section too; a wide one is moved", async () => {
  const fold = { ...markdown("## Folded"), metadata: { "jp-MarkdownHeadingCollapsed": true } };
  const [little, much] = [10, 13].map((terms) => markdown(`$$${Array(terms).fill("x_i^{10}").join("+")}$$`));
  const { page } = await open("formulas", renderReport(recordOf([little, much, fold, little])), PHONE);
  await page.locator("details.folded > summary").click();
  const blocks = (): Promise<number[][]> =>
    page
      .locator(".katex-block")
      .evaluateAll((found) =>
        found.map((block) => [block.scrollWidth - block.clientWidth, parseFloat(getComputedStyle(block).fontSize)]),
      );
  const [first, wide, folded] = await blocks();
  expect([first[0], folded[0]]).toEqual([0, 0]);
  expect(first[1]).toBeLessThan(wide[1]);
  expect(folded[1]).toBe(first[1]);
  expect(wide[0]).toBeGreaterThan(100);
  await page.setViewportSize(DESKTOP.viewport);
  expect((await blocks()).map(([, size]) => size)).toEqual([wide[1], wide[1], wide[1]]);
});

test("an index in the dark shows pictures on its paper with ink for black, and colours as they are", async () => {
  const page = (await open("plain", renderIndex([]), SMALL)).page;
  /** Stripes of some colours. */
  const stripes = (colours: readonly string[]): Promise<string> =>
    page.evaluate((of) => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 40 * of.length, height: 40 });
      const context = canvas.getContext("2d") as CanvasRenderingContext2D;
      of.forEach((colour, i) => {
        context.fillStyle = colour;
        context.fillRect(40 * i, 0, 40, 40);
      });
      return canvas.toDataURL("image/png").replace(/^.*,/, "");
    }, colours);
  const seen = async (colorScheme: "light" | "dark"): Promise<string[]> => {
    const picture = await stripes(["#ffffff", "#000000", "#0072b2", "#fde725"]);
    const html = renderIndex([{ name: "a", record: recordOf([]), picture }]);
    const index = await open(`pictures-${colorScheme}`, html, { ...SMALL, colorScheme });
    const shot = (await index.page.locator(".picture img").screenshot()).toString("base64");
    return page.evaluate(async (png) => {
      const image = Object.assign(new Image(), { src: `data:image/png;base64,${png}` });
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
      const context = canvas.getContext("2d") as CanvasRenderingContext2D;
      context.drawImage(image, 0, 0);
      return [1, 3, 5, 7].map((eighth) =>
        [...context.getImageData((image.width * eighth) / 8, image.height / 2, 1, 1).data.slice(0, 3)].join(),
      );
    }, shot);
  };
  expect(await seen("light")).toEqual(["255,255,255", "0,0,0", "0,114,178", "253,231,37"]);
  expect(await seen("dark")).toEqual(["22,24,28", "228,230,233", "0,114,178", "253,231,37"]);
});

test("a table a little wider than the page has its heads wrapped, and no number cut", async () => {
  const heads = ["cost (USD)", "USD per share", "above the optimum (%)", "effective bins", "largest bin (shares)"];
  const columns = ["strategy", ...heads];
  const row = ["proportional to volume in whole lots", ...heads.map((_, j) => 1000.5 * (j + 1))];
  const html = renderReport(recordOf([code("a", shown({ shape: [1, 6], columns, index: [0], values: [row] }))]));
  const { page } = await open("heads", html);
  const table = page.locator(".wide:has(> .dataframe)");
  expect(await table.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
  expect(
    await page
      .locator(".dataframe thead th")
      .first()
      .evaluate((head) => head.clientHeight),
  ).toBeGreaterThan(40);
});

test("a section that JupyterLab holds collapsed is folded with its figure, up to the next of its rank", async () => {
  const heading = { ...markdown("## Folded"), metadata: { "jp-MarkdownHeadingCollapsed": true } };
  const cells = [markdown("# T\n\n## One"), heading, code("a", shown(figures["allocation"])), markdown("## Next")];
  const { page, complaints } = await open("folded", renderReport(recordOf(cells)));
  const plot = page.locator("[data-figure] .plot-container");
  expect(await plot.isVisible()).toBe(false);
  await page.getByText("1 folded cell").click();
  await plot.waitFor();
  expect(await page.getByRole("heading", { name: "Next" }).isVisible()).toBe(true);
  expect(complaints).toEqual([]);
});

test("openReport(14 canvases) shows all figures: beyond 12 canvases as pictures, live on a click", async () => {
  // What draws points by WebGL takes three canvases, a scene one.
  const points = { type: "scattergl", mode: "markers", y: [1, 2, 4] };
  const surface = { type: "surface", z: [[1, 2], [3, 4]] }; // prettier-ignore
  const traces = [points, points, points, surface, surface, surface, surface, surface];
  const cells = traces.map((trace, i) =>
    code(
      `figure ${i}`,
      shown({
        data: [{ ...trace, name: `${i}` }],
        layout: { height: 260, ...(trace === surface ? { scene: {} } : {}) },
      }),
    ),
  );
  const { page, figures: found, complaints } = await open("many", renderReport(recordOf(cells)), SMALL);
  expect(found).toHaveLength(8);
  expect(found.filter(({ traces: expected, drawn }) => drawn !== expected)).toEqual([]);
  expect(complaints).toEqual([]);
  const pictures = page.locator("[data-figure] > img");
  expect(await pictures.count()).toBe(2);
  await pictures.last().click();
  await page.waitForFunction(() => document.querySelectorAll("[data-figure] > img").length === 1, undefined, PATIENCE);
  expect(complaints).toEqual([]);
});

test("openReport(broken figure) tells a figure that is not drawn", async () => {
  const { figures: found } = await open(
    "broken",
    renderReport(recordOf([code("", shown(figures["allocation"]))])).replace(
      /(data-figure-data="[0-9a-f]+">)\{/,
      "$1{{",
    ),
  );
  expect(found).toHaveLength(1);
  expect(found[0].drawn).toBeLessThan(found[0].traces);
});
