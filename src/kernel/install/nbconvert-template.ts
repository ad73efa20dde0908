/**
 * A template for `jupyter nbconvert --to html --template impactlab`: nbconvert's own page with
 * plotly's script in it, once, so that the page draws its figures anywhere and offline, and with KaTeX, its
 * fonts within it, in place of the MathJax that the page would fetch.
 */
import { texScript, texStyle } from "../show/tex-style";

/** The template's files by name; plotly.min.js is put beside them. */
export function nbconvertTemplate(): Record<string, string> {
  return {
    "conf.json": `${JSON.stringify({ base_template: "lab", mimetypes: { "text/html": true } }, null, 2)}\n`,
    "katex.css": texStyle(),
    "katex.js": texScript(),
    // In place of what nbconvert has there, require.js from a CDN, which nothing here asks for.
    "index.html.j2": [
      `{%- extends 'lab/index.html.j2' -%}`,
      `{%- block html_head_js -%}`,
      `{{ resources.include_js("plotly.min.js") }}`,
      `{{ resources.include_js("katex.js") }}`,
      `{%- endblock html_head_js -%}`,
      `{%- block html_head_js_mathjax -%}`,
      `{{ resources.include_css("katex.css") }}`,
      `{%- endblock html_head_js_mathjax -%}`,
      ``,
    ].join("\n"),
  };
}
