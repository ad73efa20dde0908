import { describe, expect, test } from "vitest";

import { summaryFormats } from "../../../../src/base/summary";
import { outputHtml } from "../../../../src/notebook/report/output";
import { Figures } from "../../../../src/notebook/report/page/figures";
import { tidyTable } from "../../../../src/notebook/report/text/tidy-table";
import { shown } from "../../../support/run-records";

function frame(columns: readonly string[], rows: readonly (readonly unknown[])[], index?: readonly unknown[]): object {
  return { shape: [rows.length, columns.length], columns, index: index ?? rows.map((_, i) => i), values: rows };
}

/** The cells of a table as the page has them: texts, rows from the head down. */
function cells(value: object): string[][] {
  const html = outputHtml(shown(value), new Figures());
  return [...html.matchAll(/<tr>([^]*?)<\/tr>/g)].map(([, row]) =>
    [...row.matchAll(/<t[hd][^>]*>([^<]*)</g)].map(([, text]) => text),
  );
}

describe("a data frame in a report", () => {
  test("has numbers of one size with as many decimals each, four digits, and no index that only counts", () => {
    const value = frame(["name", "cost"], [["a", 3118.8591], ["b", 13202.57], ["c", 950]]); // prettier-ignore
    expect(cells(value)).toEqual([["name", "cost"], ["a", "3,119"], ["b", "13,203"], ["c", "950"]]); // prettier-ignore
    const small = frame(["x"], [[0.1234567], [0.5], [1]]);
    expect(cells(small)).toEqual([["x"], ["0.123"], ["0.500"], ["1.000"]]);
  });

  test("keeps an index that says something, whole numbers whole, and the exact value at hand", () => {
    const value = frame(["n", "alpha"], [[1234567, 0.00123456789], [2, 0.002]], ["09:30", "09:31"]); // prettier-ignore
    const head = ["", "n", "alpha"];
    const rows = [["09:30", "1,234,567", "0.001235"], ["09:31", "2", "0.002000"]]; // prettier-ignore
    expect(cells(value)).toEqual([head, ...rows]);
    expect(outputHtml(shown(value), new Figures())).toContain(`<td title="0.001234568">0.001235</td>`);
  });

  test("has heads that break after an underscore, not within a word", () => {
    const html = outputHtml(shown(frame(["se_log_alpha", "of_"], [[1, "a_b"]])), new Figures());
    expect(html).toContain("<th>se_<wbr>log_<wbr>alpha</th>");
    expect(html).toContain(">of_</th>");
    expect(html).toContain(">a_b</td>");
  });

  test("has a real minus in texts and in summaries, and leaves dates and names alone", () => {
    const value = frame(["said"], [["-0.3 to -1e-15"], ["2015-05-01"], ["a-1"]]);
    expect(cells(value).slice(1).flat()).toEqual(["−0.3 to −1e−15", "2015-05-01", "a-1"]);
    const { "text/html": html } = summaryFormats({ title: "Audit", rows: [["off by", "at most 1e-15"]] });
    expect(tidyTable(html)).toContain("<th>off by</th><td>at most 1e−15</td>");
  });

  test("writes numbers of many sizes each with four digits, and never loses a whole part or a small one", () => {
    const value = frame(["x"], [[0.05281027], [2153644.25], [-3377.089], [1.5e-9], [0]]);
    expect(cells(value).slice(1).flat()).toEqual(["0.05281", "2,153,644", "−3,377", "1.5e−9", "0"]);
  });

  test("gives the smallest number of a column three digits, as far as the largest has no more than six", () => {
    const column = (...values: number[]): string[] => {
      const rows = values.map((x) => [x]);
      return cells(frame(["x"], rows))
        .slice(1)
        .flat();
    };
    expect(column(0.125384, 10.58301)).toEqual(["0.125", "10.583"]);
    expect(column(0.316228, 10, 100)).toEqual(["0.316", "10.000", "100.000"]);
    expect(column(0.91, 8341.012)).toEqual(["0.91", "8,341.01"]);
    expect(column(627.1, 52915.2)).toEqual(["627", "52,915"]);
  });

  test("says how many rows and columns there are only where some are left out", () => {
    const long = frame(
      ["x"],
      Array.from({ length: 100 }, (_, i) => [i / 7]),
    );
    expect(outputHtml(shown(long), new Figures())).toContain("100 rows × 1 columns");
    expect(outputHtml(shown(frame(["x"], [[1]])), new Figures())).not.toContain("1 rows");
  });

  test("leaves text, missing values and other tables as they are", () => {
    const value = frame(["a", "b"], [["1 of 2", NaN], ["<b>", 2.5]]); // prettier-ignore
    expect(cells(value).slice(1)).toEqual([["1 of 2", "NaN"], ["&lt;b&gt;", "2.500"]]); // prettier-ignore
    const other = `<table><tr><td>1.23456789</td></tr></table>`;
    expect(tidyTable(other)).toBe(other);
    const head = `<thead><tr><th></th></tr></thead>`;
    const odd = `<table class="dataframe">${head}<tbody><tr><td>1</td><td>2</td></tr></tbody></table>`;
    expect(tidyTable(odd)).toBe(odd);
  });
});
