/** A result or a model that is not what it should be, a Promise among them, is refused by name. */
import { InputError } from "./input-error";

/**
 * @param what it must be, as a phrase: "what morris returned".
 * @throws InputError for what is no object with these fields.
 */
export function checkFields<Value extends object>(
  argument: string,
  value: Value,
  fields: readonly (keyof Value & string)[],
  what: string,
): Value {
  if (typeof value !== "object" || value === null || value instanceof Promise)
    throw new InputError(argument, `must be ${what}`, value);
  const missing = fields.find((field) => value[field] === undefined);
  if (missing !== undefined) throw new InputError(argument, `must be ${what}, with a field ${missing}`, value);
  return value;
}
