/**
 * A template for `jupyter nbconvert --to html --template impactlab`: nbconvert's own page with
 * plotly's script in it, once, so that the page draws its figures anywhere and offline.
 */

/** The template's files by name; plotly.min.js is put beside them. */
export function nbconvertTemplate(): Record<string, string> {
  return {
    "conf.json": `${JSON.stringify({ base_template: "lab", mimetypes: { "text/html": true } }, null, 2)}\n`,
    // First in the head: nbconvert's page loads require.js after it, which would swallow the global.
    "index.html.j2": [
      `{%- extends 'lab/index.html.j2' -%}`,
      `{%- block html_head_js -%}`,
      `{{ resources.include_js("plotly.min.js") }}`,
      `{{ super() }}`,
      `{%- endblock html_head_js -%}`,
      ``,
    ].join("\n"),
  };
}
