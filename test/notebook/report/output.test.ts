import { describe, expect, test } from "vitest";

import { Figures } from "../../../src/notebook/report/page/figures";
import { headline } from "../../../src/notebook/record/headline";
import { outputHtml } from "../../../src/notebook/report/output";
import { error, mime, shown, stream } from "../../support/run-records";

const show = (output: Parameters<typeof outputHtml>[0]): string => outputHtml(output, new Figures());

describe("outputHtml(output)", () => {
  test("tells standard error from standard output, and shows colours and overwritten lines as a terminal does", () => {
    expect(show(stream("stdout", "<b>\n"))).toContain(`class="stream stdout"`);
    expect(show(stream("stderr", "x"))).toContain(`class="stream stderr"`);
    expect(show(stream("stdout", "10%\r50%\r100%\ndone\r\n"))).toContain(">100%\ndone</pre>");
    expect(show(stream("stdout", "\x1b[31mred\x1b[39m <b>"))).toContain(
      `<span class="ansi-red-fg">red</span> &lt;b&gt;`,
    );
  });

  test("shows of long text the beginning and the end, and how much is between", () => {
    const lines = show(stream("stdout", Array.from({ length: 1_700_000 }, (_, i) => `line ${i}\n`).join("")));
    expect(lines.length).toBeLessThan(50_000);
    expect(lines).toMatch(
      /line 999<\/pre><p class="left-out">1,698,001 lines, [\d,]+ characters left out here; the .ipynb has them all<\/p><pre [^>]*>line 1699001\n/,
    );
    expect(lines).toContain("line 1699999</pre>");
    const one = show(stream("stdout", "a".repeat(5e6) + "b".repeat(5e6)));
    expect(one).toContain("a</pre>");
    expect(one).toContain(">9,800,000 characters left out here");
    expect(one.length).toBeLessThan(201_000);
    expect(show(stream("stdout", "x\n".repeat(1999)))).not.toContain("left out");
    for (const output of [
      error("E", "v", "x".repeat(1e6)),
      mime({ "text/plain": "x".repeat(1e6) }),
      mime({ "application/json": Array(1e5).fill(0) }),
    ]) {
      expect(show(output)).toContain("left out here");
    }
  });

  test("says of a figure that is none that it is none, where there is nothing else to show", () => {
    expect(show(mime({ "application/vnd.plotly.v1+json": { data: "nope", layout: {} } }))).toContain(
      "says it is a Plotly figure, and is none",
    );
    expect(show(mime({ "application/vnd.plotly.v1+json": { data: "nope" }, "text/plain": "text" }))).toContain(
      ">text</pre>",
    );
  });

  test("shows a traceback, or name and message where there is none", () => {
    expect(show(error("E", "v", "line 1", "line 2"))).toContain("line 1\nline 2");
    expect(show(error("TypeError", "a <b>"))).toContain("TypeError: a &lt;b&gt;");
  });

  test.each([
    [
      "a figure before its HTML",
      shown({ data: [{ type: "bar", y: [1] }], layout: {} }),
      /<figure class="plot"><div data-figure="[0-9a-f]{16}"/,
    ],
    ["HTML before text", mime({ "text/html": "<b>html</b>", "text/plain": "text" }), /<b>html<\/b>/],
    [
      "text where the HTML was scripts alone",
      mime({ "text/html": "<script>x</script>", "text/plain": "text" }),
      /<pre class="result".*>text<\/pre>/,
    ],
    [
      "a still picture before HTML that draws by script",
      mime({ "text/html": "<div>loading</div><script>x</script>", "image/png": "iVBO" }),
      /<img src="data:image\/png;base64,iVBO"/,
    ],
    ["Markdown", mime({ "text/markdown": "*a*" }), /<em>a<\/em>/],
    ["SVG as a picture", mime({ "image/svg+xml": "<svg/>" }), /<img src="data:image\/svg\+xml;base64,PHN2Zy8\+"/],
    ["JSON, highlighted", mime({ "application/json": { a: 1 } }), /hljs-attr/],
    ["text where a picture is none", mime({ "image/png": `x" onerror="y`, "text/plain": "text" }), />text<\/pre>/],
  ])("shows %s", (_name, output, expected) => {
    expect(show(output)).toMatch(expected);
  });

  test("keeps danfo's tables as tables that scroll within themselves", () => {
    const table = { shape: [1, 2], columns: ["a", "<b>"], index: [0], values: [[1, "</td>"]] };
    const html = show(shown(table));
    expect(html).toContain(`<div class="wide html" tabindex="0"><table class="dataframe">`);
    expect(html).toContain(`<td class="text">&lt;/td&gt;</td>`);
  });

  test.each([
    ["handlers", `<b onclick="x">t</b>`, "<b>t</b>"],
    ["ids, names and foreign classes", `<div id="a" name="b" class="bar">t</div>`, "<div>t</div>"],
    [
      "styles that place things over others",
      `<p style="position:fixed;color:red;background:url(x)">t</p>`,
      `<p style="color:red">t</p>`,
    ],
    ["frames, forms and styles", `<style>p{}</style><iframe src="x"></iframe><form>t</form>`, "t"],
    ["pictures from elsewhere", `<img src="https://a/b.png"><img src="//a/b.png">t`, "t"],
    ["links that run", `<a href="javascript:x">t</a>`, `<a rel="noopener noreferrer">t</a>`],
  ])("takes %s out of HTML", (_what, html, left) => {
    expect(show(mime({ "text/html": html }))).toContain(`>${left}</div>`);
  });
});

test("outputHtml(headline) leads to the head of the page: the same numbers are not shown twice", () => {
  const html = outputHtml(shown(headline({ Cost: 1234.56789 })), new Figures());
  expect(html).toContain(`<a href="#headline">`);
  expect(html).not.toContain("1234");
});
