/**
 * What a run's files must hold to be read: they may come from someone else, cut off, edited or made up.
 * Values are checked and taken as they are; what the schemas do not name is passed over.
 */
import { z } from "zod";

import { InputError } from "../../base/input-error";

/** A line of text, as of a name or a path: nothing in it acts on a terminal. */
const line = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]*$/);
const name = line(500);
const path = line(4096).min(1);
const count = z.number().int().nonnegative();
const hash = z.string().regex(/^[0-9a-f]{1,128}$/);
const file = z.object({ path, sha256: hash });

const failure = z.object({
  cell: count,
  id: z.string(),
  kind: z.enum(["error", "timeout", "kernel-died", "flood", "interrupted"]),
  ename: z.string(),
  evalue: z.string(),
  message: z.string(),
});

const git = z.object({ commit: name.nullable(), dirty: z.boolean().nullable() });

const provenance = z.object({
  git,
  data: z.array(file.extend({ bytes: count })),
  written: z.array(file.extend({ bytes: count })).optional(),
  code: z.object({ sha256: z.union([hash, z.literal("")]), files: z.array(file) }),
  packages: z.record(name, name),
  node: name,
  seeds: z.record(name, z.number()),
  tolerances: z.record(name, z.number()),
});

const times = z.object({
  started: z.iso.datetime(),
  finished: z.iso.datetime(),
  cells: z.array(z.number().nullable()),
});

/** Larger values are no parameters: they would be cells of their own. */
const parameterValue = z
  .unknown()
  .refine((value) => (JSON.stringify(value) ?? "").length <= 1_000_000, "must be at most 1 MB of JSON");
const parameter = z.object({ name, value: parameterValue.optional(), given: z.boolean() });

const output = z.discriminatedUnion("output_type", [
  z.object({ output_type: z.literal("stream"), name: z.string(), text: z.string() }),
  z.object({
    output_type: z.literal("error"),
    ename: z.string(),
    evalue: z.string(),
    traceback: z.array(z.string()),
  }),
  ...(["display_data", "execute_result"] as const).map((output_type) =>
    z.object({ output_type: z.literal(output_type), data: z.record(z.string(), z.unknown()) }),
  ),
]);

const cells = z
  .array(z.object({ id: z.string().max(1000), source: z.string(), outputs: z.array(output) }))
  .max(100_000)
  .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, "must have an id each");

/** A run as its page holds it. */
export const EMBEDDED_RUN = z.object({
  source: path,
  parameters: z.array(parameter),
  failure: failure.nullable(),
  provenance,
  cells,
});

const headlineNumber = z.object({
  name: z.string(),
  value: z.union([z.number(), z.string()]),
  unit: z.string().optional(),
});

/** The head of a .report.json: `format` and `version`. */
export const REPORT_HEAD = z.object({ format: z.string(), version: z.number() });

/** A .report.json of this version. */
export const REPORT = z.object({
  source: path,
  title: z.string(),
  parameters: z.array(
    parameter.extend({
      type: z.string(),
      description: z.string(),
      expression: z.string().optional(),
      minimum: z.number().optional(),
      maximum: z.number().optional(),
      unit: z.string().optional(),
    }),
  ),
  headline: z.array(headlineNumber),
  failure: failure.nullable(),
  provenance: provenance.extend({ times }),
  seal: hash.optional(),
});

/** What a run notes in its notebook's metadata; earlier versions noted less. */
export const NOTEBOOK_RUN = z.object({
  source: path,
  parameters: z.record(name, parameterValue).optional(),
  given: z.array(name).optional(),
  failure: failure.nullable().optional(),
  times: z.object({ started: z.string() }).optional(),
});

/** The numbers of one output of `headline()`. */
export const HEADLINE = z.object({ numbers: z.array(headlineNumber) });

/** The value itself, of type T where it is of the schema: keys keep their order. */
export function checkSchema<T>(schema: z.ZodType, value: unknown, argument: string, what: string): T {
  const { success, error } = schema.safeParse(value);
  if (success) return value as T;
  const [{ path: place, message }] = error.issues;
  const where = place.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  const told = `${where.replace(/^\./, "")}${where === "" ? "" : ": "}${message}`.slice(0, 300);
  throw new InputError(argument, `must be ${what} (${told})`, value);
}
