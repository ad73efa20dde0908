// What a page does once it is open: follows the theme, folds code, marks the section in view.
// Plain JavaScript, for it is put into the page as it stands.
(function () {
  "use strict";
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);

  // The theme: the system's, until the reader says otherwise.
  const system = matchMedia("(prefers-color-scheme: dark)");
  const memory = {
    get() {
      try {
        return localStorage.getItem("impactlab-theme");
      } catch {
        return null;
      }
    },
    set(value) {
      try {
        localStorage.setItem("impactlab-theme", value);
      } catch {
        /* a page may be denied its storage */
      }
    },
  };
  let chosen = memory.get();
  function dress() {
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
    root.dataset.shown = root.dataset.theme || (system.matches ? "dark" : "light");
    root.dispatchEvent(new Event("theme"));
  }
  byId("toggle-theme").addEventListener("click", () => {
    chosen = root.dataset.shown === "dark" ? "light" : "dark";
    memory.set(chosen);
    dress();
  });
  system.addEventListener("change", dress);
  dress();

  // Code: each cell folds alone, and all at once.
  const codeButton = byId("toggle-code");
  if (codeButton) {
    codeButton.addEventListener("click", () => {
      const open = codeButton.getAttribute("aria-pressed") !== "true";
      document.querySelectorAll("details.source:not(.stays)").forEach((details) => {
        details.open = open;
      });
      codeButton.setAttribute("aria-pressed", String(open));
      codeButton.textContent = open ? "Hide code" : "Show code";
    });
  }

  // The table of contents: open beside the text, folded above it, marking the section in view.
  const contents = document.querySelector("details.contents");
  if (contents) {
    const wide = matchMedia("(min-width: 1100px)");
    const fold = () => {
      contents.open = wide.matches;
    };
    wide.addEventListener("change", fold);
    fold();
    const links = [...contents.querySelectorAll("a")];
    const target = (link) => byId(decodeURIComponent(link.hash.slice(1)));
    const mark = () => {
      const passed = links.filter((link) => target(link).getBoundingClientRect().top < 120);
      const current = passed[passed.length - 1] || links[0];
      links.forEach((link) => link.classList.toggle("current", link === current));
    };
    addEventListener("scroll", mark, { passive: true });
    mark();
    contents.addEventListener("click", ({ target: clicked }) => {
      if (clicked.closest("a") && !wide.matches) contents.open = false;
    });
  }

  // A formula a little wider than the page is set smaller; one that is much wider moves sideways.
  const fit = () => {
    document.querySelectorAll(".katex-block").forEach((block) => {
      block.style.fontSize = "";
      const share = block.clientWidth / block.scrollWidth;
      if (share < 1 && share > 0.85) block.style.fontSize = `${Math.floor(99 * share)}%`;
    });
  };
  addEventListener("resize", fit);
  document.addEventListener("toggle", fit, true);
  fit();
  document.fonts.ready.then(fit);

  // A cell that is linked to shows its code.
  const reveal = () => {
    const target = byId(decodeURIComponent(location.hash.slice(1)));
    const details = target && target.querySelector("details.source");
    if (details) details.open = true;
    // What the notebook folds away with its heading opens for who is sent there.
    for (let fold = target; fold; fold = fold.parentElement) if (fold.matches("details.folded")) fold.open = true;
  };
  addEventListener("hashchange", reveal);
  reveal();
})();
