/**
 * What may stand at the cursor, as TypeScript knows it: names that begin with what is typed before those that hold it,
 * and of an object its own members before those that every function has. With each its kind, and of the first ones
 * their type and comment.
 */
import type { CompletionEntry, Program, SourceFile, Symbol, TypeChecker } from "typescript";

import type { CompletionItem } from "../../engine/engine";
import { readDocs } from "./late-docs";
import { EARLIER_MARK } from "../language/declarations";
import { ts } from "../language/typescript";

export interface Completed {
  readonly items: readonly CompletionItem[];
  /** What they take the place of. */
  readonly start: number;
  readonly end: number;
}

/** How many are told in full. */
const DESCRIBED = 30;
/** What every function and every object has. */
const COMMON = /^(Function|CallableFunction|NewableFunction|Object)$/;

const token = { isCancellationRequested: () => false, throwIfCancellationRequested: () => undefined };

export function completeAt(program: Program, file: SourceFile, position: number): Completed {
  const checker = program.getTypeChecker();
  const word = wordAt(file, position);
  const imports = namesBefore(file.text, position);
  const entries = imports === undefined ? listed(program, file, position) : exported(checker, file, imports);
  const ranked = entries.flatMap((entry, i) => {
    // The name of a type as it was before an edit is for messages alone.
    const rank = entry.name.endsWith(EARLIER_MARK) ? undefined : rankOf(entry.name, word.text);
    return rank === undefined ? [] : [{ entry, key: `${rank}${isCommon(entry.symbol) ? 1 : 0}${entry.sortText}`, i }];
  });
  ranked.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.i - b.i));
  const items = ranked.map(({ entry }, at) => describe(checker, file, entry, at < DESCRIBED));
  return { items, start: word.start, end: word.end };
}

interface Entry {
  readonly name: string;
  readonly kind: string;
  readonly sortText: string;
  readonly symbol?: Symbol;
}

/** TypeScript's own list; without a name typed, by name. */
function listed(program: Program, file: SourceFile, position: number): Entry[] {
  const info = ts.Completions.getCompletionsAtPosition(
    { getCompilationSettings: () => program.getCompilerOptions() },
    program,
    () => undefined,
    file,
    position,
    {},
    undefined,
    ts.CompletionTriggerKind.Invoked,
    token,
    undefined,
    true,
  );
  return [...((info?.entries ?? []) as readonly CompletionEntry[])].sort((a, b) =>
    a.sortText === b.sortText && a.name !== b.name ? a.name.localeCompare(b.name) : 0,
  );
}

/** Whether a cursor stands in the braces of an import that does not say yet where from. */
export function isBareImport(text: string, position: number): boolean {
  return namesBefore(text, position) !== undefined;
}

/** The names in `import { a, b` where no `from` has been written yet; undefined anywhere else. */
function namesBefore(text: string, position: number): string[] | undefined {
  const match = /(?:^|[;\n])\s*import\s+(?:type\s+)?\{([^{}]*)$/.exec(text.slice(0, position));
  if (match === null || /^[^;\n]*\}\s*from\b/.test(text.slice(position))) return undefined;
  const names = match[1].split(",").slice(0, -1);
  return names.map((name) => name.trim().replace(/^type\s+/, ""));
}

/** What the project's modules in reach of a cell export: those it has imported from. */
function exported(checker: TypeChecker, file: SourceFile, taken: readonly string[]): Entry[] {
  const earlier = (file as unknown as { parent?: SourceFile }).parent;
  const literals = [file, earlier]
    .flatMap((source) => source?.statements ?? [])
    .flatMap((statement) => (ts.isImportDeclaration(statement) ? [statement.moduleSpecifier] : []));
  const own = literals.filter((literal) => ts.isStringLiteral(literal) && literal.text.startsWith("."));
  const modules = new Set(own.flatMap((literal) => checker.getSymbolAtLocation(literal) ?? []));
  const symbols = [...modules].flatMap((module) => checker.getExportsOfModule(module));
  const entries = symbols.map((symbol) => ({
    name: symbol.name,
    kind: kindOf(aliased(checker, symbol)),
    sortText: symbol.name,
    symbol,
  }));
  return entries.filter(({ name }, i) => !taken.includes(name) && entries.findIndex((e) => e.name === name) === i);
}

function describe(checker: TypeChecker, file: SourceFile, entry: Entry, whole: boolean): CompletionItem {
  const { name: text, kind, symbol } = entry;
  if (!whole || symbol === undefined) return { text, kind };
  const target = aliased(checker, symbol);
  readDocs([symbol, target]);
  const documentation = ts.displayPartsToString(target.getDocumentationComment(checker));
  const declaration = target.valueDeclaration ?? target.declarations?.[0];
  const type =
    declaration && target.flags & ts.SymbolFlags.Value ? checker.getTypeOfSymbolAtLocation(target, file) : undefined;
  return {
    text,
    kind: kind === "alias" ? kindOf(target) : kind,
    ...(type === undefined ? {} : { signature: checker.typeToString(type) }),
    ...(documentation === "" ? {} : { documentation }),
  };
}

function aliased(checker: TypeChecker, symbol: Symbol): Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function kindOf({ flags }: Symbol): string {
  const kinds: readonly [number, string][] = [
    [ts.SymbolFlags.Function, "function"],
    [ts.SymbolFlags.Class, "class"],
    [ts.SymbolFlags.Interface, "interface"],
    [ts.SymbolFlags.TypeAlias, "type"],
    [ts.SymbolFlags.Enum, "enum"],
    [ts.SymbolFlags.Module, "module"],
    [ts.SymbolFlags.Variable, "const"],
  ];
  return kinds.find(([flag]) => (flags & flag) !== 0)?.[1] ?? "alias";
}

function isCommon(symbol: Symbol | undefined): boolean {
  const parent = (symbol as { parent?: Symbol } | undefined)?.parent;
  return parent !== undefined && COMMON.test(parent.name);
}

/** 0 where a name begins with what is typed, 1 where it does but for the case of letters, 2 where it holds it. */
function rankOf(name: string, typed: string): number | undefined {
  if (name.startsWith(typed)) return 0;
  const [low, part] = [name.toLowerCase(), typed.toLowerCase()];
  return low.startsWith(part) ? 1 : low.includes(part) ? 2 : undefined;
}

/** The name that the cursor stands in or behind, or all of the text in quotes. */
function wordAt(file: SourceFile, position: number): { text: string; start: number; end: number } {
  const quoted = ts.findPrecedingToken(position, file);
  if (quoted !== undefined && ts.isStringLiteralLike(quoted) && quoted.getStart(file) < position) {
    const start = quoted.getStart(file) + 1;
    const closed = quoted.end > start && file.text[quoted.end - 1] === file.text[start - 1];
    const end = closed ? quoted.end - 1 : quoted.end;
    if (position <= end) return { text: file.text.slice(start, position), start, end };
  }
  const [before] = /#?[\p{ID_Continue}$]*$/u.exec(file.text.slice(0, position)) ?? [""];
  const [after] = /^[\p{ID_Continue}$]*/u.exec(file.text.slice(position)) ?? [""];
  return { text: before, start: position - before.length, end: position + after.length };
}
