/**
 * Cells compiled as the kernel does and run in this process, one program after the other with one compiler.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInThisContext } from "node:vm";

import { Compiler } from "../../src/kernel/cells/compile/compiler";
import { Home } from "../../src/kernel/cells/home";
import { metaOf } from "../../src/kernel/cells/language/import-meta";
import { ts } from "../../src/kernel/cells/language/typescript";

export interface CellRunner {
  /** The value of the last cell of a new notebook; rejects with the messages of a cell that does not compile. */
  run(cells: readonly string[]): Promise<unknown>;
  close(): void;
}

export function cellRunner(): CellRunner {
  const root = mkdtempSync(join(tmpdir(), "impactlab-cells-"));
  mkdirSync(join(root, "node_modules"));
  const compiler = new Compiler(root);
  const run = async (cells: readonly string[]): Promise<unknown> => {
    const home = new Home(metaOf(join(root, "cell.ts")));
    let declarations = "";
    for (const cell of cells) {
      const { reports, output, declOutput, hasToplevelAwait } = compiler.compile(declarations, cell);
      const messages = reports.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
      if (messages.length > 0) throw new Error(`${cell}: ${messages.join("; ")}`);
      const head = `(${hasToplevelAwait === true ? "async " : ""}function (exports, require, __tslab__) {`;
      const record = home.begin();
      await (runInThisContext(`${head}${output}\n})`) as (...args: unknown[]) => unknown)(
        home.values,
        createRequire(__filename),
        { cell: record },
      );
      declarations = declOutput ?? "";
    }
    return home.cell.value;
  };
  return {
    run,
    close: () => {
      compiler.close();
      rmSync(root, { recursive: true });
    },
  };
}

/** The value of the last expression of one TypeScript file with these parts. */
export async function runFile(parts: readonly string[]): Promise<unknown> {
  const text = [...parts.slice(0, -1), `export const result = (${parts[parts.length - 1]});`].join("\n");
  const compilerOptions = { module: ts.ModuleKind.ES2022, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(text, { compilerOptions });
  const module = (await import(`data:text/javascript,${encodeURIComponent(outputText)}`)) as { result: unknown };
  return module.result;
}
