/** What src/index.ts exports, as TypeScript sees it: functions, their parameters, their docstrings' examples. */
import { join, resolve } from "node:path";

import ts from "typescript";

export const ROOT = resolve(__dirname, "../..");
const CONFIG = join(ROOT, "test/tsconfig.json");

export interface Exported {
  readonly name: string;
  readonly isFunction: boolean;
  /** Whether a parameter is an object of options. */
  readonly takesOptions: boolean;
  /** The code of each @example: what stands in its fences. */
  readonly examples: readonly string[];
}

/** The compiler's options of the tests. */
export function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(CONFIG, ts.sys.readFile) as { config: object };
  return ts.parseJsonConfigFileContent(config, ts.sys, join(ROOT, "test")).options;
}

/** Every value and type that src/index.ts exports, in its order. */
export function exportedNames(program: ts.Program): Exported[] {
  const checker = program.getTypeChecker();
  const index = program.getSourceFile(join(ROOT, "src/index.ts"));
  const module = index && checker.getSymbolAtLocation(index);
  if (module === undefined) throw new Error("src/index.ts is no module");
  return checker.getExportsOfModule(module).map((symbol) => {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const isFunction = (target.flags & ts.SymbolFlags.Function) !== 0;
    const parameters = isFunction
      ? checker.getTypeOfSymbol(target).getCallSignatures()[0].getParameters()
      : ([] as readonly ts.Symbol[]);
    const isOptions = (parameter: ts.Symbol): boolean => {
      const type = checker.getNonNullableType(checker.getTypeOfSymbol(parameter));
      return parameter.name === "options" || /Options$/.test((type.aliasSymbol ?? type.symbol)?.name ?? "");
    };
    return {
      name: symbol.name,
      isFunction,
      takesOptions: parameters.some(isOptions),
      examples: target
        .getJsDocTags(checker)
        .filter((tag) => tag.name === "example")
        .map((tag) => codeOf(ts.displayPartsToString(tag.text))),
    };
  });
}

function codeOf(example: string): string {
  return [...example.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code).join("\n");
}
