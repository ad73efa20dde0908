/**
 * The notebooks that ship, as documents: what makes them readable, runnable anywhere and honest. That
 * they run is tested by running them.
 */
import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

import ts from "typescript";
import { describe, expect, test } from "vitest";

import { KERNEL_NAME, kernelSpec } from "../src/kernel/install/kernelspec";
import { parseNotebook, type Cell, type Notebook } from "../src/notebook/notebook-document";
import { readParameters } from "../src/notebook/parameters/parameters-cell";

const FOLDER = resolve(__dirname, "../notebooks");
const PACKAGES = ["danfojs-node"];
const MOST_LINES = 12;
const MOST_COLUMNS = 140;

/** What the barrel exports, types included. */
const EXPORTS = new Set(
  [...readFileSync(resolve(__dirname, "../src/index.ts"), "utf8").matchAll(/\{([^}]*)\} from/g)].flatMap(([, names]) =>
    names.split(",").flatMap((name) => name.replace(/^\s*type |^.* as /, "").match(/[\w$]+/) ?? []),
  ),
);

const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".ipynb"))
  .sort();

/** Everything that is wrong with a notebook, in sentences. */
function faults(text: string): string[] {
  const document = JSON.parse(text) as { nbformat: number; nbformat_minor: number; metadata: { kernelspec?: object } };
  const found: string[] = [];
  const check = (holds: boolean, fault: string): void => void (holds || found.push(fault));
  check(document.nbformat === 4 && document.nbformat_minor === 5, "is not nbformat 4.5");
  const { display_name, language } = kernelSpec();
  const spec = document.metadata.kernelspec as Record<string, unknown> | undefined;
  check(
    spec?.name === KERNEL_NAME && spec.display_name === display_name && spec.language === language,
    "names another kernel",
  );
  const notebook = parseNotebook(text, "notebook");
  const ids = notebook.cells.map(({ id }) => id);
  check(
    ids.every((id) => /^[a-z0-9-]{1,64}$/.test(id)) && new Set(ids).size === ids.length,
    "has ids that are not names, or not unique",
  );
  const code = notebook.cells.filter(({ cell_type }) => cell_type === "code");
  check(
    code.every(({ outputs, execution_count }) => outputs?.length === 0 && execution_count === null),
    "was committed with outputs",
  );
  check(code.filter(isTagged).length === 1, "has not one cell of parameters");
  check(/^# .+\n\n\*\*[^*]+\?\*\*/.test(notebook.cells[0].source), "does not open with a title and a question");
  check(findings(notebook) !== undefined, "does not end with findings computed from its cells");
  check(
    code.some(({ source }) => /^headline\(\{/m.test(source)),
    "has no headline numbers",
  );
  return [...found, ...code.flatMap((cell) => codeFaults(cell).map((fault) => `${cell.id}: ${fault}`))];
}

function isTagged({ metadata }: Cell): boolean {
  return ((metadata.tags ?? []) as string[]).includes("parameters");
}

/** The last cell's Markdown, where it is a template that is filled in with at least three values. */
function findings({ cells }: Notebook): ts.TemplateExpression | undefined {
  const last = cells[cells.length - 1];
  if (last.cell_type !== "code") return undefined;
  const statement = parse(last.source).statements.at(-1);
  if (statement === undefined || !ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression))
    return undefined;
  const {
    expression,
    arguments: [text],
  } = statement.expression;
  const filled = text !== undefined && ts.isTemplateExpression(text) && text.templateSpans.length >= 3;
  return expression.getText() === "display.markdown" && filled ? text : undefined;
}

function codeFaults({ source }: Cell): string[] {
  const found: string[] = [];
  const lines = source.split("\n");
  if (lines.length > MOST_LINES) found.push(`has ${lines.length} lines`);
  if (lines.some((line) => line.length > MOST_COLUMNS)) found.push("has a line that is too long");
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const from = (node.moduleSpecifier as ts.StringLiteral).text;
      if (from !== "../src" && !PACKAGES.includes(from)) found.push(`imports ${from}`);
      const named = node.importClause?.namedBindings;
      if (from === "../src" && named !== undefined && ts.isNamedImports(named)) {
        for (const { name } of named.elements)
          if (!EXPORTS.has(name.text)) found.push(`imports ${name.text}, which src has not`);
      }
    }
    const isFunction = (part: ts.Node | undefined): boolean =>
      part !== undefined && (ts.isArrowFunction(part) || ts.isFunctionExpression(part));
    if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) found.push(`defines ${node.name?.text}`);
    if ((ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node)) && isFunction(node.initializer))
      found.push(`defines ${node.name.getText()}`);
    if (ts.isIdentifier(node) && node.text === "require") found.push("requires");
    if (
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\b/.test(
        node.kind === ts.SyntaxKind.SourceFile ? source : "",
      )
    )
      found.push("reads a clock or an unseeded random number");
    ts.forEachChild(node, visit);
  };
  visit(parse(source));
  return found;
}

function parse(source: string): ts.SourceFile {
  return ts.createSourceFile("cell.ts", source, ts.ScriptTarget.Latest, true);
}

test("the eight notebooks are there, in order", () => {
  expect(files).toEqual([
    "01-quickstart.ipynb",
    "02-regimes.ipynb",
    "03-cost-surfaces.ipynb",
    "04-estimation.ipynb",
    "05-traps.ipynb",
    "06-sensitivity.ipynb",
    "07-constraints.ipynb",
    "08-walk-forward.ipynb",
  ]);
});

describe.each(files)("%s", (name) => {
  const text = readFileSync(join(FOLDER, name), "utf8");

  test("is short, imports its logic, opens with a question and ends with what it computed", () => {
    expect(faults(text)).toEqual([]);
  });

  test("declares parameters with a description, and numbers with bounds that hold the default", () => {
    const parameters = readParameters(parseNotebook(text, name), name);
    expect(parameters.length).toBeGreaterThan(0);
    for (const { description, type, minimum, default: value } of parameters) {
      expect(description).toMatch(/\w+/);
      if (type.kind === "number") expect(minimum).toBeLessThanOrEqual(value as number);
    }
  });

  test("its cells use what they import, and import what they use", () => {
    const code = parseNotebook(text, name)
      .cells.filter(({ cell_type }) => cell_type === "code")
      .map(({ source }) => source);
    const imported = code.flatMap((source) =>
      [...source.matchAll(/^import \{([^}]*)\} from/gm)].flatMap(([, names]) => names.split(",").map((n) => n.trim())),
    );
    const body = code.join("\n").replace(/^import .*$/gm, "");
    expect(imported.filter((n) => !new RegExp(`\\b${n}\\b`).test(body))).toEqual([]);
    expect(new Set(imported).size).toBe(imported.length);
    const called = [...EXPORTS].filter((n) => new RegExp(`(?<![\\w.])${n}\\(`).test(body));
    expect(called.length).toBeGreaterThan(0);
    expect(called.filter((n) => !imported.includes(n))).toEqual([]);
  });
});

describe("the checks can fail", () => {
  const good = JSON.parse(readFileSync(join(FOLDER, files[0]), "utf8")) as {
    metadata: object;
    cells: { id: string; cell_type: string; source: string[]; outputs?: object[]; metadata: object }[];
  };
  const broken = (change: (notebook: typeof good) => void): string[] => {
    const copy = structuredClone(good);
    change(copy);
    return faults(JSON.stringify(copy));
  };
  const at = (notebook: typeof good, id: string) =>
    notebook.cells.find((cell) => cell.id === id) as (typeof good.cells)[number];

  test.each<[string, (notebook: typeof good) => void]>([
    ["names another kernel", (notebook) => (notebook.metadata = { kernelspec: { name: "python3" } })],
    ["has not one cell of parameters", (notebook) => (at(notebook, "parameters").metadata = {})],
    [
      "does not open with a title and a question",
      (notebook) => (notebook.cells[0].source = ["# Quickstart\n", "\n", "**It allocates.**"]),
    ],
    [
      "does not end with findings computed from its cells",
      (notebook) => (notebook.cells[notebook.cells.length - 1].source = ["display.markdown(`It saves 46 %.`);"]),
    ],
    [
      "does not end with findings computed from its cells",
      (notebook) => void notebook.cells.push({ ...notebook.cells[0], id: "last" }),
    ],
    ["has no headline numbers", (notebook) => (at(notebook, "headline").source = ["1"])],
    [
      "was committed with outputs",
      (notebook) => (at(notebook, "allocate").outputs = [{ output_type: "stream", name: "stdout", text: "" }]),
    ],
    [
      "allocate: defines twice",
      (notebook) => (at(notebook, "allocate").source = ["const twice = (x: number) => 2 * x;"]),
    ],
    [
      "allocate: defines twice",
      (notebook) => (at(notebook, "allocate").source = ["function twice(x: number) { return 2 * x; }"]),
    ],
    [
      "allocate: imports node:fs",
      (notebook) => (at(notebook, "allocate").source = ['import { readFileSync } from "node:fs";']),
    ],
    [
      "allocate: imports minimise, which src has not",
      (notebook) => (at(notebook, "allocate").source = ['import { minimise } from "../src";']),
    ],
    [
      "allocate: reads a clock or an unseeded random number",
      (notebook) => (at(notebook, "allocate").source = ["Math.random()"]),
    ],
    [
      "allocate: has 13 lines",
      (notebook) => (at(notebook, "allocate").source = Array.from({ length: 13 }, (_, k) => `${k > 0 ? "\n" : ""}1;`)),
    ],
  ])("%s", (fault, change) => {
    expect(broken(change).join("\n")).toContain(fault);
  });
});
