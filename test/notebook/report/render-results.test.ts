import { expect, test } from "vitest";

import { renderResults } from "../../../src/notebook/report/render-results";

const ASSETS = { css: "", script: "1", shared: "", plots: "2", tex: () => "", plotly: () => "PLOTLY" };
const PAGE = { title: "A <b> study", source: "a.yaml", text: "S1 < 0 & more", figures: [], asked: '{ "seed": 1 }' };

test("renderResults(results) shows the text as text, and what was asked", () => {
  const html = renderResults(PAGE, ASSETS);
  expect(html).toContain("<h1>A &lt;b&gt; study</h1>");
  expect(html).toContain("S1 &lt; 0 &amp; more");
  expect(html).toContain("What was asked");
  expect(html).not.toContain("PLOTLY"); // nothing to draw: the script stays out
});

test("renderResults(results) shows a table that its text draws with lines as a table, which scrolls on a phone", () => {
  const text = "before\n┌───────┬────┐\n│ input │ S1 │\n├───────┼────┤\n│ level │  1 │\n└───────┴────┘\nafter";
  const html = renderResults({ ...PAGE, text }, ASSETS);
  expect(html).toContain(`<div class="wide html" tabindex="0"><table class="drawn">`);
  expect(html).toContain(`<td>level</td><td class="number">1</td>`);
  expect(html).not.toContain("│");
});

test("renderResults(results) places each figure, with one copy of plotly", () => {
  const figure = (name: string) => ({ data: [{ type: "bar", y: [1], name }], layout: {} });
  const html = renderResults({ ...PAGE, figures: [figure("a"), figure("</script>")] }, ASSETS);
  expect(html.match(/data-figure="/g)?.length).toBe(2);
  expect(html.match(/PLOTLY/g)?.length).toBe(1);
  expect(html).not.toContain('"</script>"');
});
