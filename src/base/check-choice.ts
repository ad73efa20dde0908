/** A choice among names: another one is refused with the name most like it. */
import { didYouMean } from "./did-you-mean";
import { InputError } from "./input-error";

/** @throws InputError for a value that is none of the choices. */
export function checkChoice<Choice extends string>(
  argument: string,
  value: Choice,
  choices: readonly Choice[],
): Choice {
  if (choices.includes(value)) return value;
  const hint = choices.length > 1 ? didYouMean(String(value), choices) : undefined;
  const rule = `must be ${choices.join(" or ")}${hint === undefined ? "" : `; did you mean ${hint}?`}`;
  throw new InputError(argument, rule, value);
}
