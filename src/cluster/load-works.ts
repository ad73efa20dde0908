/** The table of kinds of work that this process was told to do by whoever started it, and looking one up in it. */
import { join } from "node:path";

import { didYouMean } from "../base/did-you-mean";
import { InputError } from "../base/input-error";
import type { AnyKind, Works } from "./works";

/** Path of the module, without extension, that exports the table as WORKS. */
export const OWN_WORKS = join(__dirname, "works");

/** Loads a table. Its path comes from this process's own start, never from a message. */
export function loadWorks(module: string): Works {
  return (require(module) as { readonly WORKS: Works }).WORKS;
}

/** @throws InputError for a name that is not in the table. */
export function kindOf(works: Works, name: unknown): AnyKind {
  if (typeof name === "string" && Object.hasOwn(works, name)) return works[name];
  const known = Object.keys(works);
  const hint = didYouMean(String(name), known);
  const rule = `must be a kind of work that is known (${known.join(", ")})`;
  throw new InputError("work", `${rule}${hint === undefined ? "" : `; did you mean ${hint}?`}`, name);
}
