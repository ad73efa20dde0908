/** JSON inside a script element: a label that holds "</script>" must stay a label. */
export function inScript(json: string): string {
  return json.replace(/</g, "\\u003c");
}
