import { createCanvas, loadImage } from "@napi-rs/canvas";
import { describe, expect, test } from "vitest";

import { drawStill } from "../../../src/notebook/still/draw-still";
import { flatFigure } from "../../../src/notebook/still/flat-figure";

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** How many are of a colour, and in which rows and columns they lie. */
  of(color: readonly [number, number, number]): { count: number; rows: [number, number]; columns: [number, number] };
}

async function pixelsOf(data: readonly object[], layout: Record<string, unknown> = {}): Promise<Pixels> {
  const { png } = await drawStill({ data, layout });
  const image = await loadImage(Buffer.from(png ?? "", "base64"));
  const { width, height } = image;
  const context = createCanvas(width, height).getContext("2d");
  context.drawImage(image, 0, 0);
  const bytes = context.getImageData(0, 0, width, height).data;
  return {
    width,
    height,
    of(color) {
      const found = { count: 0, rows: [Infinity, -1] as [number, number], columns: [Infinity, -1] as [number, number] };
      for (let i = 0; i < width * height; i++) {
        if (color.some((value, k) => bytes[4 * i + k] !== value)) continue;
        const [x, y] = [i % width, Math.floor(i / width)];
        found.count++;
        found.rows = [Math.min(found.rows[0], y), Math.max(found.rows[1], y)];
        found.columns = [Math.min(found.columns[0], x), Math.max(found.columns[1], x)];
      }
      return found;
    },
  };
}

const RED = [255, 0, 0] as const;
const BLUE = [0, 0, 255] as const;

describe("drawStill(figure)", () => {
  test("draws bars as high as they are, on white, at 1,000 pixels", async () => {
    const bar = (y: number, x: string, color: string): object => ({ type: "bar", x: [x], y: [y], marker: { color } });
    const picture = await pixelsOf([bar(1, "a", "#ff0000"), bar(3, "b", "#0000ff")], {
      height: 400,
      showlegend: false,
    });
    expect([picture.width, picture.height]).toEqual([1000, 500]);
    const [red, blue] = [picture.of(RED), picture.of(BLUE)];
    const high = ({ rows }: typeof red): number => rows[1] - rows[0] + 1;
    expect(high(blue) / high(red)).toBeCloseTo(3, 1);
    expect(red.rows[1]).toBe(blue.rows[1]);
    expect(picture.of([255, 255, 255]).count).toBeGreaterThan(100_000);
    // The control: another height is seen.
    const other = await pixelsOf([bar(2, "a", "#ff0000"), bar(3, "b", "#0000ff")], { height: 400, showlegend: false });
    expect(high(other.of(BLUE)) / high(other.of(RED))).toBeCloseTo(1.5, 1);
  });

  test("draws a heatmap by its canvas: each value's colour over its share of the plot", async () => {
    const colorscale = [[0, "#ff0000"], [1, "#0000ff"]]; // prettier-ignore
    const picture = await pixelsOf([{ type: "heatmap", z: [[0, 1, 1]], colorscale, showscale: false }]);
    expect(picture.of(BLUE).count / picture.of(RED).count).toBeCloseTo(2, 1);
    expect(picture.of(RED).columns[1]).toBeLessThan(picture.of(BLUE).columns[0]);
  });

  test("leaves labels, titles and legends room: none is cut off, none lies on the plot", async () => {
    const layout = {
      title: { text: "A title", font: { color: "#ff0000" } },
      xaxis: {
        title: { text: "an axis", font: { color: "#00ff00" } },
        tickfont: { color: "#0000ff" },
        automargin: true,
      },
      yaxis: { tickfont: { color: "#0000ff" }, automargin: true, tickvals: [1], ticktext: ["a long label of a tick"] },
    };
    const picture = await pixelsOf([{ type: "scatter", y: [1, 1, 1], line: { color: "#ff00ff" } }], layout);
    const [title, axis, ticks, line] = [RED, [0, 255, 0], BLUE, [255, 0, 255]].map((color) =>
      picture.of(color as [number, number, number]),
    );
    for (const part of [title, axis, ticks, line]) {
      expect(part.count).toBeGreaterThan(5);
      expect(Math.min(part.rows[0], part.columns[0])).toBeGreaterThan(0);
      expect(part.rows[1]).toBeLessThan(picture.height - 1);
      expect(part.columns[1]).toBeLessThan(picture.width - 1);
    }
    expect(title.rows[1]).toBeLessThan(line.rows[0]);
    expect(axis.rows[0]).toBeGreaterThan(line.rows[1]);
    // The long label stands left of the line, as wide as it is.
    expect(ticks.columns[0]).toBeLessThan(line.columns[0] - 100);
  });

  test("draws a surface as its contours", async () => {
    const z = Array.from({ length: 9 }, (_, i) => Array.from({ length: 9 }, (__, j) => i + j));
    const colorscale = [[0, "#ff0000"], [1, "#0000ff"]]; // prettier-ignore
    const picture = await pixelsOf([{ type: "surface", z, colorscale, showscale: false }], { scene: {} });
    expect(picture.of([255, 255, 255]).count).toBeLessThan(0.6 * picture.width * picture.height);
  });

  test("gives the same bytes again, and none for what cannot be drawn", async () => {
    const figure = { data: [{ type: "scatter", y: [1, 3, 2] }], layout: {} };
    expect((await drawStill(figure)).png).toBe((await drawStill(figure)).png);
    expect(await drawStill({ data: [{ type: "parcoords" }], layout: {} })).toEqual({ png: undefined });
    expect(await drawStill({ data: [{ type: "mesh3d", x: [1], y: [1], z: [1] }], layout: {} })).toEqual({
      png: undefined,
    });
    expect(await drawStill({ data: [null as unknown as object], layout: {} })).toEqual({ png: undefined });
    // What failed harms no figure after it.
    expect((await drawStill(figure)).png).toBeDefined();
  });
});

describe("flatFigure(figure)", () => {
  test("says that a scene is drawn as contours, with its axes", () => {
    const scene = { xaxis: { title: { text: "S" }, type: "log" }, yaxis: { title: { text: "beta" } } };
    const points = { type: "scatter3d", x: [1], y: [2], z: [3], mode: "lines", line: { width: 15, color: "red" } };
    const figure = { data: [{ type: "surface", z: [[1, 2]], cmin: 0 }, points], layout: { title: "Cost", scene } };
    const flat = flatFigure(figure);
    expect(flat?.data).toEqual([
      { type: "contour", z: [[1, 2]], zmin: 0, colorbar: {} },
      {
        type: "scatter",
        x: [1],
        y: [2],
        mode: "lines",
        marker: {},
        line: { width: 2, color: "red" },
        showlegend: false,
      },
    ]);
    expect(flat?.layout.xaxis).toMatchObject({ title: { text: "S" }, type: "log" });
    expect(flat?.layout.title).toBe("Cost");
    expect(flat?.layout.annotations).toMatchObject([{ text: expect.stringContaining("as contours") as string }]);
  });

  test("leaves a flat figure as it is, but for its size", () => {
    const figure = { data: [{ type: "bar", y: [1] }], layout: { title: "T", height: 300 } };
    expect(flatFigure(figure)).toMatchObject({ data: figure.data, layout: { title: "T" }, width: 800, height: 300 });
  });
});
