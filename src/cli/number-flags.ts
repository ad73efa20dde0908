/** Numbers on a command line. */
import { InputError } from "../base/input-error";

export function numberFlag(flag: string): (text: string) => number {
  return (text) => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (Number.isNaN(value)) throw new InputError(flag, "must be a number", text);
    return value;
  };
}

/** `auto`, or numbers between commas. */
export function listFlag(flag: string): (text: string) => "auto" | number[] {
  return (text) => (text === "auto" ? text : text.split(",").map(numberFlag(flag)));
}
