/**
 * Opens a report in Chromium as a reader does, from a file, and tells what is on it: figures drawn,
 * what the console said, what it asked any network for.
 */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

export interface OpenedReport {
  readonly page: Page;
  readonly figures: readonly DrawnFigure[];
  /** Errors, warnings and refusals in the console, as they come. */
  readonly complaints: readonly string[];
  /** Addresses asked for, refused or not, other than the page itself and what it carries within it. */
  readonly requests: readonly string[];
}

export interface DrawnFigure {
  readonly label: string;
  /** Traces that should be seen, and those that are. */
  readonly traces: number;
  readonly drawn: number;
}

export const DESKTOP = { viewport: { width: 1280, height: 900 } };
export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** Playwright's own deadlines guard against a hang alone. */
export const PATIENCE = { timeout: 600_000 };

/** Chromium's remarks on the speed of software rendering are not the page's. */
const SLOW_GRAPHICS = /GPU stall|GL Driver|swiftshader|willReadFrequently/i;

/** Resolves once every figure is drawn, or has said why not. Close the page's context when done. */
export async function openReport(
  browser: Browser,
  file: string,
  options: BrowserContextOptions = DESKTOP,
): Promise<OpenedReport> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(PATIENCE.timeout);
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !SLOW_GRAPHICS.test(message.text()))
      complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const address = `file://${file}`;
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && request.url() !== address) requests.push(request.url());
  });
  await page.goto(address);
  await figuresDrawn(page);
  return { page, figures: await drawnFigures(page), complaints, requests };
}

/** The figures after the page has taken another size, and drawn them anew. */
export async function resized(page: Page, size: { width: number; height: number }): Promise<DrawnFigure[]> {
  await page.evaluate(() => delete document.documentElement.dataset.figures);
  await page.setViewportSize(size);
  await figuresDrawn(page);
  return drawnFigures(page);
}

async function figuresDrawn(page: Page): Promise<void> {
  await page.waitForFunction(
    () => document.querySelector("[data-figure]") === null || document.documentElement.dataset.figures === "drawn",
    undefined,
    PATIENCE,
  );
}

/** What is there to see of each figure: marks by kind of trace, or traces within a 3-D scene. */
export function drawnFigures(page: Page): Promise<DrawnFigure[]> {
  return page.evaluate(() => {
    interface Trace {
      type: string;
      visible: unknown;
    }
    type Plot = HTMLElement & { _fullData?: Trace[]; _fullLayout: Record<string, { _scene?: { traces: object } }> };
    return [...document.querySelectorAll<Plot>("[data-figure]")].map((plot) => {
      const traces = (plot._fullData ?? []).filter((trace) => trace.visible === true);
      const scenes = Object.keys(plot._fullLayout ?? {}).filter((key) => /^scene\d*$/.test(key));
      let drawn = scenes.reduce((sum, key) => sum + Object.keys(plot._fullLayout[key]._scene?.traces ?? {}).length, 0);
      const marks: Record<string, string> = {
        scatter: ".scatterlayer .trace",
        bar: ".barlayer .trace.bars",
        histogram: ".barlayer .trace.bars",
        box: ".boxlayer .trace",
        heatmap: ".heatmaplayer image",
        scattergl: ".gl-canvas-context",
        contour: ".contourlayer .contour, .contourlayer .contours",
      };
      for (const [type, selector] of Object.entries(marks)) {
        drawn += Math.min(plot.querySelectorAll(selector).length, traces.filter((trace) => trace.type === type).length);
      }
      const label = plot.getAttribute("aria-label") ?? "";
      // One canvas too many for the browser: a still picture of the whole figure.
      const still = plot.querySelector<HTMLImageElement>(":scope > img");
      if (still !== null) return { label, traces: 1, drawn: still.naturalWidth > 0 ? 1 : 0 };
      return { label, traces: plot._fullData === undefined ? 1 : traces.length, drawn };
    });
  });
}

/** How many pixels the page can be scrolled sideways. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
