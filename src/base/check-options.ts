/** Options by name: a misspelt one is refused, not ignored. */
import { didYouMean } from "./did-you-mean";
import { InputError } from "./input-error";

/** Every name that a kind of options has; the type holds it complete. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/** @throws InputError for options that are no object, or have a name that is not known. */
export function checkOptions<Options extends object>(
  options: Options,
  names: OptionNames<Options>,
  argument = "options",
): Options {
  if (typeof options !== "object" || options === null || Array.isArray(options) || options instanceof Promise) {
    throw new InputError(argument, "must be an object", options);
  }
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(names, name));
  if (unknown === undefined) return options;
  const known = Object.keys(names);
  const hint = didYouMean(unknown, known);
  throw new InputError(
    `${argument}.${unknown}`,
    `must be an option that is known (${known.join(", ")})${hint === undefined ? "" : `; did you mean ${hint}?`}`,
    (options as Record<string, unknown>)[unknown],
  );
}
