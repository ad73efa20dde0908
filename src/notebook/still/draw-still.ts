/**
 * Draws a figure as a PNG without a browser: Plotly itself in a window of jsdom, whose boxes come from the font, and
 * resvg for what it draws. The font is DejaVu Sans, of a package: a machine's own would give other bytes.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { plotlyFile } from "../../kernel/show/plotly-script";
import type { Figure } from "../../kernel/show/figure";
import { flatFigure, STILL_WIDTH } from "./flat-figure";
import { giveBoxes } from "./svg-boxes";

/** Pixels of the picture for one of the figure, so that text is sharp. */
const SCALE = 1.25;

/**
 * The picture of a figure, PNG in base64; undefined where it cannot be drawn so, which is no failure of its run.
 * For a thread of its own: it takes up to a second, and the first one more.
 */
export async function drawStill(figure: Figure): Promise<{ png: string | undefined }> {
  try {
    const flat = flatFigure(figure);
    return { png: flat === undefined ? undefined : await draw(flat) };
  } catch {
    return { png: undefined };
  }
}

interface Plotly {
  newPlot(place: Element, data: unknown, layout: unknown, config: object): Promise<Element>;
  purge(place: Element): void;
  readonly Snapshot: { toSVG(place: Element, format: string, scale: number): string };
}

interface PlotWindow {
  readonly document: Document;
  readonly Plotly: Plotly;
}

let opened: PlotWindow | undefined;

async function draw({ data, layout, width, height }: NonNullable<ReturnType<typeof flatFigure>>): Promise<string> {
  const { document, Plotly } = (opened ??= openWindow());
  const place = document.createElement("div");
  place.style.width = `${width}px`;
  place.style.height = `${height}px`;
  document.body.append(place);
  try {
    // In the window's own objects: a list of this realm is none in that one.
    const json = JSON.stringify({ data, layout });
    const own = (document.defaultView as unknown as { JSON: JSON }).JSON.parse(json) as {
      data: object;
      layout: object;
    };
    await Plotly.newPlot(place, own.data, own.layout, { staticPlot: true });
    return toPng(Plotly.Snapshot.toSVG(place, "svg", 1));
  } finally {
    Plotly.purge(place);
    place.remove();
  }
}

function openWindow(): PlotWindow {
  const { JSDOM, VirtualConsole } = require("jsdom") as typeof import("jsdom");
  const canvas = require("@napi-rs/canvas") as typeof import("@napi-rs/canvas");
  for (const file of fontFiles()) canvas.GlobalFonts.registerFromPath(file, "DejaVu Sans");
  const dom = new JSDOM("<!doctype html><body></body>", {
    runScripts: "outside-only",
    pretendToBeVisual: true,
    virtualConsole: new VirtualConsole(), // what Plotly says of a figure is for the page's console
  });
  const { window } = dom;
  giveBoxes(window, canvas.createCanvas(8, 8).getContext("2d"));
  window.URL.createObjectURL = () => "blob:none";
  window.URL.revokeObjectURL = () => undefined;
  window.matchMedia = (media: string) => ({ matches: false, media, addListener() {}, addEventListener() {} }) as never;
  const drawings = new WeakMap<object, import("@napi-rs/canvas").Canvas>();
  const drawingOf = (element: { width: number; height: number }) => {
    const known = drawings.get(element) ?? canvas.createCanvas(Math.max(1, element.width), Math.max(1, element.height));
    drawings.set(element, known);
    return known;
  };
  Object.assign(window.HTMLCanvasElement.prototype, {
    getContext(this: HTMLCanvasElement, kind: string) {
      return kind === "2d" ? drawingOf(this).getContext("2d") : null;
    },
    toDataURL(this: HTMLCanvasElement) {
      return `data:image/png;base64,${drawingOf(this).toBuffer("image/png").toString("base64")}`;
    },
  });
  window.eval(readFileSync(plotlyFile(), "utf8"));
  return window as unknown as PlotWindow;
}

function toPng(svg: string): string {
  const { Resvg } = require("@resvg/resvg-js") as typeof import("@resvg/resvg-js");
  // A pixel of a heatmap's picture is a value, and as large as its cell: resvg would blend it with the next one.
  const sharp = svg.replace(/image-rendering: ?pixelated/g, "image-rendering: optimizeSpeed");
  const resvg = new Resvg(sharp, {
    background: "#ffffff",
    fitTo: { mode: "width", value: SCALE * STILL_WIDTH },
    font: { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: "DejaVu Sans" },
  });
  return resvg.render().asPng().toString("base64");
}

function fontFiles(): string[] {
  const find = createRequire(__filename);
  return ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf"].map((name) =>
    find.resolve(`dejavu-fonts-ttf/ttf/${name}`),
  );
}
