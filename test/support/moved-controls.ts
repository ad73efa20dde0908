/**
 * A notebook whose controls are moved while other things happen: what is shown in the end must be what the source says.
 */
import { expect } from "vitest";

import { IDLE, KERNEL, PANEL, widget, type LabPage } from "./lab-page";

const code = (id: string, source: string, metadata: object = {}, count: number | null = null) => ({
  cell_type: "code",
  id,
  metadata,
  source,
  outputs: [],
  execution_count: count,
});

/** As a program on Windows left it: with counts, and two characters at the end of each line. */
export const MOVED_CELLS = [
  code(
    "moved",
    "/** @minimum 1 @maximum 9 @integer */\r\nconst size: number = 5;\r\nconst half = size / 2;",
    { tags: ["parameters"] },
    1,
  ),
  code("base", "const base = 100;", {}, 2),
  code("hand", "await new Promise((resolve) => setTimeout(resolve, 2500)); 'by hand'"),
  code("gone", "'gone ' + size"),
  code("hangs", "if (size === 2) await new Promise((resolve) => setTimeout(resolve, 1e8)); const through = size;"),
  code("fails", "if (size === 3) throw new Error('three'); const made = half;"),
  code("after-failure", "`made ${made}`"),
  code("sum", "`sum ${base + through + half}`"),
  code("late", "setTimeout(() => console.log('late', size), 50); 'soon'"),
];

const slider = `${PANEL}.node.querySelector(".il-Parameter input[type=range]")`;

function move(lab: LabPage, value: number): Promise<void> {
  return lab.page.evaluate(`(() => {
    ${slider}.value = ${value - 1};
    ${slider}.dispatchEvent(new Event("input"));
  })()`);
}

const text = (lab: LabPage, cell: string): Promise<string> =>
  lab.page.evaluate(`${widget(cell)}.outputArea.node.innerText`);
const count = (lab: LabPage, cell: string): Promise<number | null> =>
  lab.page.evaluate(`${widget(cell)}.model.executionCount`);

/** A character typed in a line that ended in two goes where it shows. */
export async function typeBehindLineEnds(lab: LabPage): Promise<void> {
  const before = await lab.source("moved");
  const view = `${widget("moved")}.editor.editor`;
  await lab.page.evaluate(`(() => {
    const { from } = ${view}.state.doc.line(3);
    ${view}.dispatch({ changes: { from: from + "const ".length, insert: "un" } });
  })()`);
  const typed = await lab.source("moved");
  expect(typed).toBe(before.replace("const half", "const unhalf"));
  expect(await lab.page.evaluate(`${view}.state.doc.toString()`)).toBe(typed);
  await lab.write("moved", before);
}

export async function moveControls(lab: LabPage): Promise<void> {
  await lab.until(`${slider} !== null`);
  // Counts that the file brought are of no cell that has run.
  await move(lab, 6);
  await lab.shows("sum", "sum 109");
  await lab.shows("late", "late 6");
  const base = await count(lab, "base");
  // Written to, and moved at once: the wish is not lost, and the new cell is what runs.
  await lab.write("sum", "`sum ${base + through + half * 10}`");
  await move(lab, 7);
  await lab.shows("sum", "sum 142");
  expect(await lab.source("moved")).toContain("size: number = 7;");
  // What depends on a cell that fails waits, the rest goes on; and comes with the next move.
  await move(lab, 3);
  await lab.shows("sum", "sum 118");
  expect([await text(lab, "fails"), await text(lab, "after-failure")]).toEqual([
    expect.stringContaining("Error: three"),
    expect.stringContaining("made 3.5"),
  ]);
  await move(lab, 4);
  await lab.shows("sum", "sum 124");
  await lab.shows("after-failure", "made 2");
  // A cell of an earlier wish is interrupted ...
  await lab.until(IDLE);
  await move(lab, 2);
  await lab.until(`${KERNEL}.status === "busy"`);
  await move(lab, 5);
  await lab.shows("sum", "sum 130");
  // ... one that was run by hand is not, and a cell that is deleted meanwhile keeps none of the others.
  await lab.page.evaluate(`${PANEL}.content.activeCellIndex = 2`);
  await lab.until(IDLE);
  lab.begin("notebook:run-cell");
  await lab.until(`${KERNEL}.status === "busy"`);
  await move(lab, 8);
  await lab.page.evaluate(`${PANEL}.content.activeCellIndex = 3`);
  await lab.run("notebook:delete-cell");
  await move(lab, 9);
  await lab.shows("sum", "sum 154");
  expect(await text(lab, "hand")).toContain("by hand");
  await lab.shows("late", "late 9");
  // One run by hand that fails takes what waits behind it along, for a moment.
  await lab.write("hand", "await new Promise((resolve) => setTimeout(resolve, 1500)); throw new Error('by hand')");
  await lab.page.evaluate(`${PANEL}.content.activeCellIndex = 2`);
  await lab.until(IDLE);
  lab.begin("notebook:run-cell");
  await lab.until(`${KERNEL}.status === "busy"`);
  await move(lab, 7);
  await lab.shows("hand", "Error: by hand");
  await lab.shows("sum", "sum 142");
  await lab.shows("late", "late 7");
  // Drawn over the one before it, an output has its own count.
  const prompt = `${widget("sum")}.node.querySelector(".jp-OutputPrompt").innerText`;
  expect(await lab.page.evaluate(prompt)).toBe(`[${await count(lab, "sum")}]:`);
  // The control: what reads no parameter has not run again.
  expect(await count(lab, "base")).toBe(base);
}
