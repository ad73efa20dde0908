/**
 * What may stand in the quotes at the cursor where they hold a path: in an import the files that can be imported and
 * the packages there are, elsewhere the files and folders from the notebook's folder.
 */
import { readFileSync, readdirSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, resolve } from "node:path";

import type { SourceFile, StringLiteralLike } from "typescript";

import type { CompletionItem } from "../../engine/engine";
import { isSpecifier } from "../language/cell-text";
import type { Completed } from "./completion";
import { ts } from "../language/typescript";

export interface PathPlace {
  /** Whether the quotes are an import's. */
  readonly imported: boolean;
  /** Whether what they hold looks like a path: it begins with a dot or a slash. */
  readonly certain: boolean;
  readonly complete: () => Completed;
}

/** The quotes at a cursor that may hold a path; undefined where there are none. */
export function pathAt(code: string, cursor: number, folder: string, root: string): PathPlace | undefined {
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, true);
  const literal = quotesAt(file, cursor);
  if (literal === undefined) return undefined;
  const start = literal.getStart(file) + 1;
  const typed = code.slice(start, cursor);
  const imported = isSpecifier(literal);
  if (!imported && !ts.isCallLikeExpression(literal.parent) && !/^[./~]/.test(typed)) return undefined;
  const relative = /^(\.\.?$|\.{0,2}\/)/.test(typed);
  return {
    imported,
    certain: relative,
    complete: () => {
      if (imported && !relative) return { items: packages(typed, root), start, end: cursor };
      const slash = typed.lastIndexOf("/") + 1;
      const items = entries(resolve(folder, typed.slice(0, slash)), typed.slice(slash), imported);
      return { items, start: start + slash, end: cursor };
    },
  };
}

function quotesAt(file: SourceFile, cursor: number): StringLiteralLike | undefined {
  const token = ts.findPrecedingToken(cursor, file);
  if (token === undefined || !ts.isStringLiteralLike(token)) return undefined;
  const [start, end] = [token.getStart(file), token.end];
  const closed = end - start > 1 && file.text[end - 1] === file.text[start];
  return cursor > start && (closed ? cursor < end : cursor <= end) ? token : undefined;
}

/** A folder's entries that begin as typed; of an import, without extension, those that can be imported. */
function entries(folder: string, typed: string, imported: boolean): CompletionItem[] {
  const found = list(folder).flatMap(({ name, isFolder }): CompletionItem[] => {
    if (!name.startsWith(typed) || name === "node_modules" || (name.startsWith(".") && !typed.startsWith(".")))
      return [];
    if (isFolder) return [{ text: `${name}/`, kind: "directory" }];
    if (!imported) return [{ text: name, kind: "file" }];
    const [, module] = /^(.+?)(?:\.d)?\.[jt]sx?$/.exec(name) ?? [];
    return module !== undefined
      ? [{ text: module, kind: "file" }]
      : /\.json$/.test(name)
        ? [{ text: name, kind: "file" }]
        : [];
  });
  const up = imported || typed !== "" ? [] : [{ text: "../", kind: "directory" }];
  return [...up, ...found].filter(({ text }, i, all) => all.findIndex((other) => other.text === text) === i);
}

function list(folder: string): { name: string; isFolder: boolean }[] {
  try {
    const found = readdirSync(folder, { withFileTypes: true });
    return found
      .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() || isLinkedFolder(folder, entry) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return []; // no such folder, or one that may not be looked into
  }
}

function isLinkedFolder(folder: string, entry: { name: string; isSymbolicLink(): boolean }): boolean {
  if (!entry.isSymbolicLink()) return false;
  try {
    return readdirSync(join(folder, entry.name)).length >= 0;
  } catch {
    return false;
  }
}

/** What a bare specifier may name: what package.json lists, here and in folders above, and Node's own modules. */
function packages(typed: string, root: string): CompletionItem[] {
  const names = new Set<string>();
  for (let at = root; ; at = dirname(at)) {
    for (const name of dependenciesIn(join(at, "package.json"))) names.add(name);
    if (dirname(at) === at) break;
  }
  for (const name of builtinModules) if (!name.startsWith("_")) names.add(name).add(`node:${name}`);
  return [...names].filter((name) => name.startsWith(typed)).map((text) => ({ text, kind: "module" }));
}

function dependenciesIn(path: string): string[] {
  try {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(path, "utf8")) as Record<string, object>;
    return Object.keys({ ...dependencies, ...devDependencies });
  } catch {
    return [];
  }
}
