/**
 * What the next cell may name: the declarations of all cells so far, as text, one name a statement. A
 * name that is declared again takes the place of the earlier one. What was made by the earlier one keeps
 * its type: where something still refers to it, an edited `interface Order` stays as `Orderʹ`, so that a
 * variable from before the edit is not taken for one of the new shape.
 */
import {
  declaredNames,
  joinDeclarations,
  parseDeclarations,
  type Declaration,
  type Reference,
} from "./declaration-text";
import { ts } from "./typescript";

/** A modifier letter that no one types, after the name of a type that has been declared anew. */
export const EARLIER_MARK = "ʹ";

/** The declarations of earlier cells as a cell sees them that declares some of their names anew. */
export interface SetAside {
  readonly text: string;
  /** The names that earlier declarations have from now on, by their names so far. */
  readonly renamed: ReadonlyMap<string, string>;
}

type Rename = (reference: Reference) => string | undefined;

/** Leaves out what a cell declares anew, `code` being its text; what is still referred to gets another name. */
export function setAside(declarations: string, code: string): SetAside {
  const all = parseDeclarations(declarations);
  const anew = new Map<string, number>();
  const cell = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, true);
  for (const { name, meaning } of declaredNames(cell.statements)) anew.set(name, (anew.get(name) ?? 0) | meaning);
  const again = ({ name, meaning }: Declaration): boolean => ((anew.get(name) ?? 0) & meaning) !== 0;
  const kept = withReferences(all, (declaration) => !again(declaration) && !isEarlier(declaration));
  const taken = new Set(all.map(({ name }) => name));
  const renamed = new Map<string, string>();
  for (const { name } of kept.filter(again)) {
    if (renamed.has(name)) continue;
    let other = name + EARLIER_MARK;
    while (taken.has(other)) other += EARLIER_MARK;
    taken.add(other);
    renamed.set(name, other);
  }
  const goes = new Set(kept.filter(again));
  const rename: Rename = ({ name, meaning }) =>
    kept.some((other) => other.name === name && (other.meaning & meaning) !== 0 && goes.has(other))
      ? renamed.get(name)
      : undefined;
  return { text: write(kept, rename), renamed };
}

/**
 * The declarations after a cell: those set aside and its own. What is the same as before has its name back. They stand
 * in the order of their names: a cell that is run again leaves them as they were.
 */
export function nextDeclarations({ text, renamed }: SetAside, own: string): string {
  const before = parseDeclarations(text);
  const after = parseDeclarations(own);
  const same = new Map([...renamed].map(([name, other]) => [other, name]));
  const back: Rename = ({ name }) => same.get(name);
  const named = (declarations: readonly Declaration[], name: string): Declaration[] =>
    declarations.filter((declaration) => declaration.name === name);
  // As many as can be the same at once: types may refer to each other.
  for (let size = -1; size !== same.size;) {
    size = same.size;
    for (const [other, name] of [...same])
      if (write(named(before, other), back) !== write(named(after, name))) same.delete(other);
  }
  const kept = before.filter(({ name }) => !same.has(name));
  const inOrder = (a: Declaration, b: Declaration): number => Number(a.name > b.name) - Number(a.name < b.name);
  if (same.size === 0) return joinDeclarations([...kept, ...after].sort(inOrder));
  const all = [...kept.map((one) => [one, back] as const), ...after.map((one) => [one, undefined] as const)];
  return all
    .sort(([a], [b]) => inOrder(a, b))
    .map(([one, rename]) => write([one], rename))
    .join("");
}

/** `declarations` without what a failed cell declares but never came to; `own` is what it declares. */
export function reachedDeclarations(
  declarations: string,
  own: Iterable<string>,
  isReached: (name: string) => boolean,
): string {
  const missing = new Set([...own].filter((name) => !isReached(name)));
  if (missing.size === 0) return declarations;
  // A class stays as a type where something is typed by it.
  return write(withReferences(parseDeclarations(declarations), ({ name, isValue }) => !isValue || !missing.has(name)));
}

function isEarlier({ name }: Declaration): boolean {
  return name.endsWith(EARLIER_MARK);
}

/** The declarations that are wanted, and those they refer to. */
function withReferences(
  declarations: readonly Declaration[],
  isWanted: (declaration: Declaration) => boolean,
): Declaration[] {
  const kept = new Set(declarations.filter(isWanted));
  for (const { references } of kept) {
    for (const { name, meaning } of references)
      for (const other of declarations) if (other.name === name && (other.meaning & meaning) !== 0) kept.add(other);
  }
  return declarations.filter((declaration) => kept.has(declaration));
}

function write(declarations: readonly Declaration[], rename: Rename = () => undefined): string {
  return declarations.map((declaration) => `${rewrite(declaration, rename)}\n`).join("");
}

function rewrite({ text, references }: Declaration, rename: Rename): string {
  let written = "";
  let at = 0;
  for (const reference of references) {
    const other = rename(reference);
    if (other === undefined) continue;
    written += text.slice(at, reference.start) + reference.prefix + other;
    at = reference.start + reference.name.length;
  }
  return written + text.slice(at);
}
