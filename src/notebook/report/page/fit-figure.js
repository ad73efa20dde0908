// A figure as a page draws it: in the colours of its theme, and fitted to the width there is.
// Plain JavaScript: a report carries it as it stands, before plots.js, and the workspace's page imports it.
(function (exported) {
  "use strict";
  const NARROW = 560;
  const SCALED = /^(heatmap|contour|surface|mesh3d|histogram2d|histogram2dcontour)$/;

  // Figures carry the colours of one theme; what is paper, ink, grid or zero line there becomes so
  // here. White is paper only where it is a background: a mark may be white for its own reasons.
  const PALETTES = {
    light: { paper: "#ffffff", text: "#222222", grid: "#e3e3e3", zero: "#b8b8b8" },
    dark: { paper: "#16181c", text: "#e6e6e6", grid: "#33373d", zero: "#5c626b" },
  };

  function dressed(bare, theme) {
    const palette = PALETTES[theme];
    const pairs = (roles) =>
      new Map(Object.values(PALETTES).flatMap((from) => roles.map((role) => [from[role], palette[role]])));
    const figure = inColors(bare, "", {
      marks: pairs(["text", "grid", "zero"]),
      grounds: pairs(["paper"]),
    });
    if (!figure.layout.template) figure.layout.template = plainTemplate(palette);
    return figure;
  }

  function inColors(value, key, colors) {
    if (typeof value === "string") {
      const known = /(bgcolor|backgroundcolor)$/.test(key)
        ? colors.grounds
        : /color$/.test(key)
          ? colors.marks
          : undefined;
      return (known && known.get(value.toLowerCase())) || value;
    }
    if (Array.isArray(value))
      return typeof value[0] === "number" ? value : value.map((item) => inColors(item, key, colors));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([inner, item]) => [inner, inColors(item, inner, colors)]));
  }

  /** For figures that bring none. */
  function plainTemplate({ paper, text, grid, zero }) {
    const axis = { gridcolor: grid, zerolinecolor: zero, linecolor: zero, automargin: true };
    const scene = {
      gridcolor: grid,
      zerolinecolor: zero,
      linecolor: zero,
      backgroundcolor: paper,
      showbackground: true,
    };
    const font = { color: text, size: 13, family: getComputedStyle(document.body).fontFamily };
    return {
      layout: {
        paper_bgcolor: paper,
        plot_bgcolor: paper,
        font,
        xaxis: axis,
        yaxis: axis,
        scene: { xaxis: scene, yaxis: scene, zaxis: scene },
      },
    };
  }

  /** Room for what wraps at this width: the title, the legend; on a phone, colour bars below. */
  function fitted(figure, width, wanted) {
    const { layout } = figure;
    const narrow = width < NARROW;
    const scenes = Object.keys(layout).filter((key) => /^scene\d*$/.test(key));
    // A scene is about as wide as it is high: less width leaves nothing to fill the height with.
    const tight = scenes.length > 0 && width < 800;
    const height = tight ? Math.min(wanted, narrow ? 0.72 * width + 90 : 0.7 * width) : wanted;
    if (tight) for (const scene of scenes) fitScene(layout[scene], narrow);
    const margin = { l: 80, r: 80, t: 84, b: 66, ...layout.margin };
    let more = 0;
    if (narrow) {
      Object.assign(margin, { l: 14, r: 14 });
      layout.font = { ...layout.font, size: 11 };
      const bars = figure.data.filter((trace) => SCALED.test(trace.type) && trace.showscale !== false);
      // Under the axis and its title, which take 56 pixels of the margin; a scene has none.
      const below = Math.min(56, margin.b) / (height - margin.t - margin.b);
      for (const trace of bars) trace.colorbar = lying(trace.colorbar, -below);
      if (bars.length > 0) {
        margin.b += 64;
        more += 64;
      }
    }
    const title = typeof layout.title === "string" ? { text: layout.title } : layout.title;
    if (title && typeof title.text === "string") {
      const size = narrow ? 14 : (title.font && title.font.size) || 17;
      const { text, lines } = wrapped(title.text, Math.floor((width - 24) / (size * 0.53)));
      layout.title = { ...title, text, font: { ...title.font, size } };
      margin.t += (lines - 1) * size * 1.3;
      more += (lines - 1) * size * 1.3;
    }
    const rows = legendRows(figure, width - margin.l - margin.r);
    if (rows > 1) {
      margin.t += (rows - 1) * 20;
      more += (rows - 1) * 20;
    }
    Object.assign(layout, { margin, width, height: height + more, autosize: false });
    return figure;
  }

  function wrapped(text, most) {
    if (/<br/i.test(text)) return { text, lines: text.split(/<br/i).length };
    const lines = [""];
    for (const word of text.split(" ")) {
      const last = lines.length - 1;
      if (lines[last] !== "" && `${lines[last]} ${word}`.length > most) lines.push(word);
      else lines[last] = lines[last] === "" ? word : `${lines[last]} ${word}`;
    }
    return { text: lines.join("<br>"), lines: lines.length };
  }

  let ruler;

  /** Rows of a legend that lies above the plot, from the widths of its names. */
  function legendRows({ data, layout }, width) {
    if (!layout.legend || layout.legend.orientation !== "h" || layout.showlegend === false) return 1;
    const names = data
      .filter((trace) => trace.name && inLegend(trace) && trace.visible !== false)
      .map((trace) => trace.name);
    ruler = ruler || document.createElement("canvas").getContext("2d");
    ruler.font = `${(layout.font && layout.font.size) || 13}px ${getComputedStyle(document.body).fontFamily}`;
    const items = names.map((name) => 46 + ruler.measureText(name).width);
    if (items.reduce((sum, item) => sum + item, 0) <= width) return 1;
    const columns = Math.max(1, Math.floor(width / Math.max(...items)));
    return Math.ceil(items.length / columns);
  }

  /** Whether Plotly lists a trace: those that have a colour bar do not ask to be. */
  function inLegend({ type, showlegend }) {
    return SCALED.test(type) ? showlegend === true : showlegend !== false;
  }

  /** Less width: a scene in perspective is seen from farther away; any other is as large as its sides say. */
  function fitScene(scene, narrow) {
    const { camera = {}, aspectratio } = scene;
    if (!camera.projection || camera.projection.type !== "orthographic" || !aspectratio) {
      stepBack(scene, narrow ? 1.5 : 1.2);
    } else {
      const { x, y, z } = aspectratio;
      const [along, across, up] = narrow ? [0.55, 0.72, 0.86] : [0.8, 0.8, 0.8];
      scene.aspectratio = { x: along * x, y: across * y, z: up * z };
      if (!narrow) return;
      for (const key of ["xaxis", "yaxis", "zaxis"]) {
        const { title } = scene[key] || {};
        if (title) scene[key].title = { ...title, font: { ...title.font, size: 11 } };
      }
    }
  }

  function stepBack(scene, factor) {
    const eye = (scene.camera && scene.camera.eye) || { x: 1.25, y: 1.25, z: 1.25 };
    scene.camera = { ...scene.camera, eye: { x: factor * eye.x, y: factor * eye.y, z: factor * eye.z } };
  }

  function lying(bar, y) {
    const title = bar && bar.title;
    const text = typeof title === "string" ? { text: title } : { ...title };
    const place = { orientation: "h", x: 0.5, xanchor: "center", y, yanchor: "top" };
    return { ...bar, ...place, len: 0.95, lenmode: "fraction", thickness: 10, title: { ...text, side: "top" } };
  }

  exported.fitFigure = { NARROW, dressed, fitted };
})(typeof module === "undefined" ? globalThis : module.exports);
