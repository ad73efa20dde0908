/** How `estimateImpact` was asked for a table, as the table's notes have it. */
import type { Notes } from "../base/units";

/** The recipe's fields; none where a table was made otherwise. */
export function recipeOf(notes: Notes | undefined): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(notes?.recipe ?? "");
    return typeof read === "object" && read !== null ? (read as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
