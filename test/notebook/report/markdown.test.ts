import { describe, expect, test } from "vitest";

import { latexHtml, Markdown } from "../../../src/notebook/report/markdown";

const render = (source: string): string => new Markdown().render(source);

describe("Markdown.render(source)", () => {
  test("sets formulas in a line, in a block and as a bare environment", () => {
    expect(render("cost $\\alpha x^\\beta$ here")).toMatch(/<p>cost <span class="katex">.*<\/span> here<\/p>/);
    expect(render("$$\\sum_i x_i = S$$")).toContain("katex-display");
    expect(render("\\begin{align}a &= b\\end{align}")).toContain("katex-display");
    expect(render("from $5 to $6")).not.toContain("katex");
  });

  test("a formula that is wrong is shown as it is written, in its place", () => {
    expect(render("a $\\frac{1}$ b")).toContain(`class="katex-error"`);
  });

  test("commands that reach out of the formula do not", () => {
    const html = render("$\\href{javascript:alert(1)}{x} \\includegraphics{http://a/b.png} \\htmlId{a}{b}$");
    expect(html).not.toMatch(/<a\b|<img\b|id="a"/);
  });

  test("shows raw HTML as text, and no link that runs something", () => {
    const html = render(
      "<script>x</script> <b>b</b> [a](javascript:x) [b](https://example.org) [c](02-regimes.ipynb#s-x)",
    );
    expect(html).toContain("&lt;script&gt;x&lt;/script&gt; &lt;b&gt;");
    expect(html).not.toContain(`href="javascript`);
    expect(html).toContain(`<a href="https://example.org" rel="noopener noreferrer">`);
    expect(html).toContain(`<a href="02-regimes.html#s-x">`);
  });

  test.each(["//host/a", "<//host/a>", "&#47;/host/a", "//host/a 'title'", "\\\\\\\\host/a", "/\\\\host/a"])(
    "[link](%s) leads to no other machine, as a link and by reference",
    (url) => {
      const html = render(`[link](${url}) [link][ref] [link](/own/path)\n\n[ref]: ${url}`);
      const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
      expect(links).toContain("/own/path");
      for (const href of links) expect(new URL(href, "file:///reports/a.html").host).toBe("");
    },
  );

  test("the control: a browser takes such an address for another machine's", () => {
    expect(new URL("//host/a", "file:///reports/a.html").host).toBe("host");
  });

  test("shows pictures the notebook carries, and names those that would have to be fetched", () => {
    const attached = { "a b.png": { "image/png": "iVBO\n" } };
    expect(new Markdown().render("![x](attachment:a%20b.png)", attached)).toContain(
      `<img src="data:image/png;base64,iVBO" alt="x">`,
    );
    expect(render("![the book](http://example.org/a.png)")).toContain("[picture: the book]");
    expect(render("![x](attachment:gone.png)")).toContain("[picture: x]");
    expect(() => new Markdown().render("![x](attachment:100%.png)")).not.toThrow();
  });

  test("highlights fences of known languages, and leaves others as text", () => {
    expect(render("```ts\nconst a = 1;\n```")).toContain("hljs-keyword");
    expect(render("```python\nx = '<b>'\n```")).toContain("x = '&lt;b&gt;'".replace(/'/g, "&#39;"));
  });

  test("headings have ids of their own across the cells of a page", () => {
    const page = new Markdown();
    page.render("## Same\n\n## Über α");
    page.render("## Same\n\n## !");
    expect(page.headings.map(({ id }) => id)).toEqual(["s-same", "s-u-ber-α", "s-same-2", "s-section"]);
  });
});

describe("latexHtml(latex)", () => {
  test.each(["$$\\lambda$$", "$\\lambda$", "\\[\\lambda\\]", "\\begin{equation}\\lambda\\end{equation}"])(
    "%s is one formula, displayed",
    (latex) => {
      const html = latexHtml(latex);
      expect(html).toContain("katex-display");
      expect(html).not.toContain("katex-error");
    },
  );

  test("text with formulas in it is set as text", () => {
    expect(latexHtml("the price $\\lambda$ is <b>")).toMatch(/<p>the price <span class="katex">.* is &lt;b&gt;<\/p>/);
  });
});
