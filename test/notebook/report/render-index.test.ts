import { expect, test } from "vitest";

import { renderIndex } from "../../../src/notebook/report/render-index";
import type { RunRecord } from "../../../src/notebook/record/run-record";
import { recordOf } from "../../support/run-records";

const run = (size: number, saving: number | undefined, changes: Partial<RunRecord> = {}): RunRecord =>
  recordOf([], {
    title: "Sizes",
    parameters: [
      { name: "size", type: "number", value: size, default: 1, given: true, description: "", unit: "BTC" },
      { name: "side", type: "string", value: "buy", default: "buy", given: false, description: "" },
    ],
    headline: saving === undefined ? [] : [{ name: "Saving", value: saving, unit: "%" }],
    ...changes,
  });

const text = (html: string): string =>
  html
    .slice(html.indexOf("<main>"))
    .replace(/<script[^]*/, "")
    .replace(/<[^>]*>/g, "|")
    .replace(/(\s*\|\s*)+/g, "|");

test("renderIndex(runs of several notebooks) names each with its headline numbers, linked to its report", () => {
  const html = renderIndex([
    { name: "01 a", record: run(5, 12.3456, { title: "The `First` [one](x)", source: "notebooks/01 a.ipynb" }) },
    {
      name: "02-b",
      record: run(5, undefined, {
        title: "Second",
        source: "notebooks/02-b.ipynb",
        failure: { cell: 3, id: "x", kind: "error", ename: "E", evalue: "v", message: "cell 4 [2] failed: E: v" },
      }),
    },
  ]);
  expect(html).toContain(`<a href="01%20a.html">The <code>First</code> one</a>`);
  expect(text(html)).toContain("2 notebooks, 2 runs,|1 incomplete|, at commit|0123456789|, run|2026-01-05 09:30 UTC|");
  expect(text(html)).toContain(
    "|The|First|one|complete|in|12.3 s|,|notebooks/01 a.ipynb|,|size|&nbsp;=&nbsp;|5|BTC|Saving|12.35|%|",
  );
  expect(text(html)).toContain(
    "|Second|incomplete|after|12.3 s|,|notebooks/02-b.ipynb|,|size|&nbsp;=&nbsp;|5|BTC|" +
      "Incomplete: cell 4 [2] failed: E: v|",
  );
  // From its end the index leads into the first report.
  expect(html.match(/<a rel="next" href="([^"]*)"/)?.[1]).toBe("01%20a.html");
  expect(renderIndex([])).not.toContain(`<a rel="next"`);
});

test("renderIndex(grid) compares the runs: a row each, columns for what differs and for headline numbers", () => {
  const html = renderIndex([
    { name: "s-1000", record: run(1000, 12.3456) },
    { name: "s-10000", record: run(10000, 1.5) },
    {
      name: "s-9",
      record: run(9, undefined, {
        failure: { cell: 0, id: "x", kind: "timeout", ename: "", evalue: "", message: "cell 1 failed" },
      }),
    },
  ]);
  expect(text(html)).toContain(
    "|Sizes|notebooks/example.ipynb|, 3 runs|size|(BTC)|Saving|(%)|Outcome|" +
      "1,000|12.346|10,000|1.500|9|–|cell 1 failed|",
  );
  expect(html).toContain(`<a href="s-10000.html">`);
  expect(html).not.toContain("<code>side</code>");
});

test("renderIndex(grid) says once what all runs were given alike, and where what ran was not committed", () => {
  const sell = (size: number): RunRecord => {
    const { parameters, ...record } = run(size, 1);
    return { ...record, parameters: [parameters[0], { ...parameters[1], value: "sell", given: true }] };
  };
  const [a, b] = [sell(1), sell(2)];
  const clean = text(
    renderIndex([a, b].map((record) => ({ name: `${record.parameters[0].value as number}`, record }))),
  );
  expect(clean).toContain("|notebooks/example.ipynb|, 2 runs,|side|&nbsp;=&nbsp;sell|size|(BTC)|");
  expect(clean).not.toContain("uncommitted");
  const git = { ...b.provenance.git, dirty: true };
  const dirty = { ...b, provenance: { ...b.provenance, git } };
  const html = renderIndex([a, dirty].map((record, i) => ({ name: `${i}`, record })));
  expect(text(html)).toContain("at commit|0123456789|with uncommitted changes, run|");
});

test("renderIndex(rows) says when a run that was kept ran, alone and in a grid, and how many are to come", () => {
  const html = renderIndex(
    [
      { name: "s-1", record: run(1, 12.5), kept: true },
      { name: "s-2", record: run(2, 1.5) },
      { name: "b", record: run(1, 2, { source: "notebooks/b.ipynb" }), kept: true },
    ],
    { waiting: 4 },
  );
  const time = '<time datetime="2026-01-05T09:30:00.000Z">2026-01-05 09:30 UTC</time>';
  expect(html.split(`kept from ${time}`)).toHaveLength(3);
  expect(text(html)).toContain("|Outcome|1|12.500|kept from|2026-01-05 09:30 UTC|2|1.500|");
  expect(text(html)).toContain("2 notebooks, 3 runs,|4 still to come|, at commit");
  expect(text(renderIndex([{ name: "a", record: run(1, 1) }]))).not.toMatch(/still to come|kept/);
});

test("renderIndex([]) is a page that says there are none", () => {
  expect(text(renderIndex([]))).toContain("|Reports|0 notebooks, 0 runs|");
});

test("renderIndex(a run with a picture) shows it, as a way to its report", () => {
  const row = { name: "a", record: recordOf([]), picture: "iVBORw0=" };
  const html = renderIndex([row]);
  expect(html).toContain(
    `<a class="picture" href="a.html" tabindex="-1" aria-hidden="true"><img src="data:image/png;base64,iVBORw0="`,
  );
  expect(renderIndex([{ ...row, picture: undefined }])).not.toContain("<img");
});
