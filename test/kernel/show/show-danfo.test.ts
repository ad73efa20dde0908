import { createRequire } from "node:module";

import { expect, test } from "vitest";

import { showDanfo, type Danfo } from "../../../src/kernel/show/show-danfo";
import { isFigure } from "../../../src/kernel/show/figure";

interface Plot {
  print(): void;
  plot(name?: string): Record<string, (config?: object) => void>;
}

test("showDanfo(danfo) shows the figures that danfo draws, and the tables that it prints", () => {
  const load = createRequire(__filename);
  const danfo = load("danfojs-node") as Danfo & {
    DataFrame: new (data: object) => Plot;
    Series: new (data: number[]) => Plot;
  };
  const frame = new danfo.DataFrame({ a: [1, 2, 3], b: [3, 1, 2] });
  // The control: as danfo is, in Node.
  expect(() => frame.plot("x")).toThrow("Not supported in NodeJS");
  const shown: { data: { type?: string; y?: number[] }[]; layout: object }[] = [];
  showDanfo(danfo, load.resolve("danfojs-node"), (figure) => shown.push(figure as (typeof shown)[number]));
  frame.plot("x").line({ layout: { title: "T" } });
  new danfo.Series([5, 6]).plot().bar();
  for (const chart of ["scatter", "hist", "box", "violin", "table"]) frame.plot("x")[chart]();
  expect(shown.length).toBe(7);
  expect(shown.every(isFigure)).toBe(true);
  expect(shown[0].data.map(({ y }) => y)).toEqual([
    [1, 2, 3],
    [3, 1, 2],
  ]);
  expect(shown[0].layout).toMatchObject({ title: "T" });
  expect(shown[1].data[0]).toMatchObject({ type: "bar", y: [5, 6] });
  frame.print();
  expect(shown[7]).toBe(frame);
});
