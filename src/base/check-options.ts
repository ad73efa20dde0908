/** Options by name: a misspelt one is refused, not ignored. */
import { didYouMean } from "./did-you-mean";
import { InputError } from "./input-error";
import { checkOptions } from "../solver/model/impact-model";

/** Every name that a kind of options has. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/** @throws InputError for options that are no object, or have a name that is not known. */
export function checkNames<Options extends object>(options: Options, names: OptionNames<Options>): void {
  const known = Object.keys(names);
  const unknown = Object.keys(checkOptions(options)).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const hint = didYouMean(unknown, known);
  const value = (options as Record<string, unknown>)[unknown];
  throw new InputError(
    `options.${unknown}`,
    `must be an option that is known (${known.join(", ")})${hint === undefined ? "" : `; did you mean ${hint}?`}`,
    value,
  );
}
