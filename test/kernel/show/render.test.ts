import { expect, test } from "vitest";

import { renderBundle, renderValue } from "../../../src/kernel/show/render";
import type { MimeBundle } from "../../../src/kernel/engine/engine";

const OPTIONS = { kernelName: "impactlab", plotlyUrl: "../plotly.min.js" };
const PLOTLY = "application/vnd.plotly.v1+json";
const render = (value: unknown): Record<string, unknown> => (renderValue(value, OPTIONS) as MimeBundle).data;

test("renderValue(figure) carries plotly's JSON as an object, HTML and text", () => {
  const y = new Float64Array([1, Number.NaN, Infinity]);
  const data = render({ data: [{ type: "bar", y }, { z: [[1n]] }], layout: { title: { text: "Cost" } } });
  expect(data[PLOTLY]).toEqual({
    data: [{ type: "bar", y: [1, null, null] }, { z: [[1]] }],
    layout: { title: { text: "Cost" } },
  });
  expect(data["text/plain"]).toBe("Figure: Cost (2 traces: bar, scatter)");
  expect(data["text/html"]).toContain(
    'style="width:100%;min-height:450px">Figure: Cost (2 traces: bar, scatter)</div>',
  );
  expect(data["text/html"]).toContain('"url":"../plotly.min.js"');
});

test("renderValue(figure) is HTML that no label can break out of, small, and the same every time", () => {
  const figure = { data: [{ name: "</script><script>alert(1)</script>\u2028" }], layout: { title: "<b>&" } };
  const html = String(render(figure)["text/html"]);
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html.match(/<\/script/g)).toHaveLength(1);
  expect(html).toContain("Figure: &lt;b&gt;&amp;");
  expect(html).not.toContain("\u2028");
  expect(html.length).toBeLessThan(3000);
  expect(render(figure)["text/html"]).toBe(html);
});

test.each([
  [{ data: [1], layout: {} }],
  [{ data: {}, layout: {} }],
  [{ data: [], layout: [] }],
  [{ data: [{}] }],
  [[{ data: [], layout: {} }]],
])("renderValue(%o) is not taken for a figure", (value) => {
  expect(Object.keys(render(value))).toEqual(["text/plain"]);
});

test("renderValue(table) leaves out the middle of a long one and escapes HTML", () => {
  const n = 1000;
  const values = Array.from({ length: n }, (_, i) => [i, `<${i}>`]);
  const table = { shape: [n, 2], columns: ["i", "<s>"], index: values.map((_, i) => i), values };
  const data = render(table);
  const html = String(data["text/html"]);
  expect(html.match(/<tr>/g)).toHaveLength(22);
  expect(html).toContain("<th>999</th><td>999</td><td>&lt;999&gt;</td>");
  expect(html).not.toContain("<th>500</th>");
  expect(html).toContain("1000 rows × 2 columns");
  expect(String(data["text/plain"]).split("\n")).toHaveLength(24);
});

test("renderValue(table) shows a column's typed array, dates and missing values", () => {
  const values = new Float64Array([1 / 3, Number.NaN]);
  const text = String(render({ shape: [2], columns: ["x"], index: ["a", new Date(0)], values })["text/plain"]);
  expect(text.split("\n").slice(0, 3)).toEqual([
    "                                  x",
    "                       a  0.3333333",
    "1970-01-01T00:00:00.000Z        NaN",
  ]);
});

test("renderValue(table) rounds no digit before the point, and shows what objects hold", () => {
  const cells: [unknown, string][] = [
    [12345678.9, "12345678.9"],
    [-1234567.891, "-1234567.9"],
    [1234.56789, "1234.568"],
    [1 / 3, "0.3333333"],
    [-1.5e-9, "-1.5e-9"],
    [1.5e300, "1.5e+300"],
    [NaN, "NaN"],
    [-Infinity, "-Infinity"],
    [{ a: 1, b: [2] }, "{ a: 1, b: [ 2 ] }"],
    [Object.create(null), "[Object: null prototype] {}"],
    [null, "null"],
  ];
  const values = cells.map(([value]) => [value]);
  const table = { shape: [values.length, 1], columns: ["v"], index: values.map((_, i) => i), values };
  const html = String(render(table)["text/html"]);
  expect([...html.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell]) => cell)).toEqual(cells.map(([, shown]) => shown));
});

test("renderValue(value) lets a value speak for itself, and adds text where it gives none", async () => {
  const show = Symbol.for("Jupyter.display");
  expect(render({ [show]: () => ({ "text/html": "<b>" }), n: 1 })).toMatchObject({ "text/html": "<b>" });
  expect(render({ [show]: () => ({ "text/html": "<b>" }), n: 1 })["text/plain"]).toContain("n: 1");
  const late = await renderValue({ [show]: async () => ({ "text/plain": "late" }) }, OPTIONS);
  expect(late.data).toEqual({ "text/plain": "late" });
});

test("renderValue(value) never throws", () => {
  const show = Symbol.for("Jupyter.display");
  const trap = new Proxy(
    {},
    {
      get: () => {
        throw new Error("trap");
      },
    },
  );
  const hostile = (): never => {
    throw trap;
  };
  const circular: { data: object[]; layout: object } = { data: [{}], layout: {} };
  circular.data[0] = circular;
  for (const value of [
    trap,
    circular,
    { [show]: () => 3 },
    { [show]: () => ({ nonsense: 1 }) },
    Proxy.revocable({}, {}).proxy,
    { [Symbol.for("nodejs.util.inspect.custom")]: hostile },
    { [show]: hostile },
  ]) {
    expect(Object.keys(render(value))).toEqual(["text/plain"]);
  }
  expect(render({ [show]: () => ({ nonsense: 1 }) })["text/plain"]).toContain('"nonsense" is not a MIME type');
});

test("renderBundle(bundle) makes bytes base64 and throws on what is no MIME type", () => {
  expect(renderBundle({ "image/png": new Uint8Array([255]), "text/plain": undefined }).data).toEqual({
    "image/png": "/w==",
  });
  expect(() => renderBundle({ png: "x" })).toThrow('"png" is not a MIME type');
});
