/**
 * The parameters of a notebook: the constants of the cell tagged `parameters`, read without running
 * it. Types, doc comments and tags say what a run may give instead of the defaults:
 *
 *     /** Parent order. @minimum 1 @maximum 1e6 @unit BTC *\/
 *     const size: number = 250;
 */
import type { SourceFile, VariableDeclaration, VariableStatement } from "typescript";

import { ts } from "../../kernel/cells/typescript";
import { didYouMean } from "../../base/did-you-mean";
import { must } from "../../base/input-error";
import { hasTag, type Notebook } from "../notebook-document";
import { literalValue, type ParameterValue, type Scalar } from "./literal";
import { checkType, typeOf, typeOfValue, type ParameterType } from "./parameter-type";

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly default: ParameterValue;
  /** The doc comment without its tags. */
  readonly description: string;
  /** Bounds, of every element where it is a list; from `@minimum` and `@maximum`. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** From `@integer`: whole numbers only. */
  readonly integer?: true;
  readonly unit?: string;
}

const LITERAL = "must be set to a literal, so that it can be read without running the cell";
const TAGS = ["minimum", "maximum", "integer", "unit"];

/** The parameters a notebook declares; none where no cell is tagged. `path` names it in errors. */
export function readParameters(notebook: Notebook, path: string): Parameter[] {
  const cells = notebook.cells.filter((cell) => cell.cell_type === "code" && hasTag(cell, "parameters"));
  must(cells.length <= 1, path, "must have one cell tagged parameters", cells.length);
  return cells.flatMap(({ source }) => parseParameters(source, path));
}

/** The typed constants of a cell's text. */
export function parseParameters(source: string, path: string): Parameter[] {
  const file = ts.createSourceFile("parameters.ts", source, ts.ScriptTarget.Latest, true);
  return file.statements.filter(ts.isVariableStatement).flatMap((statement) => {
    const { tags, description } = readComment(statement, file);
    return statement.declarationList.declarations.map((declaration) => {
      const name = declaration.name.getText(file);
      const argument = `${path}: parameter ${name}`;
      const { initializer } = declaration;
      const value = initializer === undefined ? undefined : literalValue(initializer);
      must(value !== undefined, argument, LITERAL, initializer?.getText());
      const type = statedType(declaration, value, argument);
      const parameter = { name, type, default: value, description, ...readTags(tags, argument) };
      checkParameter(parameter, value, argument);
      return parameter;
    });
  });
}

/** Checks a value against a parameter's type and bounds; returns it. */
export function checkParameter(parameter: Parameter, value: unknown, argument: string): ParameterValue {
  const checked = checkType(value, parameter.type, argument);
  const { minimum = -Infinity, maximum = Infinity, integer, unit } = parameter;
  const units = unit === undefined ? "" : ` ${unit}`;
  for (const [i, number] of (Array.isArray(checked) ? (checked as Scalar[]) : [checked as Scalar]).entries()) {
    const at = Array.isArray(checked) ? i : undefined;
    if (typeof number !== "number") continue;
    must(number >= minimum, argument, `must be at least ${minimum}${units}`, number, at);
    must(number <= maximum, argument, `must be at most ${maximum}${units}`, number, at);
    must(integer !== true || Number.isInteger(number), argument, "must be a whole number", number, at);
  }
  return checked;
}

function statedType(declaration: VariableDeclaration, value: ParameterValue, argument: string): ParameterType {
  const type = declaration.type === undefined ? typeOfValue(value) : typeOf(declaration.type);
  const rule = "must be of type number, string, boolean, a union of literals, or a list of those";
  must(type !== undefined, argument, rule, declaration.type?.getText() ?? "string[]");
  return type;
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
