/**
 * Checks settings against their schemas without compiling these into code, which the page's
 * Content-Security-Policy forbids: JupyterLab's own validator needs `unsafe-eval`.
 */
import { Validator, type Schema } from "@cfworker/json-schema";
import type { ISchemaValidator, ISettingRegistry } from "@jupyterlab/settingregistry";
import { parse } from "json5";

type Value = unknown;
type Fields = Record<string, Value>;

export class InterpretedSchemas implements ISchemaValidator {
  readonly #validators = new Map<string, Validator>();

  /** Null where a plugin's settings are as its schema says; its data then holds them, with what they leave out. */
  validateData(plugin: ISettingRegistry.IPlugin, populate = true): ISchemaValidator.IError[] | null {
    let user: Value;
    try {
      user = parse(plugin.raw);
    } catch (error) {
      return [{ instancePath: "", keyword: "syntax", schemaPath: "", message: (error as Error).message }];
    }
    const schema = plugin.schema as unknown as Schema;
    const validator = this.#validators.get(plugin.id) ?? new Validator(schema, "7", false);
    this.#validators.set(plugin.id, validator);
    const { valid, errors } = validator.validate(user);
    if (!valid)
      return errors.map(({ instanceLocation, keyword, keywordLocation, error }) =>
        described(error, instanceLocation, keyword, keywordLocation),
      );
    if (populate) {
      const composite = withDefaults(structuredClone(user), schema, schema) as Fields;
      plugin.data = { composite, user } as unknown as ISettingRegistry.ISettingBundle;
    }
    return null;
  }
}

function described(message: string, at: string, keyword: string, schemaPath: string): ISchemaValidator.IError {
  return { instancePath: at.replace(/^#/, ""), keyword, schemaPath, message };
}

/** A value with the defaults of the properties it leaves out, at every depth. */
export function withDefaults(value: Value, schema: Schema, root: Schema): Value {
  const { $ref, properties, items } = schema as { $ref?: string; properties?: Record<string, Schema>; items?: Schema };
  if ($ref !== undefined) {
    const target = resolve($ref, root);
    if (target !== undefined) value = withDefaults(value, target, root);
  }
  if (Array.isArray(value) && items !== undefined) return value.map((item) => withDefaults(item, items, root));
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const fields = value as Fields;
  for (const [name, property] of Object.entries(properties ?? {})) {
    if (fields[name] === undefined && "default" in property) fields[name] = structuredClone(property.default);
    if (fields[name] !== undefined) fields[name] = withDefaults(fields[name], property, root);
  }
  return fields;
}

/** `#/definitions/name` of the schema itself. */
function resolve(reference: string, root: Schema): Schema | undefined {
  if (!reference.startsWith("#/")) return undefined;
  return reference
    .slice(2)
    .split("/")
    .reduce<Value>((at, part) => (at as Fields | undefined)?.[part], root) as Schema | undefined;
}
