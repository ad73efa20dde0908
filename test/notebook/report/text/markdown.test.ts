import { describe, expect, test } from "vitest";

import { latexHtml, Markdown } from "../../../../src/notebook/report/text/markdown";

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

  test("shows raw HTML without what can act, and no link that runs something", () => {
    const html = render(
      "Raw <script>x</script> <b>b</b> [a](javascript:x) [b](https://example.org) [c](02-regimes.ipynb#s-x)\n\n" +
        `<h2 id="toggle-theme" onclick="x()">h</h2><iframe src="//a"></iframe><img src=x onerror=x()><style></style>`,
    );
    expect(html).not.toMatch(/<script|onclick|onerror|<iframe|<style|<img|toggle-theme|javascript:x"/);
    expect(html).toContain("<b>b</b>");
    expect(html).toContain(`<a href="https://example.org" rel="noopener noreferrer">`);
    expect(html).toContain(`<a href="02-regimes.html#s-x"`);
  });

  test("shows harmless HTML as Jupyter does, with Markdown and formulas within it", () => {
    const html = render("a<br>b H<sub>2</sub>O\n\n<details><summary>more</summary>\n\ninner $x$ **b**\n\n</details>");
    expect(html).toContain("a<br />b H<sub>2</sub>O");
    expect(html).toMatch(/<details><summary>more<\/summary>\s*<p>inner <span class="katex">.*<b|<strong>b<\/strong>/s);
    expect(html).toContain("</details>");
  });

  test("a formula in a sentence swallows nothing behind it", () => {
    const html = render("First $$ a $$. Then *this*.\n\nAnd this.");
    expect(html.match(/katex-display/g)).toHaveLength(1);
    expect(html).toContain("Then <em>this</em>.</p>");
    expect(html).toContain("<p>And this.</p>");
  });

  test("what is code holds no formula, and what stands in a formula is no Markdown", () => {
    expect(render("`$a` and `b$`, ``$c`$``\n\n```\n$d$\n```\n\n~~~\n$e$\n~~~\n\n    $f$")).not.toContain("katex");
    expect(render("$a_1$ and $b_1$ and $x*y$ and $z*w$")).not.toContain("<em>");
    expect(render("a price of \\$5 or $6")).not.toContain("katex");
    const table = render("| a | b |\n|---|---|\n| $|x|$ | $y$ |");
    expect(table.match(/<td>/g)).toHaveLength(2);
    expect(table.match(/class="katex"/g)).toHaveLength(2);
    expect(render("\\\\(a\\\\) \\\\[b\\\\]").match(/class="katex"/g)).toHaveLength(2);
  });

  test("equations have numbers through the page, and are referred to before and after", () => {
    const cells = [
      "By \\eqref{b} and $\\eqref{s}$.",
      "\\begin{equation}\\label{a}x=1\\end{equation}\\begin{align}y&=2\\label{b}\\\\z&=3\\notag\\\\w&=4\\end{align}",
      "$$v=5\\tag{*}\\label{s}$$ \\begin{equation}u\\label{c}\\end{equation} \\ref{a}, \\eqref{c}, \\eqref{none}",
    ];
    const page = new Markdown(cells);
    const [first, second, third] = cells.map((cell) => page.render(cell));
    expect(first).toContain("<p>By (2) and ");
    expect(first).toContain("\\text{(*)}");
    expect(second).toContain("\\tag{1}");
    expect(second).toContain("\\tag{3}");
    expect(third).toMatch(/ 1, \(4\), \(\?\?\?\)/);
    expect([first, second, third].join("")).not.toContain("katex-error");
  });

  test("no line begins with the comma behind a formula, nor with a percent sign", () => {
    expect(render("$x$, then $y$.")).toMatch(/<\/span>\u2060, then <span[^]*<\/span>\u2060\.<\/p>/);
    expect(render("$x$ alone")).not.toContain("\u2060");
    expect(render("95 % of *3 %*, `3 %`")).toContain("95\u00a0% of <em>3\u00a0%</em>, <code>3 %</code>");
  });

  test("task lists have boxes that show", () => {
    const html = render("- [ ] open\n- [x] done\n- [y] other");
    expect(html).toContain(`<li class="task">☐ open</li>`);
    expect(html).toContain(`<li class="task">☑ done</li>`);
    expect(html).toContain("<li>[y] other</li>");
  });

  test("a formula within a tag or an address stays its text there", () => {
    expect(render(`<b title="$x$ &quot;">$y$</b>`)).toMatch(/^<p><b title="\$x\$ &quot;"><span class="katex">/);
    expect(render("[l](http://a/$b$c)")).toContain(`href="http://a/$b$c"`);
    expect(render('[l]($//host$) [m]($x$"t")')).not.toMatch(/href="\/\//);
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
    const html = new Markdown().render(`<img src="attachment:a%20b.png" width="40">`, attached);
    expect(html).toContain(`src="data:image/png;base64,iVBO" width="40"`);
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
    expect(latexHtml("the price $\\lambda$ is <b>")).toMatch(/<p>the price <span class="katex">.* is <b><\/b><\/p>/);
  });
});
