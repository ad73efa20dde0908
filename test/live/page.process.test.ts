/**
 * A live figure in a report's page, in Chromium, under the page's own policy: what a reader moves is solved there to
 * the kernel's bits, what was run stays in sight and comes back, and nothing else runs or is asked for.
 */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { allocationFigure } from "../../src/figures/allocation/allocation";
import { marginalCostFigure } from "../../src/figures/allocation/marginal-cost";
import { costContoursFigure } from "../../src/figures/sweep/cost-contours";
import { live, liveData } from "../../src/live/live";
import { sameState, type LiveState } from "../../src/live/live-data";
import { livePageScript } from "../../src/live/page-script";
import { answer, type Answer } from "../../src/live/solve";
import { definePageModule } from "../../src/notebook/report/page/page-modules";
import { renderReport } from "../../src/notebook/report/render-report";
import { shiftBeta } from "../../src/sweep/beta-transform";
import { CHROMIUM, launchBrowser } from "../support/browser";
import { statesOver, twoSides } from "../support/live-day";
import { openReport, type OpenedReport } from "../support/open-report";
import { code, mime, recordOf, shown } from "../support/run-records";
import { temporaryFolder } from "../support/temporary-folder";

const missing = CHROMIUM === undefined || !existsSync(CHROMIUM);
const { path: folder } = temporaryFolder();

// As many bins as are drawn as areas once they are moved.
const MODEL = twoSides(120);
const ORDER = { size: 3e4, side: "buy" };
const GRID = { sizes: [1e3, 1e4, 1e5], betas: shiftBeta([-0.4, 0, 0.2]), side: "sell", twap: true };
const DATA = liveData(allocationFigure, MODEL, ORDER);
const SIZE = { name: "size", type: "number", value: 3e4, given: false, description: "Parent order S.", unit: "shares" };

function report(name: string): string {
  const cells = [
    code("live(allocationFigure)", shown(live(allocationFigure, MODEL, ORDER))),
    code("live(marginalCostFigure)", shown(live(marginalCostFigure, MODEL, ORDER))),
    code("live(costContoursFigure)", shown(live(costContoursFigure, MODEL, GRID))),
    // A script in a display is data, whatever it calls itself.
    code("hostile", mime({ ...hostile("live</script><script>document.title='taken'"), "text/plain": "a" })),
    code("unknown", mime({ ...hostile("../../evil"), ...shownData() })),
  ];
  const file = join(folder, name);
  writeFileSync(file, renderReport(recordOf(cells, { parameters: [{ ...SIZE, minimum: 1e3, maximum: 2e5 }] })));
  return file;
}

const hostile = (module: string): Record<string, unknown> => ({
  "application/vnd.impactlab.module+json": { module, script: "document.title = 'taken'", data: {} },
});
const shownData = (): Record<string, unknown> => {
  const { data, layout } = allocationFigure({ x: [1, 2] });
  return { "application/vnd.plotly.v1+json": { data, layout } };
};

describe.skipIf(missing)(`a live report in Chromium${missing ? " [skipped: no chromium here]" : ""}`, () => {
  let browser: Browser;
  let opened: OpenedReport;
  let page: Page;

  beforeAll(async () => {
    definePageModule("live", livePageScript);
    browser = await launchBrowser();
    opened = await openReport(browser, report("live.html"));
    page = opened.page;
  });
  afterAll(() => browser?.close());

  test("every live figure has its panel; of one order's, the first is open", async () => {
    expect(await page.locator(".live").count()).toBe(3);
    expect(await page.locator(".live[open]").count()).toBe(2);
    expect(await page.evaluate(() => typeof WebAssembly)).toBe("undefined");
  });

  test("over a grid the page's numbers are the kernel's, bit for bit", async () => {
    const states = statesOver(DATA.base, ["buy", "sell"]);
    const found = await movesOf(page, states);
    let compared = 0;
    states.forEach((state, k) => {
      const expected = numbersOf(state);
      if (expected === undefined) return expect(found[k].refused).toMatch(/cap must leave room/);
      expect(found[k]).toEqual({ refused: "", ...expected });
      compared += expected.traces.flat().length;
    });
    // The control: one unit in the last place of S is seen.
    const [nudged] = await movesOf(page, [{ ...DATA.base, size: 3e4 * (1 + 2 ** -52) }]);
    expect(nudged).not.toEqual({ refused: "", ...numbersOf(DATA.base) });
    expect(compared).toBeGreaterThan(10_000);
  });

  test("changed numbers are marked beside what was run, and one click brings it back", async () => {
    const panel = page.locator(".live").first();
    await move(page, { ...DATA.base, size: 6e4 });
    expect(await panel.locator(".changed dt").allTextContents()).toContain("cost");
    expect(await panel.locator(".changed small").first().textContent()).toMatch(/^as run [\d,.]+$/);
    expect(await panel.locator("summary").textContent()).toContain("Not as run: S 30,000 → 60,000");
    const names = await plotted(page, 0);
    expect(names.map(({ name }) => name)).toContain("as run");
    // The figure of the same order moved along, though its panel is folded.
    await page.waitForFunction(() => document.querySelectorAll(".live.moved").length === 2);
    await back(page);
    expect(await panel.locator(".changed").count()).toBe(0);
    const shownAgain = await plotted(page, 0);
    expect(shownAgain.map(({ y }) => y)).toEqual(ownTraces(answer(DATA, DATA.base)));
    await page.waitForFunction(() => document.querySelectorAll(".live.moved").length === 0);
  });

  test("a range that the parameter does not take is refused by its own sentence, and nothing moves", async () => {
    const panel = page.locator(".live").first();
    await panel.locator("[data-control=size]").fill("300k");
    await panel.locator("[data-control=size]").dispatchEvent("change");
    expect(await panel.locator(".live-message").textContent()).toBe("size must be at most 200000 shares, got 300000");
    expect(await panel.locator(".changed").count()).toBe(0);
  });

  test("a sweep's map is swept again", async () => {
    const data = liveData(costContoursFigure, MODEL, GRID);
    const panel = page.locator(".live").nth(2);
    await panel.locator("[data-control=shift]").fill("0.05");
    await panel.locator("[data-control=shift]").dispatchEvent("change");
    const { figure, facts } = answer(data, { ...data.base, shift: 0.05 });
    const z = (await plotted(page, 2))[0].z;
    expect(z).toEqual((figure.data[0] as { z: unknown }).z);
    expect(await factsOf(page, 2)).toEqual(facts.map(({ value }) => String(value)));
  });

  test("nothing of a display runs as a script, no network is asked, the policy is not broken", async () => {
    expect(await page.title()).toBe("An example");
    expect(opened.requests).toEqual([]);
    expect(opened.complaints).toEqual([]);
    expect(await page.locator("[data-page-module]").count()).toBe(3);
  });

  test("where the policy lets WebAssembly be, the compiled loops solve to the same bits", async () => {
    const file = join(folder, "wasm.html");
    const html = renderReport(recordOf([code("live(allocationFigure)", shown(live(allocationFigure, MODEL, ORDER)))]));
    writeFileSync(file, html.replace("script-src ", "script-src 'wasm-unsafe-eval' "));
    const allowed = (await openReport(browser, file)).page;
    expect(await allowed.evaluate(() => typeof WebAssembly)).toBe("object");
    const states = statesOver(DATA.base, ["buy"]).filter(({ cap }) => cap === null);
    const found = await movesOf(allowed, states);
    expect(found).toEqual(states.map((state) => ({ refused: "", ...numbersOf(state) })));
    await allowed.context().close();
  });

  test("a page whose figure is not what its data solves to says so, and has no controls", async () => {
    const output = shown(live(allocationFigure, MODEL, ORDER));
    const figure = (output as { data: Record<string, { data: { y: number[] }[] }> }).data[PLOTLY];
    figure.data[0].y[3] *= 1 + 1e-15;
    const file = join(folder, "other.html");
    writeFileSync(file, renderReport(recordOf([code("live(allocationFigure)", output)])));
    const other = (await openReport(browser, file)).page;
    expect(await other.locator(".live").count()).toBe(0);
    expect(await other.locator(".live-message").textContent()).toMatch(/^Not live: this page solves to another figure/);
    await other.context().close();
  });
});

const PLOTLY = "application/vnd.plotly.v1+json";

interface Numbers {
  /** y of every trace of the moved figure. */
  readonly traces: readonly unknown[];
  /** Every fact and residual, as text of all its digits. */
  readonly facts: readonly string[];
}

function numbersOf(state: LiveState): Numbers | undefined {
  try {
    const found = answer(DATA, state);
    const plain = (JSON.parse(JSON.stringify(found.figure)) as { data: { y: unknown }[] }).data;
    return { traces: plain.map(({ y }) => y), facts: found.facts.map(({ value }) => String(value)) };
  } catch {
    return undefined;
  }
}

function ownTraces({ figure }: Answer): unknown[] {
  return figure.data.map((trace) => (trace as { y: unknown }).y);
}

/** Moves the first panel from state to state, and reads the numbers of each. */
async function movesOf(page: Page, states: readonly LiveState[]): Promise<(Numbers & { refused: string })[]> {
  const found = [];
  for (const state of states) {
    const refused = await move(page, state);
    const own = sameState(state, DATA.base) ? (): boolean => true : ({ name }: Plotted): boolean => name !== "as run";
    const traces = (await plotted(page, 0)).filter(own).map(({ y }) => y);
    found.push({ refused, traces, facts: await factsOf(page, 0) });
  }
  return found;
}

/** The one click. */
async function back(page: Page): Promise<void> {
  const panel = page.locator(".live").first();
  await panel.locator(".live-back").click();
  await panel.evaluate((element) => delete (element as { set?: unknown }).set);
}

/** Sets every control that is not at the state's value yet; what the panel says against it. */
function move(page: Page, state: LiveState): Promise<string> {
  return page.evaluate((wanted) => {
    const panel = document.querySelector<HTMLElement>(".live");
    if (panel === null) return "no panel";
    const set = ((panel as unknown as { set?: Record<string, string> }).set ??= {});
    const type = (of: string, value: string): void => {
      const input = panel.querySelector<HTMLInputElement>(`[data-control=${of}]`);
      if (input === null || set[of] === value) return;
      set[of] = value;
      input.value = value;
      input.dispatchEvent(new Event("change"));
    };
    // Without a cap there is room for every step on the way.
    type("cap", "none");
    type("size", String(wanted.size));
    type("shift", String(wanted.shift));
    const side = panel.querySelector<HTMLButtonElement>(`[data-side="${wanted.side}"]`);
    if (side?.getAttribute("aria-pressed") === "false") side.click();
    if (wanted.cap !== null) type("cap", String(wanted.cap));
    return panel.querySelector(".live-message")?.textContent ?? "";
  }, state);
}

interface Plotted {
  readonly name: string;
  readonly y?: unknown;
  readonly z?: unknown;
}

function plotted(page: Page, place: number): Promise<Plotted[]> {
  return page.evaluate((k) => {
    type Plot = HTMLElement & { data: { name: string; y?: unknown; z?: unknown; fill?: string }[] };
    const plot = document.querySelectorAll<Plot>("[data-figure]")[k];
    // What is filled shows the numbers of a line beside it.
    return plot.data.filter(({ fill }) => fill !== "toself").map(({ name, y, z }) => ({ name, y, z }));
  }, place);
}

function factsOf(page: Page, place: number): Promise<string[]> {
  return page.evaluate((k) => {
    const panel = document.querySelectorAll<HTMLElement>(".live")[k];
    const values = [...panel.querySelectorAll("data")].map(({ value }) => value);
    return [...values, ...Object.values(panel.querySelector<HTMLElement>(".live-proof")?.dataset ?? {})] as string[];
  }, place);
}
