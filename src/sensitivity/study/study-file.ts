/**
 * A study as a small YAML file:
 *
 *     study: sobol                      # local, sobol, morris, montecarlo or walk-forward
 *     estimates: ../data/day.csv        # seen from the study file; for montecarlo also a list, one a day
 *     side: buy
 *     size: 250                         # or an expression: "0.05 * 5e6"
 *     participation: 5%                 # what every allocation keeps to; cap: shares, or max_size; lot; min-trade
 *     output: cost
 *     vary:
 *       level: { mean: 0, sd: 0.2 }
 *       opening: { varies: exponent, bin-range: [0, 30], low: -0.1, high: 0.1 }
 *     base-points: 1024
 *     seed: 0
 *
 * Every error names the file, the field, the rule and the value.
 */
import { dirname, resolve } from "node:path";

import { parse } from "yaml";
import type { z } from "zod";

import type { Convention } from "../../estimates/table/table-statements";
import type { Unfitted } from "../../estimates/table/estimates-table";
import type { ColumnNames } from "../../estimates/table/table-columns";
import type { Side } from "../../estimates/table/impact-estimates";
import { didYouMean } from "../../base/did-you-mean";
import { evaluateNumber, evaluateShare } from "../../numeric/expression";
import { InputError, must } from "../../base/input-error";
import { readText } from "../../base/read-text";
import { VARIED, type StudyOutput, type Variation } from "../model/study-function";
import { defaultReplicates } from "../global/sobol-options";
import { INPUT, SCHEMAS, STUDIES, type Fields, type InputFields, type StudyKind } from "./study-fields";

/** What a study file says, checked, with defaults filled in. */
export interface StudySpec {
  readonly study: StudyKind;
  /** Absolute paths: of one table, or for a Monte Carlo study of one a day. */
  readonly estimates: readonly string[];
  /** Of a walk forward: absolute paths of a cost table for each of these. */
  readonly costs: readonly string[];
  readonly parts: number;
  readonly window: number | undefined;
  readonly side: Side | undefined;
  readonly convention: Convention | undefined;
  readonly symbol: string | undefined;
  readonly columns: ColumnNames | undefined;
  readonly currency: string | undefined;
  readonly sizeUnit: string | undefined;
  /** What becomes of bins without a curve. */
  readonly unfitted: Unfitted;
  /** S, shares. */
  readonly size: number;
  /** The most that a bin may trade; undefined for no cap. */
  readonly cap: number | readonly number[] | "max_size" | undefined;
  /** The most of each bin's volume that may be traded, a share. */
  readonly participation: number | undefined;
  /** Shares a lot. */
  readonly lot: number | undefined;
  /** The smallest trade, shares. */
  readonly minTrade: number | undefined;
  readonly output: StudyOutput;
  readonly pivot: "typical" | "none" | number;
  readonly inputs: readonly Variation[];
  readonly seed: number;
  readonly workers: number | "auto";
  readonly basePoints: number;
  readonly replicates: number;
  readonly secondOrder: boolean;
  readonly surrogate: boolean;
  readonly trajectories: number;
  readonly candidates: number | undefined;
  readonly levels: number;
  readonly draws: number;
  /** What the true parameters are drawn around. */
  readonly truth: "estimates" | "shrunk";
}

/** Reads and checks a study file; `text` is what it holds, where that is known already. */
export function readStudyFile(path: string, text?: string): StudySpec {
  const content = parseYaml(path, text);
  const kind = content.study;
  must(STUDIES.includes(kind as StudyKind), `${path}: study`, `must be one of ${STUDIES.join(", ")}`, kind);
  const schema = SCHEMAS[kind as StudyKind];
  const checked = schema.safeParse(content);
  if (checked.success === false) throw errorOf(path, content, schema, checked.error.issues);
  const fields = checked.data as Fields;
  return {
    study: kind as StudyKind,
    estimates: [fields.estimates].flat().map((table) => resolve(dirname(path), table)),
    costs: [fields.costs ?? []].flat().map((table) => resolve(dirname(path), table)),
    parts: fields.parts ?? 6,
    window: fields.window,
    side: fields.side,
    convention: fields.convention,
    symbol: fields.symbol,
    columns: fields.columns,
    currency: fields.currency,
    sizeUnit: fields["size-unit"],
    unfitted: fields.unfitted ?? "leave-out",
    size: typeof fields.size === "string" ? evaluateNumber(fields.size, `${path}: size`) : fields.size,
    cap: fields.cap,
    participation:
      typeof fields.participation === "string"
        ? evaluateShare(fields.participation, `${path}: participation`)
        : fields.participation,
    lot: fields.lot,
    minTrade: fields["min-trade"],
    output: fields.output ?? "cost",
    pivot: fields.pivot ?? "typical",
    inputs: Object.entries(fields.vary ?? {}).map(([name, given]) => inputOf(path, name, given)),
    seed: fields.seed ?? 0,
    workers: fields.workers ?? "auto",
    basePoints: fields["base-points"] ?? 1024,
    replicates: fields.replicates ?? defaultReplicates(fields["base-points"] ?? 1024),
    secondOrder: fields["second-order"] ?? false,
    surrogate: fields.surrogate ?? true,
    trajectories: fields.trajectories ?? 20,
    candidates: fields.candidates,
    levels: fields.levels ?? 4,
    draws: fields.draws ?? (kind === "walk-forward" ? 200 : 2000),
    truth: fields.truth ?? "estimates",
  };
}

function parseYaml(path: string, given?: string): Record<string, unknown> {
  // The results go to NAME.json: a study of that name would be written over.
  must(/\.ya?ml$/i.test(path), "study file", "must end in .yaml or .yml", path);
  const text = given ?? readText(path, "a study file");
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    throw new InputError(
      path,
      `must be YAML (${(error as Error).message.split("\n")[0].replace(/:$/, "")})`,
      "other text",
    );
  }
  if (typeof content !== "object" || content === null || Array.isArray(content))
    throw new InputError(path, "must be a mapping of fields such as study, estimates, size", content);
  return content as Record<string, unknown>;
}

/** An input that names what it varies may leave `varies` out. */
function inputOf(
  path: string,
  name: string,
  { varies = name as Variation["varies"], "bin-range": binRange, low, high, scale, mean, sd }: InputFields,
): Variation {
  const where = `${path}: vary.${name}`;
  if (!VARIED.includes(varies)) {
    const hint = didYouMean(name, VARIED);
    throw new InputError(
      `${where}.varies`,
      `must say what it varies (${VARIED.join(", ")})${hint === undefined ? "" : `; did you mean ${hint}?`}`,
      undefined,
    );
  }
  const shared = { name, varies, ...(binRange === undefined ? {} : { binRange }) };
  if (sd !== undefined && low === undefined && high === undefined && scale === undefined) {
    must(mean !== undefined || varies !== "size", `${where}.mean`, "must be given for a size", undefined);
    return { ...shared, mean: mean ?? 0, sd };
  }
  must(
    low !== undefined && high !== undefined && mean === undefined && sd === undefined,
    where,
    "must have either low and high, or sd (and mean)",
    `[${Object.entries({ low, high, mean, sd })
      .filter(([, v]) => v !== undefined)
      .map(([key]) => key)
      .join(", ")}]`,
  );
  return { ...shared, low, high, ...(scale === undefined ? {} : { scale }) };
}

/** One thing that is wrong, as field, rule and value: a mistyped field before the one then missing. */
function errorOf(
  path: string,
  content: unknown,
  schema: { readonly shape: object },
  issues: readonly z.core.$ZodIssue[],
): InputError {
  const issue = issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0];
  const at = (keys: readonly PropertyKey[]): unknown =>
    keys.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], content);
  const field = (keys: readonly PropertyKey[]): string => `${path}: ${keys.map(String).join(".")}`;
  if (issue.code === "unrecognized_keys") {
    const keys = [...issue.path, issue.keys[0]];
    const known = Object.keys(issue.path.length === 0 ? schema.shape : INPUT.shape);
    const hint = didYouMean(issue.keys[0], known);
    return new InputError(
      field(keys),
      `must be a field that is known (${known.join(", ")})${hint === undefined ? "" : `; did you mean ${hint}?`}`,
      at(keys),
    );
  }
  const value = at(issue.path);
  if (value === undefined && issue.path.length > 0)
    return new InputError(field(issue.path), "must be given", undefined);
  return new InputError(field(issue.path), issue.message, value);
}
