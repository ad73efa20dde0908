// Gets the scripts that pages of one folder share, and runs them in order. Plain JavaScript, put into the page.
// A page that is a file may neither fetch a file nor check the integrity of a script's. A style sheet it may read:
// each script lies in one, as a string, which is read in a hidden tree of its own, where it can neither run nor show.
// As an inline script it then runs only where its hash is one that the page's policy lists.
(function () {
  "use strict";
  const files = JSON.parse(document.querySelector("script[data-shared]").textContent);

  function read(file) {
    const shelter = document.createElement("div");
    shelter.style.setProperty("display", "none", "important");
    const host = shelter.appendChild(document.createElement("div"));
    document.body.append(shelter);
    const link = document.createElement("link");
    const read = new Promise((resolve, reject) => {
      link.addEventListener("load", () => {
        const text = getComputedStyle(host).getPropertyValue("--impactlab-script").replace(/["\s]/g, "");
        shelter.remove();
        const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
        resolve(new TextDecoder().decode(bytes));
      });
      link.addEventListener("error", () => reject(new Error(`${file} is not beside this page`)));
    });
    Object.assign(link, { rel: "stylesheet", href: file });
    host.attachShadow({ mode: "open" }).append(link);
    return read;
  }

  /** Whether the policy let it run: it is asked before the next line. */
  function run(text) {
    const script = document.createElement("script");
    script.textContent = text;
    let refused = false;
    const note = () => (refused = true);
    document.addEventListener("securitypolicyviolation", note);
    document.body.append(script);
    // Violations are told a turn later.
    return new Promise((resolve) => setTimeout(resolve)).then(() => {
      document.removeEventListener("securitypolicyviolation", note);
      return !refused;
    });
  }

  async function start() {
    const texts = files.map(read);
    // One that fails is told below, in its turn.
    for (const text of texts) text.catch(() => undefined);
    for (const [i, text] of texts.entries())
      if (!(await run(await text))) throw new Error(`${files[i]} is not what this page was made with`);
  }

  start().catch((error) => {
    for (const place of document.querySelectorAll("[data-figure]")) place.textContent = `Not drawn: ${error.message}.`;
  });
})();
