/**
 * A run whose every string tries to act: scripts, handlers, links, forms, styles, pictures to fetch.
 */
import type { Cell } from "../../src/notebook/notebook-document";
import type { RunRecord } from "../../src/notebook/record/run-record";
import { code, error, markdown, mime, recordOf, shown, stream } from "./run-records";

/** Text that would call `fired` if any of it were taken for HTML. */
export function HOSTILE(place: string): string {
  return `${place}</script></style></title>--><script>fired('${place}')</script><img src=x onerror=fired('${place}')>`;
}

const HTML = [
  `<b>bold stays</b><script>fired('html script')</script>`,
  `<img src="x" onerror="fired('html onerror')"><img src="http://127.0.0.1:9/pixel.png"><img src="//127.0.0.1:9/pixel.png">`,
  `<a href="javascript:fired('html link')">link</a><a href=" java\tscript:fired('html link')">link</a>`,
  `<a href="data:text/html,<script>1</script>">link</a>`,
  `<iframe srcdoc="<script>parent.fired('frame')</script>"></iframe><object data="x"></object><embed src="x"><base href="http://127.0.0.1:9/">`,
  `<form action="http://127.0.0.1:9/"><input name="toggle-theme"><button>send</button></form>`,
  `<style>body{display:none}@import "http://127.0.0.1:9/x.css"</style><link rel="stylesheet" href="http://127.0.0.1:9/x.css">`,
  `<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/"><div id="toggle-theme" style="position:fixed;inset:0;z-index:9999;background:url(http://127.0.0.1:9/x.png)">cover</div>`,
  `<svg onload="fired('svg in html')"><script>fired('svg script')</script></svg>`,
  `<math><mtext><script>fired('math')</script></mtext></math>`,
  `<table class="dataframe failure bar" onclick="fired('table')">`,
  `<tr><td style="color:red;position:fixed">cell</td></tr></table>`,
].join("\n");

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" onload="fired('svg onload')"><script>parent.fired('svg script')</script><image href="http://127.0.0.1:9/x.png"/><foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><iframe src="javascript:fired('svg frame')"/></body></foreignObject><circle cx="20" cy="20" r="9"/></svg>`;

const MARKDOWN = `# ${HOSTILE("title")}

${HOSTILE("markdown")}

<script>fired('markdown script')</script>

<div onclick="fired('markdown div')">raw</div>

[link](javascript:fired('markdown')) [link](JaVaScRiPt:fired('x')) [link](data:text/html,x) [link][ref]
<javascript:fired('auto')>

![picture](http://127.0.0.1:9/pixel.png) ![picture](javascript:fired('picture')) ![${HOSTILE("alt")}](attachment:a.png) ![svg](data:image/svg+xml;base64,${Buffer.from(SVG).toString("base64")})

[ref]: javascript:fired('reference)

$\\href{javascript:fired('tex')}{x}$ $\\htmlData{onclick=fired('tex')}{x}$ $\\includegraphics{http://127.0.0.1:9/x.png}$ $\\text{${"<img src=x onerror=fired('tex')>"}}$ $\\def\\a{\\a\\a}\\a$

\`\`\`ts"><script>fired('fence')</script>
${HOSTILE("fence")}
\`\`\`

## ${HOSTILE("heading")}
`;

export function hostileRecord(): RunRecord {
  const figure = {
    data: [
      {
        type: "scatter",
        y: [1, 2],
        name: HOSTILE("trace"),
        text: [HOSTILE("text"), `<a href="javascript:fired('figure link')">x</a>`],
        hovertemplate: HOSTILE("hover"),
      },
      {
        type: "surface",
        z: [
          [1, 2],
          [3, 4],
        ],
        name: `<a href="javascript:fired('surface')">x</a>`,
      },
    ],
    layout: {
      title: { text: HOSTILE("figure") },
      xaxis: { title: { text: `<a href="javascript:fired('axis')">axis</a>` } },
      annotations: [{ text: HOSTILE("annotation"), x: 0, y: 1 }],
    },
  };
  const attached: Cell = {
    ...markdown(MARKDOWN),
    attachments: { "a.png": { [`image/png" onerror="fired('attachment')`]: `x" onerror="fired('attachment')` } },
  };
  const cells = [
    attached,
    markdown("## Another"),
    code(
      HOSTILE("code"),
      stream("stdout", HOSTILE("stream")),
      stream("stderr", `\x1b]8;;javascript:fired('osc')\x07link\x1b]8;;\x07 \x1b[31m${HOSTILE("red")}\x1b[0m`),
      shown(figure),
      mime({ "text/html": HTML }),
      mime({ "text/markdown": MARKDOWN }),
      mime({ "text/latex": `$$\\href{javascript:fired('latex')}{x}$$ ${HOSTILE("latex")}` }),
      mime({ "text/latex": HOSTILE("latex alone") }),
      mime({ "image/svg+xml": SVG, "text/plain": HOSTILE("svg alt") }),
      mime({ "image/png": `x" onerror="fired('png')` }),
      mime({ "application/json": { [HOSTILE("key")]: HOSTILE("json") } }),
      mime({ "text/plain": HOSTILE("plain") }),
      mime({
        "application/vnd.plotly.v1+json": { data: HOSTILE("no figure"), layout: [] },
        "text/html": "<script>fired('no figure')</script>",
      }),
      error(HOSTILE("ename"), HOSTILE("evalue"), HOSTILE("traceback")),
    ),
  ];
  const plain = recordOf(cells);
  return {
    ...plain,
    source: HOSTILE("source path"),
    title: HOSTILE("title"),
    headline: [{ name: HOSTILE("headline"), value: HOSTILE("headline value"), unit: HOSTILE("unit") }],
    parameters: [
      {
        name: HOSTILE("name"),
        type: `"${HOSTILE("type")}"`,
        value: HOSTILE("value"),
        default: HOSTILE("default"),
        given: true,
        description: HOSTILE("description"),
        unit: HOSTILE("unit"),
      },
    ],
    failure: {
      cell: 2,
      id: "x",
      kind: "error",
      ename: HOSTILE("ename"),
      evalue: HOSTILE("evalue"),
      message: HOSTILE("message"),
    },
    provenance: {
      ...plain.provenance,
      git: { commit: HOSTILE("commit"), dirty: true },
      data: [{ path: HOSTILE("path"), sha256: HOSTILE("hash"), bytes: 1 }],
      packages: { [HOSTILE("package")]: HOSTILE("version") },
      node: HOSTILE("node"),
      seeds: { [HOSTILE("seed")]: 1 },
    },
  };
}
