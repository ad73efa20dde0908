import { expect, test } from "vitest";

import { foldSections, type PageCell } from "../../../src/notebook/report/folded-sections";

const heading = (level: number, collapsed = false): PageCell => ({
  html: `h${level}`,
  level,
  collapsed,
  failed: false,
});
const cell = (html: string, failed = false): PageCell => ({ html, level: undefined, collapsed: false, failed });
const folded = (count: string, ...inside: string[]): string =>
  [`<details class="folded"><summary>${count}</summary>`, ...inside, `</details>`].join("\n");

test("foldSections(cells) folds what is below a collapsed heading, up to the next of its rank", () => {
  const cells = [heading(1), heading(2, true), cell("a"), heading(3), cell("b"), heading(2), cell("c")];
  expect(foldSections(cells)).toBe(["h1", "h2", folded("3 folded cells", "a", "h3", "b"), "h2", "c"].join("\n"));
});

test("foldSections(cells) folds within what is folded, to the end where there is no other heading", () => {
  const cells = [heading(2, true), cell("a"), heading(3, true), cell("b")];
  const inner = folded("1 folded cell", "b");
  expect(foldSections(cells)).toBe(["h2", folded("3 folded cells", "a", "h3", inner)].join("\n"));
});

test("foldSections(cells) opens what holds the cell that failed, and folds nothing where nothing is", () => {
  expect(foldSections([heading(2, true), cell("a", true)])).toContain(`<details class="folded" open>`);
  expect(foldSections([heading(2, true), cell(""), heading(2)])).toBe("h2\nh2");
  // The control: a heading that is not collapsed.
  expect(foldSections([heading(2), cell("a")])).toBe("h2\na");
});
