/** A file that is still being written, or whose copy broke off, ends in half a line: what is wrong there is none. */
import { InputError } from "../../base/input-error";

/** What `take` says of the current row; false, to skip it, where it throws an InputError and the line was cut short. */
export function unlessCut(cutShort: boolean, take: () => boolean): boolean {
  if (!cutShort) return take();
  try {
    return take();
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}
