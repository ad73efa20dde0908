/** KaTeX for a page that asks nothing of any network. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const find = (name: string): string => createRequire(__filename).resolve(`katex/dist/${name}`);

/** Its style, with its fonts within it. */
export function texStyle(): string {
  const file = find("katex.min.css");
  const font = (name: string): string => readFileSync(join(dirname(file), "fonts", name)).toString("base64");
  const source = /src:url\(fonts\/([\w-]+\.woff2)\) format\("woff2"\)[^}]*/g;
  return readFileSync(file, "utf8").replace(
    source,
    (_, name: string) => `src:url(data:font/woff2;base64,${font(name)}) format("woff2")`,
  );
}

/** Its scripts, and what sets the formulas of a page once that is there: for pages of other makers. */
export function texScript(): string {
  const scripts = ["katex.min.js", "contrib/auto-render.min.js"].map((name) => readFileSync(find(name), "utf8"));
  return [...scripts, SET].join("\n");
}

const SET = `document.addEventListener("DOMContentLoaded", function () {
  var environments = ["equation", "align", "gather", "alignat", "CD", "equation*", "align*", "gather*", "alignat*"];
  var delimiters = environments.map(function (name) {
    return { left: "\\\\begin{" + name + "}", right: "\\\\end{" + name + "}", display: true };
  });
  delimiters.push({ left: "$$", right: "$$", display: true }, { left: "$", right: "$", display: false },
    { left: "\\\\(", right: "\\\\)", display: false }, { left: "\\\\[", right: "\\\\]", display: true });
  document.querySelectorAll(".jp-RenderedMarkdown, .jp-RenderedLatex").forEach(function (place) {
    renderMathInElement(place, { delimiters: delimiters, throwOnError: false, strict: false });
  });
});`;
