// What a page does once it is open: folds code, follows the theme, draws its figures with plotly.
// Plain JavaScript, for it is put into the page as it stands.
(function () {
  "use strict";
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);

  // The theme: the system's, until the reader says otherwise.
  const system = matchMedia("(prefers-color-scheme: dark)");
  const printing = matchMedia("print");
  const memory = {
    get() { try { return localStorage.getItem("impactlab-theme"); } catch { return null; } },
    set(value) { try { localStorage.setItem("impactlab-theme", value); } catch { /* a page may be denied its storage */ } },
  };
  const theme = () => root.dataset.theme || (system.matches ? "dark" : "light");
  const chosen = memory.get();
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  byId("toggle-theme").addEventListener("click", () => {
    root.dataset.theme = theme() === "dark" ? "light" : "dark";
    memory.set(root.dataset.theme);
    void drawAll();
  });
  system.addEventListener("change", () => void drawAll());

  // Code: each cell folds alone, and all at once.
  const codeButton = byId("toggle-code");
  if (codeButton) {
    codeButton.addEventListener("click", () => {
      const open = codeButton.getAttribute("aria-pressed") !== "true";
      document.querySelectorAll("details.source").forEach((details) => { details.open = open; });
      codeButton.setAttribute("aria-pressed", String(open));
      codeButton.textContent = open ? "Hide code" : "Show code";
    });
  }

  // The table of contents: open beside the text, folded above it, marking the section in view.
  const contents = document.querySelector("details.contents");
  if (contents) {
    const wide = matchMedia("(min-width: 1100px)");
    const fold = () => { contents.open = wide.matches; };
    wide.addEventListener("change", fold);
    fold();
    const links = new Map([...contents.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
    const headings = [...links.keys()].map((id) => byId(decodeURIComponent(id))).filter(Boolean);
    const mark = () => {
      const passed = headings.filter((heading) => heading.getBoundingClientRect().top < 120);
      const current = (passed[passed.length - 1] || headings[0] || {}).id;
      links.forEach((link, id) => link.classList.toggle("current", decodeURIComponent(id) === current));
    };
    addEventListener("scroll", mark, { passive: true });
    mark();
  }

  // A cell that is linked to shows its code.
  const reveal = () => {
    const target = byId(decodeURIComponent(location.hash.slice(1)));
    const details = target && target.querySelector("details.source");
    if (details) details.open = true;
  };
  addEventListener("hashchange", reveal);
  reveal();

  // Figures carry the colours of one theme; what is paper, ink, grid or zero line there becomes so here.
  const PALETTES = {
    light: { paper: "#ffffff", text: "#222222", grid: "#e3e3e3", zero: "#b8b8b8" },
    dark: { paper: "#16181c", text: "#e6e6e6", grid: "#33373d", zero: "#5c626b" },
  };
  function inColors(value, colors, isColor) {
    if (typeof value === "string") return isColor ? colors.get(value.toLowerCase()) || value : value;
    if (Array.isArray(value)) return typeof value[0] === "number" ? value : value.map((item) => inColors(item, colors, isColor));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inColors(inner, colors, /color/i.test(key))]));
  }
  /** A template for figures that bring none. */
  function plainTemplate({ paper, text, grid, zero }) {
    const axis = { gridcolor: grid, zerolinecolor: zero, linecolor: zero };
    const scene = { ...axis, backgroundcolor: paper, showbackground: true };
    const font = { color: text, family: getComputedStyle(document.body).fontFamily };
    return { layout: { paper_bgcolor: paper, plot_bgcolor: paper, font, xaxis: axis, yaxis: axis, scene: { xaxis: scene, yaxis: scene, zaxis: scene } } };
  }
  function dressed(json, name) {
    const palette = PALETTES[name];
    const colors = new Map(Object.values(PALETTES).flatMap((from) => Object.keys(from).map((role) => [from[role], palette[role]])));
    const figure = inColors(JSON.parse(json), colors, false);
    const { layout } = figure;
    if (!layout.template) layout.template = plainTemplate(palette);
    delete layout.width;
    layout.autosize = true;
    return figure;
  }

  /** A title that is wider than the figure goes on in a second line. */
  function fitTitle(layout, width) {
    const title = typeof layout.title === "string" ? { text: layout.title } : layout.title;
    if (!title || typeof title.text !== "string" || /<br/i.test(title.text)) return;
    const size = width < 560 ? 14 : (title.font && title.font.size) || 17;
    const most = Math.max(16, Math.floor(width / (size * 0.54)));
    const lines = [""];
    for (const word of title.text.split(" ")) {
      const last = lines.length - 1;
      if (lines[last] !== "" && `${lines[last]} ${word}`.length > most) lines.push(word);
      else lines[last] = lines[last] === "" ? word : `${lines[last]} ${word}`;
    }
    layout.title = { ...title, text: lines.join("<br>"), font: { ...title.font, size } };
    const more = (lines.length - 1) * size * 1.3;
    if (more > 0) layout.margin = { ...layout.margin, t: ((layout.margin && layout.margin.t) || 84) + more };
  }

  const coarse = matchMedia("(pointer: coarse)");
  async function draw(place, name, width) {
    const block = document.querySelector(`script[data-figure-data="${place.dataset.figure}"]`);
    const figure = dressed(block.textContent, name);
    fitTitle(figure.layout, width || place.clientWidth);
    if (width) figure.layout.width = width;
    // A finger that drags across a chart means to scroll the page.
    if (coarse.matches && figure.layout.dragmode === undefined) figure.layout.dragmode = false;
    const config = { responsive: true, displaylogo: false, ...figure.config };
    if (place.dataset.drawn === undefined) place.textContent = "";
    const drawing = place.dataset.drawn === undefined ? Plotly.newPlot(place, figure.data, figure.layout, config) : Plotly.react(place, figure.data, figure.layout, config);
    place.dataset.drawn = name;
    await drawing;
    if (figure.frames) await Plotly.addFrames(place, figure.frames);
  }

  const places = [...document.querySelectorAll("[data-figure]")];
  let round = 0;
  async function drawAll() {
    if (!window.Plotly) return;
    const mine = ++round;
    for (const place of places) {
      // A later change of theme takes over; the reader can scroll between two figures.
      await new Promise((resolve) => setTimeout(resolve));
      if (mine !== round) return;
      if (place.dataset.drawn === theme()) continue;
      try {
        await draw(place, theme());
      } catch (error) {
        place.textContent = `${place.getAttribute("aria-label")}: not drawn, ${error.message}`;
      }
    }
    root.dataset.figures = "drawn";
  }
  // Paper is white and narrow.
  addEventListener("beforeprint", () => places.forEach((place) => void draw(place, "light", 660)));
  addEventListener("afterprint", () => void drawAll());
  if (!printing.matches) void drawAll();
})();
