/**
 * Every figure at 900 x 500 in headless Chromium, a day of 390 bins, in both themes: its traces are
 * drawn, nothing is written to the console. FIGURES=folder keeps the screenshots.
 */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { allocationFigure } from "../../src/figures/allocation/allocation";
import { exampleFigures } from "../support/figures";

const CHROMIUM = process.env.IMPACTLAB_CHROMIUM ?? "/usr/bin/chromium";
const PLOTLY = readFileSync(require.resolve("plotly.js-dist-min/plotly.min.js"), "utf8");
const SCREENSHOTS = process.env.FIGURES;

const missing = !existsSync(CHROMIUM) && process.env.CI === undefined;

describe.skipIf(missing)(`figures in Chromium${missing ? ` [skipped: no ${CHROMIUM} here]` : ""}`, async () => {
  const themes = { light: await exampleFigures(390, 40, {}), dark: await exampleFigures(390, 40, { theme: "dark" }) };
  const cases = Object.entries(themes).flatMap(([theme, figures]) =>
    Object.keys(figures).map((name) => ({ theme: theme as "light" | "dark", name })),
  );

  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      // The last one gives WebGL without a graphics card: surfaces draw with it.
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--enable-unsafe-swiftshader"],
    });
    page = await browser.newPage({ viewport: { width: 900, height: 500 } });
    page.on("console", (message) => {
      // Chromium's remarks on the speed of software WebGL are not the figure's.
      if (
        ["error", "warning"].includes(message.type()) &&
        !/GPU stall|GL Driver|swiftshader|willReadFrequently/i.test(message.text())
      )
        complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.setContent(
      `<!doctype html><body style="margin:0"><div id="plot" style="width:900px;height:500px"></div></body>`,
    );
    await page.addScriptTag({ content: PLOTLY });
  }, 120_000);
  afterAll(() => browser?.close());

  /** Draws a figure and counts what there is to see of each trace, title overlaps included. */
  async function draw(figure: unknown): Promise<{ traces: number; drawn: number; overlaps: string[] }> {
    await page.evaluate(async (json) => {
      const { data, layout } = JSON.parse(json) as { data: unknown; layout: unknown };
      const { Plotly } = window as unknown as {
        Plotly: { purge(id: string): void; newPlot(...args: unknown[]): Promise<unknown> };
      };
      Plotly.purge("plot");
      await Plotly.newPlot("plot", data, layout, { displayModeBar: false, staticPlot: false });
    }, JSON.stringify(figure));
    return page.evaluate(() => {
      interface Trace {
        type: string;
        visible: unknown;
        index: number;
      }
      const plot = document.getElementById("plot") as HTMLElement & {
        _fullData: Trace[];
        _fullLayout: { scene?: { _scene?: { traces: object } } };
      };
      const count = (selector: string): number => plot.querySelectorAll(selector).length;
      const marks: Record<string, number> = {
        scatter: count(".scatterlayer .trace"),
        bar: count(".barlayer .trace.bars"),
        heatmap: count(".heatmaplayer image"),
        contour: count(".contourlayer .contour, .contourlayer .contours"),
      };
      const inScene = Object.keys(plot._fullLayout.scene?._scene?.traces ?? {}).length;
      const flat = Object.entries(marks).filter(([type]) => plot._fullData.some((trace) => trace.type === type));
      const drawn =
        inScene +
        flat.reduce(
          (sum, [type, n]) => sum + Math.min(n, plot._fullData.filter((trace) => trace.type === type).length),
          0,
        );
      // Texts that stand on one another, or outside the picture.
      const texts = Array.from(
        plot.querySelectorAll(
          ".gtitle, .xtitle, .ytitle, .y2title, .legendtext, .xtick text, .ytick text, .cbtitle text",
        ),
      );
      const boxes = texts
        .map((text) => ({ text: text.textContent ?? "", box: text.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0);
      const overlaps: string[] = [];
      boxes.forEach((a, i) => {
        if (a.box.left < -1 || a.box.right > 901 || a.box.top < -1 || a.box.bottom > 501)
          overlaps.push(`${a.text} is cut off`);
        for (const b of boxes.slice(i + 1)) {
          const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
          const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
          if (wide > 2 && high > 2) overlaps.push(`${a.text} on ${b.text}`);
        }
      });
      return { traces: plot._fullData.length, drawn, overlaps };
    });
  }

  test.each(cases)(
    "$name in $theme draws every trace, overlaps nothing, and logs nothing",
    { timeout: 60_000 },
    async ({ theme, name }) => {
      complaints.length = 0;
      const { traces, drawn, overlaps } = await draw(themes[theme][name]);
      if (SCREENSHOTS !== undefined) {
        mkdirSync(SCREENSHOTS, { recursive: true });
        await page.screenshot({ path: join(SCREENSHOTS, `${name}-${theme}.png`) });
      }
      expect(complaints).toEqual([]);
      expect(drawn).toBe(traces);
      expect(overlaps).toEqual([]);
    },
  );

  test("the checks can fail: texts on one another, traces without a mark", { timeout: 60_000 }, async () => {
    const title = { text: "a title on the axis", y: 0.07, yanchor: "bottom" };
    const bad = await draw({
      data: [{ type: "bar", x: [1, 2], y: [null, null], visible: "legendonly" }],
      layout: { title, xaxis: { title: { text: "an axis under the title" } } },
    });
    expect(bad.drawn).toBeLessThan(bad.traces);
    expect(bad.overlaps.join()).toContain("a title on the axis on an axis under the title");
  });

  test.each([
    // A session of 22:00 to 01:00 in bins of 15 minutes.
    { label: (time: string) => time.slice(11, 16), last: "00:45" },
    { label: (time: string) => time.slice(0, 16), last: "2025-04-04T00:45" },
  ])("a session past midnight has ticks of HH:MM; hover text is the label, $last", async ({ label, last }) => {
    const start = Date.UTC(2025, 3, 3, 22);
    const bin = Array.from({ length: 12 }, (_, i) => label(new Date(start + i * 900_000).toISOString()));
    const x = bin.map((_, i) => 100 + 40 * Math.abs(i - 5));
    complaints.length = 0;
    const { overlaps } = await draw(allocationFigure({ x, bin, notes: { time_zone: "Europe/Berlin" } }));
    const seen = await page.evaluate(() => {
      type Hover = (plot: string, points: { curveNumber: number; pointNumber: number }[]) => void;
      const { Plotly } = window as unknown as { Plotly: { Fx: { hover: Hover } } };
      const texts = (selector: string): string[] =>
        Array.from(document.querySelectorAll(`#plot ${selector}`), (text) => text.textContent ?? "");
      Plotly.Fx.hover("plot", [{ curveNumber: 0, pointNumber: 11 }]);
      return {
        ticks: texts(".xtick text"),
        title: texts(".xtitle"),
        hover: texts(".hoverlayer .hovertext text").join(),
      };
    });
    if (SCREENSHOTS !== undefined) {
      mkdirSync(SCREENSHOTS, { recursive: true });
      await page.screenshot({ path: join(SCREENSHOTS, `past-midnight-${last.length}.png`) });
    }
    expect([complaints, overlaps]).toEqual([[], []]);
    expect(seen.title).toEqual(["time bin (start, Europe/Berlin)"]);
    expect(seen.ticks).toEqual(["22:00", "22:30", "23:00", "23:30", "00:00", "00:30"]);
    expect(seen.hover).toBe(`${last}optimum 340 shares`);
  });

  test("the slider moves the allocation with no kernel behind it", { timeout: 60_000 }, async () => {
    await draw(themes.light["allocation-slider"]);
    const read = (): Promise<{ title: string; y: string }> =>
      page.evaluate(() => {
        const plot = document.getElementById("plot") as HTMLElement & {
          _fullLayout: { title: { text: string } };
          data: { y: number[] }[];
        };
        return { title: plot._fullLayout.title.text, y: JSON.stringify(plot.data[0].y) };
      });
    const before = await read();
    const grip = await page.locator(".slider-grip-rect").boundingBox();
    await page.mouse.move((grip?.x ?? 0) + 8, (grip?.y ?? 0) + 8);
    await page.mouse.down();
    await page.mouse.move(850, (grip?.y ?? 0) + 8, { steps: 4 });
    await page.mouse.up();
    await expect.poll(read).not.toEqual(before);
    const after = await read();
    expect(after.title).not.toBe(before.title);
    expect(after.y).not.toBe(before.y);
    expect(complaints).toEqual([]);
  });
});
