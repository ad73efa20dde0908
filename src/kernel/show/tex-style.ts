/** KaTeX for a page that asks nothing of any network. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const find = (name: string): string => createRequire(__filename).resolve(`katex/dist/${name}`);

/**
 * Its style, with its fonts within it.
 *
 * @param html formulas that are set already: fonts that none of them asks for are left out, mostly three of four.
 */
export function texStyle(html?: string): string {
  const file = find("katex.min.css");
  const css = readFileSync(file, "utf8");
  const font = (name: string): string => readFileSync(join(dirname(file), "fonts", name)).toString("base64");
  const isWanted = html === undefined ? () => true : wantedFonts(css, html);
  return css.replace(/@font-face\{([^}]*)src:url\(fonts\/([\w-]+\.woff2)\)[^}]*\}/g, (_, face: string, name: string) =>
    isWanted(face) ? `@font-face{${face}src:url(data:font/woff2;base64,${font(name)}) format("woff2")}` : "",
  );
}

/** Which fonts the classes of some HTML ask for, by KaTeX's own rules. */
function wantedFonts(css: string, html: string): (face: string) => boolean {
  const present = new Set([...html.matchAll(/ class="([^"]*)"/g)].flatMap(([, names]) => names.split(/\s+/)));
  const rules = [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)]
    .filter(([, selectors]) => !selectors.startsWith("@") && selectors.split(",").some(applies))
    .map(([, , body]) => ({ family: familyOf(body), weight: weightOf(body), style: styleOf(body) }));
  function applies(selector: string): boolean {
    return [...selector.matchAll(/\.([\w-]+)/g)].every(([, name]) => present.has(name));
  }
  // Bold and italic by themselves are so in every family.
  const bold = rules.some(({ family, weight }) => family === undefined && weight === "700");
  const italic = rules.some(({ family, style }) => family === undefined && style === "italic");
  return (face) =>
    rules.some(
      ({ family, weight, style }) =>
        family === familyOf(face) &&
        ((weight ?? "400") === weightOf(face) || (bold && weightOf(face) === "700")) &&
        ((style ?? "normal") === styleOf(face) || (italic && styleOf(face) === "italic")),
    );
}

const familyOf = (body: string): string | undefined => /\bfont(?:-family)?:[^;]*?(KaTeX_\w+)/.exec(body)?.[1];
const weightOf = (body: string): string | undefined => /\bfont-weight:(\w+)/.exec(body)?.[1];
const styleOf = (body: string): string | undefined => /\bfont-style:(\w+)/.exec(body)?.[1];

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
