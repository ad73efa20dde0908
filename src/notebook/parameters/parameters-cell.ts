/**
 * The parameters of a notebook: the variables of the cell tagged `parameters`, read without running it.
 * Types, doc comments and tags say what a run may give instead of the defaults:
 *
 *     /** Parent order. @minimum 1 @maximum 1e6 @unit BTC *\/
 *     const size: number = 250;
 */
import type { SourceFile, VariableDeclaration, VariableStatement } from "typescript";

import { ts } from "../../kernel/cells/language/typescript";
import { didYouMean } from "../../base/did-you-mean";
import { InputError, must } from "../../base/input-error";
import { hasTag, type Notebook } from "../notebook-document";
import { literalValue, type ParameterValue } from "./literal";
import { checkType, typeOf, typeOfValue, type ParameterType } from "./parameter-type";

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  /** Undefined where it takes a run to know it: `expression` says how it is written. */
  readonly default?: ParameterValue;
  readonly expression?: string;
  /** The doc comment without its tags. */
  readonly description: string;
  /** Bounds, of every element where it is a list; from `@minimum` and `@maximum`. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** From `@integer`: whole numbers only. */
  readonly integer?: true;
  readonly unit?: string;
  /** What is wrong with its declaration, said as soon as a run gives it a value. */
  readonly problem?: InputError;
}

const TAGS = ["minimum", "maximum", "integer", "unit"];

/** The parameters a notebook declares; none where no cell is tagged. `path` names it in errors. */
export function readParameters(notebook: Notebook, path: string): Parameter[] {
  const cells = notebook.cells.filter((cell) => cell.cell_type === "code" && hasTag(cell, "parameters"));
  const all = cells.flatMap(({ source }) => parseParameters(source, path));
  const rule = "must be declared once in the cells tagged parameters";
  return all
    .filter(({ name }, i) => all.findIndex((other) => other.name === name) === i)
    .map((parameter) => {
      const times = all.filter(({ name }) => name === parameter.name).length;
      if (times === 1) return parameter;
      return { ...parameter, problem: new InputError(`${path}: parameter ${parameter.name}`, rule, times) };
    });
}

/** The variables at the top of a cell's text that have a name of their own. */
export function parseParameters(source: string, path: string): Parameter[] {
  return declarationsOf(source).map(({ name, declaration, statement, file }): Parameter => {
    const { tags, description } = readComment(statement, file);
    const argument = `${path}: parameter ${name}`;
    const { initializer, type: stated } = declaration;
    const value = initializer === undefined ? undefined : literalValue(initializer);
    const type = stated === undefined ? typeOfValue(value) : typeOf(stated);
    const known = value === undefined ? { expression: initializer?.getText(file) ?? "" } : { default: value };
    const parameter = { name, type, ...known, description };
    try {
      return { ...parameter, ...readTags(tags, argument) };
    } catch (error) {
      return { ...parameter, problem: error as InputError };
    }
  });
}

export interface ParameterDeclaration {
  readonly name: string;
  readonly declaration: VariableDeclaration;
  readonly statement: VariableStatement;
  readonly file: SourceFile;
}

export function declarationsOf(source: string): ParameterDeclaration[] {
  const file = ts.createSourceFile("parameters.ts", source, ts.ScriptTarget.Latest, true);
  return file.statements.filter(ts.isVariableStatement).flatMap((statement) =>
    statement.declarationList.declarations.flatMap((declaration) => {
      const { name } = declaration;
      return ts.isIdentifier(name) ? [{ name: name.text, declaration, statement, file }] : [];
    }),
  );
}

/** Where the values stand in a cell's text, by name, without types and brackets around them. */
export function valueRanges(source: string): Map<string, { readonly from: number; readonly to: number }> {
  const ranges = declarationsOf(source).flatMap(({ name, declaration: { initializer }, file }) => {
    let value = initializer;
    while (
      value !== undefined &&
      (ts.isAsExpression(value) || ts.isSatisfiesExpression(value) || ts.isParenthesizedExpression(value))
    )
      value = value.expression;
    return value === undefined ? [] : ([[name, { from: value.getStart(file), to: value.end }]] as const);
  });
  return new Map(ranges);
}

/** What is wrong with declarations; none of it keeps a notebook from running with its defaults. */
export function parameterProblems(parameters: readonly Parameter[], path: string): InputError[] {
  return parameters.flatMap((parameter) => {
    if (parameter.problem !== undefined) return [parameter.problem];
    if (parameter.default === undefined) return [];
    try {
      checkParameter(parameter, parameter.default, `${path}: parameter ${parameter.name}`);
      return [];
    } catch (error) {
      return [error as InputError];
    }
  });
}

/** Checks a value against a parameter's type and bounds; returns it. */
export function checkParameter(parameter: Parameter, value: unknown, argument: string): ParameterValue {
  if (parameter.problem !== undefined) throw parameter.problem;
  const checked = checkType(value, parameter.type, argument);
  const { minimum = -Infinity, maximum = Infinity, integer, unit } = parameter;
  const units = unit === undefined ? "" : ` ${unit}`;
  for (const [i, number] of (Array.isArray(checked) ? (checked as ParameterValue[]) : [checked]).entries()) {
    const at = Array.isArray(checked) ? i : undefined;
    if (typeof number !== "number") continue;
    must(number >= minimum, argument, `must be at least ${minimum}${units}`, number, at);
    must(number <= maximum, argument, `must be at most ${maximum}${units}`, number, at);
    must(integer !== true || Number.isInteger(number), argument, "must be a whole number", number, at);
  }
  return checked;
}

interface Comment {
  readonly description: string;
  readonly tags: ReadonlyMap<string, string>;
}

/** The last doc comment before a statement: text, then tags, which may share a line. */
function readComment(statement: VariableStatement, file: SourceFile): Comment {
  const ranges = ts.getLeadingCommentRanges(file.text, statement.pos) ?? [];
  const texts = ranges.map(({ pos, end }) => file.text.slice(pos, end)).filter((text) => text.startsWith("/**"));
  const text = (texts[texts.length - 1] ?? "").replace(/^\/\*\*|\*\/$/g, "").replace(/^[ \t]*\*[ \t]?/gm, "");
  const [description, ...tags] = text.split(/(?:^|\s)@(?=[A-Za-z])/);
  return {
    description: description.trim().replace(/\s+/g, " "),
    tags: new Map(
      tags.map((tag) => [/^\w+/.exec(tag)?.[0] ?? "", tag.replace(/^\w+/, "").trim().replace(/\s+/g, " ")]),
    ),
  };
}

function readTags(tags: Comment["tags"], argument: string): Partial<Parameter> {
  for (const tag of tags.keys()) {
    // A tag that nearly says something would be a check that never happens.
    const meant = TAGS.includes(tag) ? undefined : didYouMean(tag, TAGS);
    must(meant === undefined, argument, `must use tags that are known; did you mean @${meant}?`, `@${tag}`);
  }
  const number = (tag: string): number | undefined => {
    const text = tags.get(tag);
    const value = text === undefined || text === "" ? undefined : Number(text);
    must(text === undefined || Number.isFinite(value), `${argument}: @${tag}`, "must be a number", text);
    return value;
  };
  const [minimum, maximum, unit] = [number("minimum"), number("maximum"), tags.get("unit")];
  return {
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(tags.has("integer") ? { integer: true } : {}),
    ...(unit === undefined || unit === "" ? {} : { unit }),
  };
}
