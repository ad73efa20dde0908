/**
 * Every figure's JSON, rounded to six digits, against the files in test/golden/figures. They are made
 * with `vitest -u`, after looking at the figures, and never in continuous integration.
 */
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import type { Figure } from "../../src/figures/look/theme";
import { exampleFigures } from "../support/figures";

const GOLDEN = join(__dirname, "../golden/figures");

function rounded(figure: Figure): string {
  const number = (_key: string, value: unknown): unknown =>
    typeof value === "number"
      ? Number(value.toPrecision(6))
      : ArrayBuffer.isView(value)
        ? Array.from(value as Float64Array)
        : value;
  const json = JSON.stringify(figure, number, 1);
  // Rows of numbers on one line each.
  return `${json.replace(/\[[^[\]{}]*\]/g, (list) => list.replace(/\s*\n\s*/g, " "))}\n`;
}

describe("figures", async () => {
  const light = await exampleFigures(5, 4, {});
  const dark = await exampleFigures(5, 4, { theme: "dark" });

  test.each(Object.keys(light))("%s is as in its golden file", async (name) => {
    await expect(rounded(light[name])).toMatchFileSnapshot(join(GOLDEN, `${name}.json`));
  });

  test.each(Object.keys(light))("%s in dark differs in colours alone", (name) => {
    expect(dark[name].layout.template).not.toEqual(light[name].layout.template);
    const shape = (figure: Figure): unknown[] => figure.data.map((trace) => Object.keys(trace).sort());
    expect(shape(dark[name])).toEqual(shape(light[name]));
    expect(dark[name].layout.title).toEqual(light[name].layout.title);
  });

  test.each(Object.keys(light))("%s has a title, titled axes or scene, and hover text or none on purpose", (name) => {
    const { data, layout } = light[name];
    expect((layout.title as { text: string }).text).toMatch(/\w+/);
    const axes = layout.scene
      ? [layout.scene.xaxis, layout.scene.yaxis, (data[0] as { colorbar?: { title?: object } }).colorbar]
      : [layout.xaxis, layout.yaxis];
    for (const axis of axes) expect((axis?.title as { text: string } | undefined)?.text).toMatch(/\w+/);
    for (const trace of data as { hovertemplate?: string; hoverinfo?: string; x?: unknown[] }[]) {
      if (trace.x?.[0] !== null) expect(trace.hovertemplate ?? trace.hoverinfo).toBeDefined();
    }
  });
});
