/**
 * The page's side of a figure: a script that draws it with the one copy of plotly the page has, and
 * fetches that copy where there is none yet. Plotly is never part of a notebook. It comes from
 *
 * 1. the page itself: our nbconvert template and reports carry it once;
 * 2. the Jupyter server, which serves every file beside kernel.json (Notebook 6 and 7, JupyterLab);
 * 3. the project's node_modules, for a page that nbconvert wrote beside the notebook.
 */
import { createRequire } from "node:module";
import { relative, sep } from "node:path";

/** Where a page finds plotly's script. */
export interface PlotlySources {
  /** The name of the installed kernelspec, below which a server has the script. */
  readonly kernelName: string;
  /** Where the script is, seen from a page beside the notebook; undefined where it cannot be told. */
  readonly plotlyUrl: string | undefined;
}

/** Plotly's official prebuilt bundles: of all its traces, and of those that are flat and drawn as SVG. */
export type PlotlyBundle = "full" | "cartesian";

const FILES: Readonly<Record<PlotlyBundle, string>> = {
  full: "plotly.js-dist-min/plotly.min.js",
  cartesian: "plotly.js-cartesian-dist-min/plotly-cartesian.min.js",
};

/** The file of a bundle. */
export function plotlyFile(bundle: PlotlyBundle = "full"): string {
  return createRequire(__filename).resolve(FILES[bundle]);
}

/** The bundle's address as seen from a page in `folder`; none where the two share no root. */
export function plotlyUrl(folder: string, file = plotlyFile()): string | undefined {
  const path = relative(folder, file).split(sep);
  return /^[A-Za-z]:/.test(path[0]) ? undefined : path.map(encodeURIComponent).join("/");
}

/** The script that draws the figure (JSON) in every element marked with its id. */
export function drawingScript(id: string, json: string, { kernelName, plotlyUrl: url }: PlotlySources): string {
  const sources = { kernel: `kernelspecs/${encodeURIComponent(kernelName.toLowerCase())}/plotly.min.js`, url };
  const given = [JSON.stringify(id), json, JSON.stringify(sources)].map(inScript);
  return `(${draw.replace(/\s*\n\s*/g, " ")})(${given.join(",")})`;
}

/** JSON inside a script element: a label that holds "</script>" must stay a label. */
function inScript(json: string): string {
  return json
    .replace(/</g, "\\u003c")
    .replace(/\u2028/g, "\\u2028")
    .replace(/\u2029/g, "\\u2029");
}

/** Kept as text: it runs in pages, not here, and must not be rewritten by a compiler. */
const draw = `function (id, figure, sources) {
  function add(src) {
    return new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      var define = window.define, amd = define && define.amd;
      if (amd) define.amd = undefined;
      function done() { if (amd) define.amd = amd; window.Plotly ? resolve(window.Plotly) : reject(); }
      script.src = src; script.onload = done; script.onerror = done;
      document.head.appendChild(script);
    });
  }
  function load() {
    if (window.Plotly) return Promise.resolve(window.Plotly);
    var lab = document.getElementById("jupyter-config-data");
    var base = lab ? JSON.parse(lab.textContent).baseUrl : document.body.dataset.baseUrl;
    if (base) return add(base.replace(/\\/?$/, "/") + sources.kernel);
    return sources.url ? add(sources.url) : Promise.reject();
  }
  if (!window.impactlabPlotly) {
    window.impactlabPlotly = load();
    window.impactlabPlotly.catch(function () { window.impactlabPlotly = undefined; });
  }
  window.impactlabPlotly.then(function (Plotly) {
    document.querySelectorAll('[data-figure="' + id + '"]:not([data-drawn])').forEach(function (place) {
      place.setAttribute("data-drawn", ""); place.textContent = "";
      var config = Object.assign({ responsive: true }, figure.config);
      Plotly.newPlot(place, figure.data, figure.layout, config).then(function () {
        if (figure.frames) Plotly.addFrames(place, figure.frames);
      });
    });
  }, function () {
    document.querySelectorAll('[data-figure="' + id + '"]:not([data-drawn])').forEach(function (place) {
      if (!place.querySelector("img"))
        place.append(" Not drawn: this page has no plotly. Convert the notebook with --template impactlab.");
    });
  });
}`;
