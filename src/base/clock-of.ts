/** The clock of an ISO time; other labels as they are. */
export function clockOf(label: string): string {
  return /^\d{4}-\d\d-\d\d[T ](\d\d:\d\d)/.exec(label)?.[1] ?? label;
}
