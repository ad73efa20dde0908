/**
 * Settings checked without compiling schemas.
 */
import { expect, test } from "vitest";

import { InterpretedSchemas } from "../../../src/lab/page/browser/schema-validator";

const schema = {
  type: "object",
  properties: {
    theme: { type: "string", default: "light" },
    font: { $ref: "#/definitions/font", default: { size: 12 } },
    shortcuts: { type: "array", items: { $ref: "#/definitions/shortcut" }, default: [] },
  },
  definitions: {
    font: { type: "object", properties: { size: { type: "number" }, bold: { type: "boolean", default: false } } },
    shortcut: { type: "object", properties: { keys: { type: "array" }, args: { type: "object", default: {} } } },
  },
  additionalProperties: false,
};

function read(raw: string): { errors: unknown; composite: unknown } {
  const plugin = { id: "a", raw, schema, version: "1", data: { composite: {}, user: {} } };
  const errors = new InterpretedSchemas().validateData(plugin as never);
  return { errors, composite: plugin.data.composite };
}

test("validateData fills in what is left out, at every depth, and leaves what was set", () => {
  expect(read("{}").composite).toEqual({ theme: "light", font: { size: 12, bold: false }, shortcuts: [] });
  const set = `{ /* a comment */ "theme": "dark", "shortcuts": [{ "keys": ["A"] }] }`;
  expect(read(set)).toMatchObject({
    errors: null,
    composite: { theme: "dark", shortcuts: [{ keys: ["A"], args: {} }] },
  });
});

test("validateData tells what is wrong: a type, a name that there is none of, text that is no JSON", () => {
  expect(read(`{ "theme": 1 }`).errors).toEqual(
    expect.arrayContaining([expect.objectContaining({ instancePath: "/theme", keyword: "type" })]),
  );
  expect(read(`{ "thme": "dark" }`).errors).not.toBeNull();
  expect(read(`{ `).errors).toEqual([expect.objectContaining({ keyword: "syntax" })]);
});
