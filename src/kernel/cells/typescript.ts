/**
 * TypeScript as cells are compiled with: the project's own, and what tslab asks of it beside.
 */
import { createRequire } from "node:module";

import type * as TypeScript from "typescript";

/** What typescript-for-tslab adds. */
interface Additions {
  getPreEmitDiagnosticsOfFiles(
    program: TypeScript.Program,
    files: readonly TypeScript.SourceFile[],
    token?: TypeScript.CancellationToken,
  ): readonly TypeScript.Diagnostic[];
}

const load = createRequire(__filename);

/** The file tslab requires it from. */
export const typescriptId = load.resolve("@tslab/typescript-for-tslab");

export const ts = load(typescriptId) as typeof TypeScript & Additions;
