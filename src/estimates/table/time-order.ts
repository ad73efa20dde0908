/**
 * The order of bin labels. Only labels that are times have one; others stand as the table has them.
 */
const CLOCK = /^\d\d:\d\d(:\d\d(\.\d+)?)?$/;
const DATE = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** Whether `after` may follow `before`: later, where both are times of one kind. */
export function isAscending(before: string, after: string): boolean {
  if (CLOCK.test(before) && CLOCK.test(after)) return after > before;
  if (DATE.test(before) && DATE.test(after)) return instant(after) > instant(before);
  return true;
}

/** Milliseconds, and UTC where no zone is given: the answer must not depend on where it is asked. */
function instant(label: string): number {
  const iso = label.replace(" ", "T");
  return Date.parse(iso.length > 10 && !/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? `${iso}Z` : iso);
}
