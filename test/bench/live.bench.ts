/**
 * How soon a live figure answers: from a slider's input to the redrawn allocation of a day of 390 minutes, in a
 * report's page in headless Chromium, to the event that Plotly has drawn and to the frame that shows it.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { chromium } from "playwright-core";

import { allocationFigure } from "../../src/figures/allocation/allocation";
import { live } from "../../src/live/live";
import { livePageScript } from "../../src/live/page-script";
import { definePageModule } from "../../src/notebook/report/page/page-modules";
import { renderReport } from "../../src/notebook/report/render-report";
import { quantiles } from "../../src/numeric/quantiles";
import { day } from "../support/figures";
import { openReport } from "../support/open-report";
import { code, recordOf, shown } from "../support/run-records";
import { printTable } from "./measure";

const CHROMIUM = process.env.IMPACTLAB_CHROMIUM ?? "/usr/bin/chromium";
const MOVES = 200;
const WARM_UP = 20;

export async function benchLive(): Promise<void> {
  if (!existsSync(CHROMIUM)) return console.log(`\nlive: skipped, no ${CHROMIUM} here`);
  const folder = mkdtempSync(join(tmpdir(), "impactlab-bench-"));
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    definePageModule("live", livePageScript);
    const rows = [];
    for (const [name, shift] of [
      ["convex", 0],
      ["mixed", -0.4],
    ] as const) {
      const file = join(folder, `${name}.html`);
      const figure = live(allocationFigure, day(390), { size: 1e5, shift });
      writeFileSync(file, renderReport(recordOf([code("live(allocationFigure)", shown(figure))])));
      const { page } = await openReport(browser, file);
      // tsx keeps the names of inner functions by a helper of its own, which the page does not have.
      await page.evaluate("globalThis.__name = (named) => named");
      const times = await page.evaluate(timeMoves, { moves: MOVES, warmUp: WARM_UP });
      const measured = [times.drawn, times.painted].flatMap((values) => quantiles(values, [0, 0.5, 0.95]));
      rows.push([name, ...measured.map((ms) => `${ms.toFixed(1)} ms`)]);
      await page.context().close();
    }
    const head = [
      "allocation figure, N = 390, input to",
      "drawn: least",
      "median",
      "p95",
      "frame shown: least",
      "median",
      "p95",
    ];
    printTable(`A live figure in headless Chromium, ${MOVES} moves of S (limit: p95 drawn below 50 ms)`, head, rows);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

/** Runs in the page. */
async function timeMoves({ moves, warmUp }: { moves: number; warmUp: number }) {
  const slider = document.querySelector<HTMLInputElement>(".live input[type=range]");
  const plot = document.querySelector<HTMLElement & { once(event: string, done: () => void): void }>("[data-figure]");
  if (slider === null || plot === null) throw new Error("the page has no live figure");
  const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
  const drawn: number[] = [];
  const painted: number[] = [];
  for (let k = 0; k < warmUp + moves; k++) {
    await frame();
    const done = new Promise<void>((resolve) => plot.once("plotly_afterplot", () => resolve()));
    const start = performance.now();
    slider.value = String(200 + ((k * 37) % 600));
    slider.dispatchEvent(new Event("input"));
    await done;
    const redrawn = performance.now() - start;
    await frame();
    if (k < warmUp) continue;
    drawn.push(redrawn);
    painted.push(performance.now() - start);
  }
  return { drawn, painted };
}
