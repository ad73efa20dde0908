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
  if (!isPlain(options)) {
    // What is read by name is there, what is copied is not: no option would hold everywhere.
    const inherited = Object.keys(names).find((name) => name in options && !Object.hasOwn(options, name));
    if (inherited !== undefined) {
      const value = (options as Record<string, unknown>)[inherited];
      throw new InputError(`${argument}.${inherited}`, "must be the options' own, not their prototype's", value);
    }
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

/** Whether an object has no prototype of its own making. */
function isPlain(options: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(options);
  return prototype === Object.prototype || prototype === null;
}
