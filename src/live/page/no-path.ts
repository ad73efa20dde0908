/** What of `node:path` the solver's files call as they load. */
export function join(...parts: readonly string[]): string {
  return parts.join("/");
}
