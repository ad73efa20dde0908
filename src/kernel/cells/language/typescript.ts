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
  getQuickInfoAtPosition(
    file: TypeScript.SourceFile,
    checker: TypeScript.TypeChecker,
    token: TypeScript.CancellationToken,
    position: number,
  ): TypeScript.QuickInfo | undefined;
}

/** What TypeScript's language service is made of, which its types keep to itself. */
interface Services {
  getTouchingPropertyName(file: TypeScript.SourceFile, position: number): TypeScript.Node;
  findPrecedingToken(position: number, file: TypeScript.SourceFile): TypeScript.Node | undefined;
  readonly SignatureHelp: {
    getSignatureHelpItems(
      program: TypeScript.Program,
      file: TypeScript.SourceFile,
      position: number,
      reason: undefined,
      token: TypeScript.CancellationToken,
    ): TypeScript.SignatureHelpItems | undefined;
  };
  readonly Completions: {
    getCompletionsAtPosition(
      host: object,
      program: TypeScript.Program,
      log: (text: string) => void,
      file: TypeScript.SourceFile,
      position: number,
      preferences: TypeScript.UserPreferences,
      trigger: undefined,
      kind: TypeScript.CompletionTriggerKind,
      token: TypeScript.CancellationToken,
      format: undefined,
      includeSymbol: boolean,
    ): TypeScript.CompletionInfo | undefined;
  };
}

const load = createRequire(__filename);

/** The file tslab requires it from. */
export const typescriptId = load.resolve("@tslab/typescript-for-tslab");

export const ts = load(typescriptId) as typeof TypeScript & Additions & Services;
