import Table from "cli-table3";
import { DataFrame } from "danfojs-node";
import { describe, expect, test } from "vitest";

import { textHtml } from "../../../../src/notebook/report/text/text-tables";

const html = (text: string): string => textHtml(text, `class="stream"`);
const cells = (text: string): string[][] =>
  [...html(text).matchAll(/<tr>([^]*?)<\/tr>/g)].map(([, row]) =>
    [...row.matchAll(/<t[hd][^>]*>([^<]*)</g)].map(([, cell]) => cell),
  );

function drawn(compact: boolean): string {
  const table = new Table({ head: ["name", "cost"], style: { head: [], border: [], compact } });
  table.push(["optimum", "627.1"], ["<TWAP>", "1,162"], ["none", ""]);
  return table.toString();
}

describe("textHtml(text)", () => {
  test.each([true, false])("a drawn table is a table, rows apart by lines (not: %s)", (compact) => {
    const rows = [["name", "cost"], ["optimum", "627.1"], ["&lt;TWAP&gt;", "1,162"], ["none", ""]]; // prettier-ignore
    expect(cells(`before\n${drawn(compact)}\nafter`)).toEqual(rows);
    const page = html(`before\n${drawn(compact)}\nafter`);
    expect(page).toMatch(/^<pre class="stream"[^>]*>before<\/pre>\n<div class="wide html"/);
    expect(page).toMatch(/<pre class="stream"[^>]*>after<\/pre>$/);
    expect(page).toContain(`<td class="number">627.1</td>`);
    expect(page).not.toMatch(/[│┌└├]/);
  });

  test("lines begin and end with what they say, and numbers below zero have a minus", () => {
    expect(html("\n\n  a\n\nb\n\n")).toMatch(/>  a\n\nb<\/pre>$/);
    expect(html("\n")).toMatch(/^<pre/);
    const table = new Table({ style: { head: [], border: [], compact: true } });
    table.push(["paid", "-29.3 to 26.9"], ["2015-05-01", "-"]);
    expect(cells(table.toString())).toEqual([["paid", "−29.3 to 26.9"], ["2015-05-01", "-"]]); // prettier-ignore
  });

  test("danfo's own print and console.table are tables", () => {
    const frame = new DataFrame({ strategy: ["optimum", "TWAP"], cost: [1.5, 22.25] });
    expect(cells(frame.toString()).map((row) => row.slice(-2))).toEqual([
      ["strategy", "cost"],
      ["optimum", "1.5"],
      ["TWAP", "22.25"],
    ]);
    const table = "┌─────────┬─────┐\n│ (index) │  a  │\n├─────────┼─────┤\n│    0    │ 'x' │\n└─────────┴─────┘";
    expect(cells(table)).toEqual([["(index)", "a"], ["0", "&#39;x&#39;"]]); // prettier-ignore
  });

  test("what is no whole table stays text, to the letter", () => {
    const broken = [
      "┌──┬──┐\n│ a │\n└──┴──┘", // fewer cells than columns
      "┌──┬──┐\n│ a │ b │", // cut off
      "┌──┬──┐\nsomething else\n└──┴──┘",
    ];
    for (const text of broken) expect(html(text)).toBe(`<pre class="stream" tabindex="0">${text}</pre>`);
  });

  test("lines wrap, but for columns that stand under one another", () => {
    expect(html("one long line of words")).toContain(`class="stream"`);
    expect(html("  a    b\n  1    2")).toContain(`<pre class="stream aligned"`);
    expect(html("")).toBe(`<pre class="stream" tabindex="0"></pre>`);
  });
});
