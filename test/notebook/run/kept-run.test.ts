import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

import type { Cell } from "../../../src/notebook/notebook-document";
import { fileHash } from "../../../src/notebook/provenance/data-reads";
import { packageVersions } from "../../../src/notebook/provenance/provenance";
import type { RunRecord } from "../../../src/notebook/record/run-record";
import { keptRun, type KeptOptions } from "../../../src/notebook/run/kept-run";
import { prepareRun } from "../../../src/notebook/run/prepare-run";
import { writeRun } from "../../../src/notebook/run/write-run";
import { writeNotebook, type CellInput } from "../../support/notebook-file";
import { makeProject, type Project } from "../../support/project";
import { error, recordOf, stream } from "../../support/run-records";

const CELLS: CellInput[] = [
  { markdown: "# A" },
  { code: "const size: number = 250;", tags: ["parameters"] },
  'import { twice } from "../src"; twice(size)',
  { code: 'throw new Error("expected")', tags: ["raises-exception"] },
];

let project: Project;
let path: string;

beforeEach(async () => {
  project = makeProject({
    "package.json": '{ "dependencies": { "yaml": "*" } }',
    "src/index.ts": 'export { twice } from "./twice";\n',
    "src/twice.ts": "export const twice = (n: number): number => 2 * n;\n",
    "data/a.csv": "1\n",
    "out/other.txt": "",
  });
  path = writeNotebook(join(project.notebooks, "a.ipynb"), CELLS);
  await leave({});
});

afterEach(() => project.remove());

const file = (name: string): string => join(project.root, name);

/** What a run of the notebook as it is now would leave; `changes` are the run's. */
async function leave(changes: Partial<RunRecord>, outputs: Cell["outputs"] = [stream("stdout", "500\n")]) {
  const { root, notebook, code, source, title, parameters } = prepareRun(path, { size: 7 });
  const { provenance } = recordOf([]);
  notebook.cells[2].outputs = outputs;
  notebook.cells[3].outputs = [error("Error", "expected", "Error: expected")];
  notebook.metadata.impactlab = { times: provenance.times };
  const data = [{ path: "data/a.csv", sha256: await fileHash("data/a.csv", root), bytes: 2 }];
  const stood = { ...provenance, code, data, packages: packageVersions(root) };
  const record = { source, title, notebook, parameters, headline: [], failure: null, provenance: stood, ...changes };
  await writeRun(record, file("out"), "a", true);
}

const kept = (size = 7, options: Partial<KeptOptions> = {}): Promise<RunRecord | undefined> =>
  keptRun({ path, name: "a", parameters: { size } }, { out: file("out"), html: true, ...options });

test("keptRun(planned) is the record of a run that would come to the same, with its notebook", async () => {
  const record = await kept();
  expect(record).toMatchObject({
    source: "notebooks/a.ipynb",
    failure: null,
    parameters: [{ name: "size", value: 7 }],
  });
  expect(record?.notebook.cells[2].outputs).toEqual([stream("stdout", "500\n")]);
});

const edit = (name: string, from: string, to: string): void => {
  const text = readFileSync(file(name), "utf8");
  expect(text).toContain(from);
  writeFileSync(file(name), text.replace(from, to));
};
const failure = { cell: 2, id: "cell-2", kind: "error" as const, ename: "E", evalue: "v", message: "cell 3 failed" };

test.each<[string, () => unknown]>([
  ["a cell was edited", () => edit("notebooks/a.ipynb", "twice(size)", "twice(size + 1)")],
  ["its prose was edited", () => edit("notebooks/a.ipynb", "# A", "# B")],
  ["a tag was taken away", () => edit("notebooks/a.ipynb", "raises-exception", "raises")],
  ["a parameter's default was edited", () => edit("notebooks/a.ipynb", "size: number = 250", "size: number = 25")],
  ["a source file was edited, however far behind", () => edit("src/twice.ts", "2 * n", "n + n")],
  ["a data file was edited", () => edit("data/a.csv", "1", "2")],
  ["a data file is gone", () => rmSync(file("data/a.csv"))],
  ["it stood on other packages", () => edit("package.json", '"yaml"', '"zod"')],
  ["it failed", () => leave({ failure })],
  ["an error was passed over", () => leave({}, [error("Error", "no", "Error: no")])],
  ["its page is not there", () => rmSync(file("out/a.html"))],
  ["its data are not there", () => rmSync(file("out/a.report.json"))],
  ["its data are cut short", () => writeFileSync(file("out/a.report.json"), '{ "format": "impact')],
  ["its data are none of a run", () => writeFileSync(file("out/a.report.json"), '{ "format": "other" }')],
  ["its data are of another version", () => edit("out/a.report.json", '"version": 1', '"version": 0')],
  ["its notebook is of another run", () => edit("out/a.ipynb", "T09:30:12.345Z", "T09:31:12.345Z")],
  ["its notebook is cut short", () => writeFileSync(file("out/a.ipynb"), "{")],
])("keptRun(planned) keeps nothing where %s", async (_, change) => {
  await change();
  expect(await kept()).toBeUndefined();
});

test("keptRun(planned) keeps nothing of other parameters, and without a page what lacks one", async () => {
  expect(await kept(8)).toBeUndefined();
  rmSync(file("out/a.html"));
  expect(await kept(7, { html: false })).toBeDefined();
});

test("keptRun(planned, { allowErrors: true }) keeps a run whose errors it would pass over again", async () => {
  await leave({}, [error("Error", "no", "Error: no")]);
  expect(await kept(7, { allowErrors: true })).toBeDefined();
});

test.each([
  ["emptied", () => ""],
  ["edited", (html: string) => html.replace("</body>", "<p>SAVES 99 %</p></body>")],
])("keptRun(planned) keeps no run whose page was %s; without a page wanted it is kept", async (_, change) => {
  const page = file("out/a.html");
  writeFileSync(page, change(readFileSync(page, "utf8")));
  expect(await kept()).toBeUndefined();
  expect(await kept(7, { html: false })).toBeDefined();
});
