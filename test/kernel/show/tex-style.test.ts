import katex from "katex";
import { expect, test } from "vitest";

import { texStyle } from "../../../src/kernel/show/tex-style";

/** The fonts that a style holds, by family, weight and style. */
function fonts(css: string): string[] {
  return [...css.matchAll(/@font-face\{([^}]*)\}/g)].map(([, face]) =>
    ["family", "weight", "style"].map((name) => new RegExp(`font-${name}:"?([\\w]+)`).exec(face)?.[1]).join(" "),
  );
}
const of = (tex: string): string[] => fonts(texStyle(katex.renderToString(tex)));

test("texStyle() holds all twenty fonts; of a page, those that its formulas ask for", () => {
  expect(fonts(texStyle()).length).toBe(20);
  expect(texStyle()).not.toContain("url(fonts/");
  expect(of("1 + 2")).toEqual(["KaTeX_Main 400 normal"]);
  expect(of("x")).toEqual(["KaTeX_Main 400 normal", "KaTeX_Math 400 italic"]);
  expect(of("\\mathbf{1}")).toEqual(["KaTeX_Main 700 normal", "KaTeX_Main 400 normal"]);
  expect(of("\\text{\\textbf{\\textit{a}}}")).toContain("KaTeX_Main 700 italic");
  expect(of("\\displaystyle\\sum_i")).toContain("KaTeX_Size2 400 normal");
  expect(of("\\Bigl( 1")).toContain("KaTeX_Size2 400 normal");
  for (const [tex, family] of [
    ["\\mathbb E", "AMS"],
    ["\\mathcal L", "Caligraphic"],
    ["\\mathsf a", "SansSerif"],
  ])
    // prettier-ignore
    expect(of(tex)).toContain(`KaTeX_${family} 400 normal`);
});
