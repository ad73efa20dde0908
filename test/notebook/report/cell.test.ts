import { describe, expect, test } from "vitest";

import { renderReport } from "../../../src/notebook/report/render-report";
import { code, markdown, recordOf, stream } from "../../support/run-records";

const cell = (metadata: Record<string, unknown>) => ({
  ...code("the source", stream("stdout", "the output")),
  metadata,
});
const tagged = (...tags: string[]) => cell({ tags });
/** The body of a page, without what is in it for programs. */
function body(...cells: Parameters<typeof recordOf>[0]): string {
  return renderReport(recordOf(cells)).replace(/<(script|style)\b[^]*?<\/\1>/g, "");
}

describe("cellHtml(cell) shows what the notebook says is to be seen", () => {
  test.each([
    ["no tag", tagged(), true, true],
    ["remove-cell", tagged("remove-cell"), false, false],
    ["remove_cell", tagged("remove_cell"), false, false],
    ["remove-input", tagged("remove-input"), false, true],
    ["remove-output", tagged("remove-output"), true, false],
    ["other tags", tagged("remove", "cell"), true, true],
  ])("%s", (_, one, source, output) => {
    const html = body(one);
    expect([html.includes("the source"), html.includes("the output")]).toEqual([source, output]);
  });

  test.each([
    ["hide-input", tagged("hide-input"), /<details class="source stays">/],
    ["folded code", cell({ jupyter: { source_hidden: true } }), /<details class="source stays">/],
    ["hide-output", tagged("hide-output"), /<details class="folded"><summary>Folded output<\/summary><pre/],
    ["folded output", cell({ jupyter: { outputs_hidden: true } }), /<details class="folded">/],
    ["output folded in Notebook 6", cell({ collapsed: true }), /<details class="folded">/],
    [
      "hide-cell",
      tagged("hide-cell"),
      /<details class="folded"><summary>A folded cell<\/summary><details class="source/,
    ],
  ])("%s", (_, one, folded) => {
    expect(body(one)).toMatch(folded);
    expect(body(cell({}))).not.toMatch(folded);
  });

  test("a removed heading is in no table of contents, and a first cell that is removed no title", () => {
    const removed = (source: string) => ({ ...markdown(source), metadata: { tags: ["remove-cell"] } });
    const html = body(removed("# Gone"), markdown("## One"), removed("## Gone"), markdown("## Two"));
    expect(html).not.toContain("Gone");
    expect(html).toContain('href="#s-two"');
  });

  test("a cell that failed is seen whole", () => {
    const failure = { cell: 0, id: "cell-0", kind: "error", ename: "E", evalue: "v", message: "m" } as const;
    const html = renderReport(recordOf([tagged("remove-cell")], { failure }));
    expect(html.replace(/<script[^]*?<\/script>/g, "")).toContain("the source");
  });
});
