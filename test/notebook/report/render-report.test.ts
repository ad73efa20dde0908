import { describe, expect, test } from "vitest";

import { loadAssets } from "../../../src/notebook/report/page/assets";
import { renderReport } from "../../../src/notebook/report/render-report";
import { reportJson } from "../../../src/notebook/report/report-json";
import { formatNotebook } from "../../../src/notebook/notebook-document";
import { code, error, markdown, recordOf, shown, stream } from "../../support/run-records";

const FIGURE = { data: [{ type: "scatter", y: [1, 2, 3] }], layout: { title: { text: "A figure" } } };
const count = (text: string, part: string | RegExp): number => text.split(part).length - 1;
const plotly = loadAssets().plotly("cartesian");

describe("renderReport(record)", () => {
  test("holds plotly once for many figures, and not at all for none", () => {
    const other = { ...FIGURE, layout: { title: { text: "Another" } } };
    const html = renderReport(recordOf([code("a", shown(FIGURE)), code("b", shown(other)), code("c", shown(FIGURE))]));
    expect(count(html, plotly)).toBe(1);
    expect(count(html, `<figure class="plot">`)).toBe(3);
    expect(renderReport(recordOf([code("1", shown(1))])).length).toBeLessThan(100_000);
  });

  test("holds the smaller plotly where all figures are flat, and is then below 2.5 MB", () => {
    const full = loadAssets().plotly("full");
    const page = (...figures: object[]): string =>
      renderReport(recordOf(figures.map((figure) => code("a", shown(figure)))));
    const flat = { data: [{ y: [1] }, { type: "contour", z: [[1, 2]] }], layout: {} };
    expect(page(FIGURE, flat).length).toBeLessThan(2.5e6);
    for (const type of ["surface", "scattergl", "splom", "scatterpolar", "made-up"]) {
      const html = page(FIGURE, { data: [{ type }], layout: {} });
      expect([count(html, full), count(html, plotly)], type).toEqual([1, 0]);
    }
    const frames = { ...FIGURE, frames: [{ data: [{ type: "mesh3d" }] }] };
    expect(count(page(frames), full)).toBe(1);
  });

  test("holds a figure's data once, however often it is shown and in however many formats", () => {
    const marked = { data: [{ type: "scatter", y: [1.23456789012, 2] }], layout: {} };
    expect(count(JSON.stringify(shown(marked)), "1.23456789012")).toBe(2);
    expect(count(renderReport(recordOf([code("a", shown(marked)), code("b", shown(marked))])), "1.23456789012")).toBe(
      1,
    );
  });

  test("is at most 6 MB larger than the notebook, with figures, formulas and much text", () => {
    const big = {
      data: [
        {
          type: "heatmap",
          z: Array.from({ length: 300 }, (_, i) => Array.from({ length: 300 }, (_, j) => Math.sin(i * j))),
        },
      ],
      layout: {},
    };
    const record = recordOf([
      markdown("# T\n\n$x$"),
      code("a", shown(big)),
      code("b", stream("stdout", "a line <of> text\n".repeat(50_000))),
    ]);
    expect(renderReport(record).length - formatNotebook(record.notebook).length).toBeLessThan(6e6);
  });

  test("does not say that a run without a parameter for it has no seed: what draws has one by default", () => {
    const record = recordOf([code("a")]);
    const seeded = (seeds: Record<string, number>): string =>
      renderReport({ ...record, provenance: { ...record.provenance, seeds } }).replace(/<[^>]*>/g, "|");
    expect(seeded({})).toMatch(/\|Seeds\|+none among the parameters\|/);
    expect(seeded({ seed: 7 })).not.toContain("none among the parameters");
  });

  test("is the same text for the same run, apart from what stands in <time> elements", () => {
    const record = recordOf([markdown("# T"), code("a", shown(FIGURE)), code("b")]);
    const later = {
      ...record,
      provenance: {
        ...record.provenance,
        times: { started: "2027-02-03T04:05:06.789Z", finished: "2027-02-03T05:05:06.789Z", cells: [null, 987, 654] },
      },
    };
    const timeless = (html: string): string => html.replace(/<time\b[^>]*>.*?<\/time>/g, "<time>");
    const [a, b] = [record, later].map((each) => renderReport(each));
    expect(timeless(a)).toBe(timeless(b));
    // The control: the times are told, and are not the same.
    expect(a).not.toBe(b);
    expect(b).toContain("2027-02-03 04:05 UTC, for 60 min 0 s");
  });

  test("opens with the first heading as title, once, then headline numbers and parameters", () => {
    const html = renderReport(
      recordOf([markdown("# What does `x` cost?\n\nProse."), code("a")], {
        title: "What does `x` cost?",
        headline: [
          { name: "Saving", value: 12.3456, unit: "%" },
          { name: "Cost", value: 1234567.891, unit: "USD" },
          { name: "Status", value: "optimal" },
        ],
        parameters: [
          {
            name: "size",
            type: "number",
            value: 1000,
            default: 250.5,
            given: true,
            description: "Parent order.",
            minimum: 1,
            maximum: 1e5,
            unit: "BTC",
          },
          { name: "side", type: '"buy" | "sell"', value: "buy", default: "buy", given: false, description: "Side." },
        ],
      }),
    );
    expect(html).toContain("<h1>What does <code>x</code> cost?</h1>");
    expect(count(html, /<h1\b/)).toBe(1);
    expect(html).toContain("<title>What does `x` cost?</title>");
    const text = html.replace(/<[^>]*>/g, "|").replace(/\|+/g, "|");
    expect(text).toContain("|Saving|12.35|\u202f%|Cost|1,234,568| USD|Status|optimal|");
    expect(html).toContain(`title="1234567.891"`);
    expect(text).toMatch(/size\|1,000\| BTC\|given\| default \|250.5\| BTC\|Parent order\. \|1 to 100,000\|/);
    expect(text).toMatch(/side\|buy\|default\|Side\. \|buy or sell\|/);
    expect(html.indexOf("headline")).toBeLessThan(html.indexOf("Prose."));
  });

  test("lists headings in its contents, each with its own link", () => {
    const html = renderReport(recordOf([markdown("# T\n\n## One"), markdown("## One\n\n### Two & $x$"), code("a")]));
    const links = [...html.matchAll(/<li class="depth-(\d)"><a href="#([^"]+)">/g)].map(([, depth, id]) => [depth, id]);
    expect(links).toEqual([
      ["0", "s-one"],
      ["0", "s-one-2"],
      ["1", "s-two-x"],
    ]);
    for (const [, id] of links) expect(html).toContain(`id="${id}"`);
  });

  test.each([
    ["error", /cell 2 of 3 stopped with an error<\/h2><pre>TypeError: it &lt;broke&gt;/],
    ["timeout", /cell 2 of 3 took too long<\/h2><p>it &lt;broke&gt;/],
    ["kernel-died", /cell 2 of 3 ended with the death of its kernel/],
    ["flood", /cell 2 of 3 wrote more than a report can hold/],
    ["interrupted", /cell 2 of 3 was interrupted/],
  ] as const)("a failure (%s) is told at the top and leads to its cell, which is open", (kind, said) => {
    const failure = { cell: 1, id: "cell-1", kind, ename: "TypeError", evalue: "it <broke>", message: "cell 2 failed" };
    const html = renderReport(
      recordOf([markdown("# T"), code("broken()", error("TypeError", "it <broke>")), code("after")], { failure }),
    );
    expect(html).toMatch(said);
    expect(html.indexOf(`role="alert"`)).toBeLessThan(html.indexOf(`id="cell-1"`));
    expect(html).toContain(`<a href="#cell-2">`);
    expect(html).toMatch(/<section class="cell failed" id="cell-2">\s*<details class="source" open>/);
    // The control: a run without failure has none of it.
    expect(renderReport(recordOf([code("a")]))).not.toMatch(
      /role="alert"|class="cell failed"|<details class="source" open>/,
    );
  });

  test("tells where its numbers came from, and the command that makes them again", () => {
    const html = renderReport(
      recordOf([code("a")], {
        source: "notebooks/a b.ipynb",
        parameters: [
          { name: "size", type: "number", value: 1000, default: 1, given: true, description: "" },
          { name: "note", type: "string", value: "it's", default: "", given: true, description: "" },
          { name: "list", type: "number[]", value: [1, 2], default: [], given: true, description: "" },
          { name: "left", type: "number", value: 1, default: 1, given: false, description: "" },
        ],
      }),
    );
    for (const fact of [
      "0123456789abcdef0123456789abcdef01234567",
      "nothing uncommitted",
      "v20.20.2",
      "danfojs-node",
      "34.6 kB",
      "ab".repeat(32),
      "cd".repeat(32),
      "1 × 10<sup>−12</sup>",
    ]) {
      expect(html).toContain(fact);
    }
    expect(html).toContain(
      `npx impactlab run &#39;notebooks/a b.ipynb&#39; -p size=1000 ` +
        `-p &#39;note=it&#39;\\&#39;&#39;s&#39; -p &#39;list=[1,2]&#39;`,
    );
  });

  test("shows code highlighted, parameters cells by what they are, a cell's time in a <time> element", () => {
    const tagged = { ...code("const size: number = 1;"), metadata: { tags: ["parameters"] } };
    const html = renderReport(recordOf([tagged, code("const a = 1; // why")]));
    expect(html).toContain(`<span class="hljs-keyword">const</span>`);
    expect(html).toContain("parameters of this run");
    expect(html).toMatch(/<time datetime="PT0.017S">17 ms<\/time>/);
  });
});

test("reportJson(record) is the record without its cells", () => {
  const record = recordOf([code("a", shown(FIGURE))]);
  const { source, title, parameters, headline, failure, provenance } = record;
  expect(JSON.parse(reportJson(record))).toEqual({
    format: "impactlab-report",
    version: 1,
    source,
    title,
    parameters,
    headline,
    failure,
    provenance,
    seal: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  });
});
