/**
 * What lint forbids, tried: `Math`'s functions whose bits differ between machines, in src and in the
 * cells of notebooks.
 */
import { join } from "node:path";

import { ESLint } from "eslint";
import { expect, test } from "vitest";

const root = join(__dirname, "..");
const eslint = new ESLint({ cwd: root, overrideConfigFile: join(root, ".eslint.config.mjs") });

const rulesOf = async (code: string, file: string): Promise<(string | null)[]> =>
  (await eslint.lintText(code, { filePath: join(root, file) }))[0].messages.map(({ ruleId }) => ruleId);

const notebook = (code: string): string => JSON.stringify({ cells: [{ cell_type: "code", source: [code] }] });

test.each([
  ["Math.exp(x)", "no-restricted-properties"],
  ["Math.hypot(x, x)", "no-restricted-properties"],
  ["const { log } = Math; log(x)", "no-restricted-properties"],
  ["x ** 2", "no-restricted-syntax"],
  ["x.toLocaleString()", "no-restricted-properties"],
  ["new Intl.NumberFormat().format(x)", "no-restricted-globals"],
])("a cell with %s is an error", async (code, rule) => {
  expect(await rulesOf(notebook(code), "notebooks/01-quickstart.ipynb")).toEqual([rule]);
});

test("a cell of square roots and the project's own functions is none", async () => {
  const code = 'import { exp } from "../src";\nconsole.log(exp(Math.sqrt(2)) * Math.PI)';
  expect(await rulesOf(notebook(code), "notebooks/01-quickstart.ipynb")).toEqual([]);
});
