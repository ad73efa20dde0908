/**
 * Chromium, driven by playwright, and what the plot tests ask of a page.
 */
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";

import { which } from "./which";

export const CHROMIUM = process.env.IMPACTLAB_CHROMIUM ?? which("chromium");

/** Milliseconds after which a page hangs; on a busy machine a surface takes its time to draw. */
const HANGS = 600_000;

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    timeout: HANGS,
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      // WebGL without a graphics card: 3-D surfaces draw with it.
      "--enable-unsafe-swiftshader",
      // Smooth edges take as long again, and no test looks at an edge.
      "--webgl-antialiasing-mode=none",
      // No name but this machine's is known. Not by intercepting requests: each would wait for the test's own thread.
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    ],
  });
}

/** A page of a browser that can reach this machine alone: what needs the network fails here. */
export async function offlinePage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1100, height: 1500 } });
  context.setDefaultTimeout(HANGS);
  return context.newPage();
}

/** Resolves once `count` figures are drawn, lines as paths and surfaces on a WebGL canvas. */
export async function plotsDrawn(page: Page, count: number): Promise<void> {
  type Plot = HTMLElement & { _fullLayout?: { scene?: { _scene?: { glplot?: { gl?: unknown } } } } };
  await page.waitForFunction(
    (expected) => {
      const plots = [...document.querySelectorAll<Plot>("[data-figure].js-plotly-plot")];
      const drawn = plots.filter(
        (plot) =>
          plot.querySelector(".scatterlayer path.js-line") !== null ||
          plot._fullLayout?.scene?._scene?.glplot?.gl !== undefined,
      );
      return drawn.length === expected;
    },
    count,
    // Not at every frame, which the page then has to draw.
    { polling: 100 },
  );
}

/** How often plotly's script was put into the page, by address or as text. */
export function plotlyScripts(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      [...document.scripts].filter((script) => /plotly\.min\.js/.test(script.src) || script.text.length > 1_000_000)
        .length,
  );
}

/** Keeps a picture of the page where a person asked for one. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = process.env.IMPACTLAB_SCREENSHOTS;
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) });
}
