/**
 * Declarations as text, taken apart: one name each, with the places where it names others.
 */
import type {
  BindingName,
  EntityName,
  Expression,
  Identifier,
  ImportDeclaration,
  ModuleBlock,
  ModuleDeclaration,
  Node,
  SourceFile,
  Statement,
  TypeParameterDeclaration,
  VariableStatement,
} from "typescript";

import { ts } from "./typescript";

/** A name may be a value, a type, or both at once: a class, an enum, whatever is imported. */
const VALUE = 1;
const TYPE = 2;
const BOTH = VALUE | TYPE;

/** A place in a declaration's text where a name stands: its own, or that of another declaration. */
export interface Reference {
  readonly name: string;
  readonly meaning: number;
  readonly start: number;
  /** What another name needs before it there: `import { a as b }`. */
  readonly prefix: string;
}

export interface Declaration extends Omit<Reference, "start" | "prefix"> {
  readonly text: string;
  readonly isValue: boolean;
  /** In the order of the text. */
  readonly references: readonly Reference[];
}

/** The text that was taken apart last: a cell asks three times of what it may name. */
let last: { readonly text: string; readonly declarations: readonly Declaration[] } = { text: "", declarations: [] };

/** The declarations of a `.d.ts` text. What exports is left out. */
export function parseDeclarations(text: string): readonly Declaration[] {
  if (text !== last.text) last = { text, declarations: declarationsIn(text) };
  return last.declarations;
}

function declarationsIn(text: string): Declaration[] {
  const whole = parse(text);
  const single = singly(whole);
  const file = single === text.trimEnd() ? whole : parse(single);
  return file.statements.flatMap((statement) => {
    const [own] = namesOf(statement);
    if (own === undefined) return [];
    const start = statement.getStart(file, true);
    const references = referencesIn(statement).map((reference) => ({ ...reference, start: reference.start - start }));
    const { name, meaning } = own;
    return [
      { name, meaning, isValue: (meaning & VALUE) !== 0, text: file.text.slice(start, statement.end), references },
    ];
  });
}

/** Declarations as one text, which need not be taken apart again. */
export function joinDeclarations(declarations: readonly Declaration[]): string {
  const text = declarations.map((declaration) => `${declaration.text}\n`).join("");
  last = { text, declarations };
  return text;
}

/** The values that declarations name. */
export function valueNames(text: string): Set<string> {
  return new Set(parseDeclarations(text).flatMap(({ name, isValue }) => (isValue ? [name] : [])));
}

/** What a file's statements declare at its top, `var`s in its blocks and loops included. */
export function declaredNames(statements: readonly Statement[]): { name: string; meaning: number }[] {
  const nested = statements.flatMap(nestedVariables).map(({ text }) => ({ name: text, meaning: VALUE }));
  return [...statements.flatMap(namesOf), ...nested];
}

/** The identifiers that a pattern binds. */
export function boundNames(name: BindingName): Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return [...name.elements].flatMap((element) => (ts.isOmittedExpression(element) ? [] : boundNames(element.name)));
}

/** The identifiers that an import binds. */
export function importedNames({ importClause }: ImportDeclaration): Identifier[] {
  const { name, namedBindings } = importClause ?? {};
  const named =
    namedBindings === undefined
      ? []
      : ts.isNamespaceImport(namedBindings)
        ? [namedBindings.name]
        : namedBindings.elements.map((element) => element.name);
  return [...(name === undefined ? [] : [name]), ...named];
}

/** The `var`s in a statement of the top that belong to no function. */
export function nestedVariables(statement: Statement): Identifier[] {
  const found: Identifier[] = [];
  const visit = (node: Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) return;
    if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) === 0)
      found.push(...node.declarations.flatMap(({ name }) => boundNames(name)));
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

function parse(text: string): SourceFile {
  return ts.createSourceFile("declarations.d.ts", text, ts.ScriptTarget.Latest, true);
}

/** The text with a statement for each name. */
function singly(file: SourceFile): string {
  return file.statements
    .flatMap((statement) => {
      if (isAugmentation(statement)) return additionsOf(statement).map(({ text }) => text);
      const start = statement.getStart(file, true);
      const whole = file.text.slice(start, statement.end);
      if (ts.isVariableStatement(statement) && statement.declarationList.declarations.length > 1)
        return variablesOf(statement).map(({ text }) => text);
      return ts.isImportDeclaration(statement) ? importsOf(statement, file) : [whole];
    })
    .join("\n");
}

/** The variables of a statement, and a statement for each. */
function variablesOf(statement: VariableStatement): { readonly name: string; readonly text: string }[] {
  const file = statement.getSourceFile();
  const { declarations } = statement.declarationList;
  const before = file.text.slice(statement.getStart(file, true), declarations[0].getStart(file));
  return declarations.map((declaration) => ({
    name: declaration.name.getText(file),
    text: `${before}${declaration.getText(file)};`,
  }));
}

function importsOf(statement: ImportDeclaration, file: SourceFile): string[] {
  const { importClause: clause, moduleSpecifier } = statement;
  if (clause === undefined) return [];
  const keyword = clause.isTypeOnly ? "import type" : "import";
  const from = `from ${file.text.slice(moduleSpecifier.getStart(file), statement.end).replace(/;?$/, ";")}`;
  const { name, namedBindings } = clause;
  const bindings =
    namedBindings === undefined
      ? []
      : ts.isNamespaceImport(namedBindings)
        ? [namedBindings.getText(file)]
        : namedBindings.elements.map((element) => `{ ${element.getText(file)} }`);
  return [...(name === undefined ? [] : [name.text]), ...bindings].map((binding) => `${keyword} ${binding} ${from}`);
}

/** Whether a statement adds to a module's types, or to the global ones. */
export function isAugmentation(statement: Statement): statement is ModuleDeclaration {
  if (!ts.isModuleDeclaration(statement)) return false;
  return ts.isStringLiteral(statement.name) || (statement.flags & ts.NodeFlags.GlobalAugmentation) !== 0;
}

/** A member that is added to some type, by its name in full, and a statement that adds it. */
interface Addition {
  readonly name: string;
  readonly text: string;
}

/**
 * What a statement adds, member by member: what adds a member again takes its place, and cells may add to the same
 * type. The overloads of a member are one, since it is their order that tells them apart.
 */
function additionsOf(statement: Statement, within = "declare"): Addition[] {
  const file = statement.getSourceFile();
  const start = statement.getStart(file, true);
  const textOf = (node: Node): string => file.text.slice(node.getStart(file, true), node.end);
  const name = `${within} ${(statement as { name?: Node }).name?.getText(file) ?? ""}`;
  const whole = [{ name, text: textOf(statement) }];
  if (ts.isVariableStatement(statement))
    return variablesOf(statement).map(({ name, text }) => ({ name: `${within} ${name}`, text }));
  if (ts.isInterfaceDeclaration(statement) && statement.members.length > 0) {
    const head = file.text.slice(start, statement.members.pos);
    const members = statement.members.map((member) => ({
      name: `${name} ${member.name?.getText(file) ?? ts.SyntaxKind[member.kind]}`,
      text: textOf(member),
    }));
    return byName(members).map((member) => ({ name: member.name, text: `${head} ${member.text} }` }));
  }
  if (!ts.isModuleDeclaration(statement) || statement.body === undefined) return whole;
  const { body } = statement;
  const head = file.text.slice(start, body.getStart(file));
  if (ts.isModuleDeclaration(body))
    return additionsOf(body, name).map(({ name, text }) => ({ name, text: head + text }));
  if (!ts.isModuleBlock(body)) return whole;
  const inner = byName(body.statements.flatMap((added) => additionsOf(added, name)));
  return inner.map(({ name, text }) => ({ name, text: `${head}{ ${text} }` }));
}

function byName(additions: readonly Addition[]): Addition[] {
  const texts = new Map<string, string>();
  for (const { name, text } of additions) {
    const before = texts.get(name);
    texts.set(name, before === undefined ? text : `${before} ${text}`);
  }
  return [...texts].map(([name, text]) => ({ name, text }));
}

function namesOf(statement: Statement): { name: string; meaning: number }[] {
  const all = (names: readonly Identifier[], meaning: number): { name: string; meaning: number }[] =>
    names.map(({ text }) => ({ name: text, meaning }));
  if (ts.isVariableStatement(statement))
    return all(
      statement.declarationList.declarations.flatMap(({ name }) => boundNames(name)),
      VALUE,
    );
  if (ts.isImportDeclaration(statement)) return all(importedNames(statement), BOTH);
  if (ts.isFunctionDeclaration(statement)) return all(statement.name === undefined ? [] : [statement.name], VALUE);
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return all([statement.name], TYPE);
  if (ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement) || ts.isImportEqualsDeclaration(statement))
    return all(statement.name === undefined ? [] : [statement.name], BOTH);
  if (isAugmentation(statement)) return additionsOf(statement).map(({ name }) => ({ name, meaning: BOTH }));
  return ts.isModuleDeclaration(statement) ? [{ name: statement.name.text, meaning: BOTH }] : [];
}

function referencesIn(statement: Statement): Reference[] {
  const found: Reference[] = [];
  const add = (identifier: Identifier, meaning: number, prefix = ""): void => {
    if (!isShadowed(identifier, statement))
      found.push({ name: identifier.text, meaning, start: identifier.getStart(), prefix });
  };
  const addFirst = (name: EntityName | Expression, meaning: number): void => {
    if (ts.isIdentifier(name)) return add(name, meaning);
    if (ts.isQualifiedName(name)) return addFirst(name.left, BOTH);
    if (ts.isPropertyAccessExpression(name)) addFirst(name.expression, BOTH);
  };
  const visit = (node: Node): void => {
    if (ts.isTypeReferenceNode(node)) addFirst(node.typeName, TYPE);
    else if (ts.isTypeQueryNode(node) && !ts.isImportTypeNode(node.exprName)) addFirst(node.exprName, VALUE);
    else if (ts.isComputedPropertyName(node)) addFirst(node.expression, VALUE);
    else if (ts.isExpressionWithTypeArguments(node)) {
      const base = ts.isHeritageClause(node.parent) && node.parent.token === ts.SyntaxKind.ExtendsKeyword;
      addFirst(node.expression, base && ts.isClassDeclaration(node.parent.parent) ? BOTH : TYPE);
    }
    ts.forEachChild(node, visit);
  };
  visit(statement);
  for (const { identifier, meaning, prefix } of ownNames(statement))
    found.push({ name: identifier.text, meaning, start: identifier.getStart(), prefix });
  return found.sort((a, b) => a.start - b.start);
}

/** Where a statement of one name has it. */
function ownNames(statement: Statement): { identifier: Identifier; meaning: number; prefix: string }[] {
  const [own] = namesOf(statement);
  const { name } = statement as { name?: Node };
  if (ts.isVariableStatement(statement))
    return boundNames(statement.declarationList.declarations[0].name).map((identifier) => ({
      identifier,
      meaning: VALUE,
      prefix: "",
    }));
  if (ts.isImportDeclaration(statement)) {
    return importedNames(statement).map((identifier) => {
      const same = ts.isImportSpecifier(identifier.parent) && identifier.parent.propertyName === undefined;
      return { identifier, meaning: BOTH, prefix: same ? `${identifier.text} as ` : "" };
    });
  }
  if (name === undefined || !ts.isIdentifier(name) || own?.name !== name.text) return [];
  return [{ identifier: name, meaning: own.meaning, prefix: "" }];
}

/** Whether a name means a type parameter, or something of a namespace around it. */
function isShadowed({ text, parent }: Identifier, statement: Statement): boolean {
  const is = (parameter: TypeParameterDeclaration | undefined): boolean => parameter?.name.text === text;
  for (let at: Node = parent; at !== statement.parent; at = at.parent) {
    if ((at as { typeParameters?: TypeParameterDeclaration[] }).typeParameters?.some(is)) return true;
    if (ts.isMappedTypeNode(at) && is(at.typeParameter)) return true;
    if (ts.isConditionalTypeNode(at) && infers(at.extendsType, is)) return true;
    if (ts.isModuleBlock(at) && declaresIn(at, text)) return true;
  }
  return false;
}

function infers(type: Node, is: (parameter: TypeParameterDeclaration) => boolean): boolean {
  return (
    (ts.isInferTypeNode(type) && is(type.typeParameter)) || ts.forEachChild(type, (child) => infers(child, is)) === true
  );
}

function declaresIn({ statements }: ModuleBlock, text: string): boolean {
  return statements.flatMap(namesOf).some(({ name }) => name === text);
}
