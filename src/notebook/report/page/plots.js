// Draws a page's figures with plotly: in the theme's colours, to the width there is, light on paper.
// Plain JavaScript, for it is put into the page as it stands, after plotly and fit-figure.
(function () {
  "use strict";
  const root = document.documentElement;
  const { NARROW, dressed, fitted } = globalThis.fitFigure;
  const PAPER_WIDTH = 660;
  // Of a figure's height: on paper two figures, and what is said of them, find room on a page.
  const PAPER_SHARE = 0.84;
  // Browsers keep 16 WebGL canvases a page and blank the oldest without a word; some are left to zoom with.
  const CANVASES = 12;

  // A finger that drags across a chart means to scroll the page.
  const coarse = matchMedia("(pointer: coarse)");
  const places = [...document.querySelectorAll("[data-figure]")].map((element) => ({
    element,
    height: parseFloat(element.style.height),
    drawn: "",
  }));

  function ownFigure(element) {
    return JSON.parse(document.querySelector(`script[data-figure-data="${element.dataset.figure}"]`).textContent);
  }

  // A module of the page has another figure drawn in a place: zoom and turn stay as they are.
  for (const place of places) {
    place.element.addEventListener("figure", ({ detail }) => {
      place.figure = { ...detail, layout: { ...detail.layout, uirevision: "module" } };
      place.paper = undefined;
      const old = place.element.parentElement.querySelector(".on-paper");
      if (old) old.remove();
      if (!place.element.clientWidth) return;
      place.drawn = "";
      // What is not drawn yet has its turn to come.
      if (!place.begun) return;
      void draw(place, root.dataset.shown, place.element.clientWidth);
      if (place.canvasesBefore !== undefined) {
        clearTimeout(place.settled);
        place.settled = setTimeout(() => void paperPictures(round), 1000);
      }
    });
  }

  async function draw(place, theme, width, height = place.height) {
    const drawn = `${theme} ${width} ${height}`;
    if (place.drawn === drawn) return;
    place.drawn = drawn;
    place.begun = true;
    const { element } = place;
    const { data, layout, frames, config } = fitted(dressed(place.figure || ownFigure(element), theme), width, height);
    if (coarse.matches && layout.dragmode === undefined) layout.dragmode = false;
    element.style.height = `${layout.height}px`;
    const settings = {
      displaylogo: false,
      displayModeBar: width >= NARROW && !coarse.matches ? "hover" : false,
      ...config,
    };
    if (element.querySelector(".plot-container") === null) element.textContent = "";
    await Plotly.react(element, data, layout, settings);
    if (frames) await Plotly.addFrames(element, frames);
    const needed = canvasesOf(data, layout);
    if (needed === 0) return;
    if (place.canvasesBefore === undefined) {
      place.canvasesBefore = canvases;
      canvases += needed;
    }
    if (place.canvasesBefore + needed > CANVASES && !place.live) await still(place, layout);
  }

  let canvases = 0;
  function canvasesOf(data, layout) {
    const scenes = Object.keys(layout).filter((key) => /^scene\d*$/.test(key)).length;
    return scenes + (data.some((trace) => /gl$|^splom$|^parcoords$/.test(trace.type)) ? 3 : 0);
  }

  /** A picture in place of one canvas too many; a click brings the figure back. */
  async function still(place, { width, height }) {
    const picture = document.createElement("img");
    picture.src = await Plotly.toImage(place.element, { format: "png", width, height, scale: 2 });
    picture.alt = place.element.getAttribute("aria-label");
    picture.title = "Click to turn and zoom";
    picture.addEventListener("click", () => {
      place.live = true;
      place.drawn = "";
      void drawAll();
    });
    Plotly.purge(place.element);
    place.element.replaceChildren(picture);
  }

  /**
   * A picture of a scene for paper, in light: WebGL draws too late for it, and shows the screen's canvas cut off.
   * Made once the page has nothing else to do, each by a canvas of its own for a moment: as many as there is room for.
   */
  async function paperPicture(place) {
    const { element } = place;
    const height = PAPER_SHARE * place.height;
    const { data, layout } = fitted(dressed(place.figure || ownFigure(element), "light"), PAPER_WIDTH, height);
    const size = { width: Math.round(layout.width), height: Math.round(layout.height) };
    const source = await Plotly.toImage({ data, layout }, { format: "png", ...size, scale: 2 });
    const picture = document.createElement("img");
    Object.assign(picture, { className: "on-paper", src: source, alt: element.getAttribute("aria-label") });
    element.after(picture);
  }

  let papers = 0;
  async function paperPictures(mine) {
    delete root.dataset.paper;
    for (const place of places.filter(({ canvasesBefore }) => canvasesBefore !== undefined)) {
      if (place.paper !== undefined || canvases + papers >= CANVASES) continue;
      await new Promise((resolve) => (window.requestIdleCallback || setTimeout)(resolve));
      if (mine !== round) return;
      papers++;
      place.paper = paperPicture(place).catch(() => undefined);
      await place.paper;
    }
    root.dataset.paper = "ready";
  }

  let round = 0;
  async function drawAll() {
    const mine = ++round;
    for (const place of places) {
      // The reader can scroll between two figures; a later change of theme or width takes over.
      await new Promise((resolve) => setTimeout(resolve));
      if (mine !== round) return;
      // Folded away: there is no width to draw to until it is opened.
      if (place.element.clientWidth === 0) continue;
      try {
        await draw(place, root.dataset.shown, place.element.clientWidth);
      } catch (error) {
        place.element.textContent = `${place.element.getAttribute("aria-label")}: not drawn, ${error.message}`;
      }
    }
    root.dataset.figures = "drawn";
    void paperPictures(mine);
  }

  document.addEventListener("toggle", () => void drawAll(), true);
  root.addEventListener("theme", () => void drawAll());
  let resizing;
  addEventListener("resize", () => {
    clearTimeout(resizing);
    resizing = setTimeout(drawAll, 150);
  });
  addEventListener("beforeprint", () => {
    round++;
    for (const place of places) {
      if (place.paper !== undefined || place.element.querySelector(":scope > img") !== null) continue;
      void draw(place, "light", PAPER_WIDTH, Math.round(PAPER_SHARE * place.height));
    }
  });
  addEventListener("afterprint", () => void drawAll());
  void drawAll();
})();
