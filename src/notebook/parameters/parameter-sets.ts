/**
 * What a run is given for a notebook's parameters: `-p name=value`, a file of names and values, and
 * grids of either. Several values for one parameter make one run each, for several parameters one run
 * for every combination. All of it is checked here, before anything runs.
 */
import { didYouMean } from "../../base/did-you-mean";
import { splitList } from "../../numeric/expression";
import { InputError, must } from "../../base/input-error";
import { readText } from "../../base/read-text";
import type { ParameterValue } from "./literal";
import { parseScalar } from "./parameter-type";
import { checkParameter, type Parameter } from "./parameters-cell";

/** Values by name, of the parameters that a run gives. */
export type ParameterSet = Readonly<Record<string, ParameterValue>>;

/** Values by name as they were given: text from `-p`, anything from a file. */
export type GivenParameters = ReadonlyMap<string, GivenValue>;

export interface GivenValue {
  /** How an error names it: `-p size`. */
  readonly argument: string;
  readonly value: unknown;
  /** Whether it is text of a command line, still to be read as the declared type. */
  readonly text: boolean;
}

/** A name is what JavaScript takes for one: `α` is. */
const NAME_AND_VALUE = /^\s*([\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*)\s*=(.*)$/su;

/** Takes `name=value` texts and the values of a file, which those on the command line override. */
export function givenParameters(flags: readonly string[], file?: string): GivenParameters {
  const given = new Map<string, GivenValue>();
  for (const [name, value] of Object.entries(file === undefined ? {} : readParametersFile(file))) {
    given.set(name, { argument: `${file}: ${name}`, value, text: false });
  }
  for (const flag of flags) {
    const [, name, value] = NAME_AND_VALUE.exec(flag) ?? [];
    must(name !== undefined, "-p", "must be name=value", flag);
    const before = given.get(name);
    const both = `-p ${name}=${String(before?.value)},${value}`;
    const once = `must be given once; several values stand between commas: ${both}`;
    must(before?.text !== true, `-p ${name}`, once, value);
    given.set(name, { argument: `-p ${name}`, value, text: true });
  }
  return given;
}

/** Refuses a name that none of the notebooks declares. */
export function checkNames(given: GivenParameters, declared: readonly string[]): void {
  const names = [...new Set(declared)];
  for (const [name, { argument }] of given) {
    if (names.includes(name)) continue;
    const near = didYouMean(name, names);
    const known = names.length === 0 ? "the notebook declares none" : `there are ${names.join(", ")}`;
    const hint = near === undefined ? known : `did you mean ${near}?`;
    throw new InputError(argument, `must be a parameter that the notebook declares; ${hint}`, name);
  }
}

/** Every combination of the values given for a notebook's parameters, the last one changing fastest. */
export function parameterSets(parameters: readonly Parameter[], given: GivenParameters): ParameterSet[] {
  let sets: ParameterSet[] = [{}];
  for (const parameter of parameters) {
    const wanted = given.get(parameter.name);
    if (wanted === undefined) continue;
    const values = valuesOf(parameter, wanted);
    const texts = values.map((value) => JSON.stringify(value));
    const twice = values.find((_, i) => texts.indexOf(texts[i]) < i);
    must(twice === undefined, wanted.argument, "must not have a value twice, each being a run", twice);
    sets = sets.flatMap((set) => values.map((value) => ({ ...set, [parameter.name]: value })));
  }
  return sets;
}

function valuesOf(parameter: Parameter, { argument, value, text }: GivenValue): ParameterValue[] {
  const { type } = parameter;
  if (text)
    return fromText(value as string, parameter, argument).map((read) => checkParameter(parameter, read, argument));
  // In a file a list is several values, except for a parameter that is a list itself.
  const alone = type.list || type.kind === "other";
  const several = Array.isArray(value) && (!alone || (type.list && value.length > 0 && value.every(Array.isArray)));
  const values = several ? (value as unknown[]) : [value];
  must(values.length > 0, argument, "must have a value", "an empty list");
  return values.map((one) => checkParameter(parameter, one, argument));
}

/** `1,2,3` is three values, or the one list of a parameter that is a list; `[1,2],[3]` is two lists. */
function fromText(text: string, { type }: Parameter, argument: string): ParameterValue[] {
  const scalar = (part: string): ParameterValue => parseScalar(part, type, argument);
  // Of a type that is not known here, commas may be a value's own.
  if (type.kind === "other" && /^\s*[[{"]/.test(text)) return [scalar(text)];
  const parts = splitList(text);
  if (!type.list || parts.join().trim() === "null") return parts.map(scalar);
  const inside = parts.map((part) => /^\s*\[(.*)\]\s*$/s.exec(part)?.[1].trim());
  const list = (items: string[]): ParameterValue => items.map((item) => scalar(item)) as ParameterValue;
  if (inside.includes(undefined)) return [list(parts)];
  return inside.map((items) => list(items === "" ? [] : splitList(items as string)));
}

function readParametersFile(path: string): Record<string, unknown> {
  must(/\.(json|ya?ml)$/i.test(path), "--params", "must be a .json, .yaml or .yml file", path);
  const text = readText(path);
  let values: unknown;
  try {
    values = path.toLowerCase().endsWith(".json") ? JSON.parse(text) : parseYaml(text);
  } catch (error) {
    throw new InputError(
      path,
      `must be sound ${/json$/i.test(path) ? "JSON" : "YAML"} (${(error as Error).message.split("\n")[0]})`,
      text,
    );
  }
  const named = typeof values === "object" && values !== null && !Array.isArray(values);
  must(named, path, "must hold names and values", values);
  return values as Record<string, unknown>;
}

function parseYaml(text: string): unknown {
  // Only here: few runs have a file.
  const { parse } = require("yaml") as typeof import("yaml");
  return parse(text);
}
