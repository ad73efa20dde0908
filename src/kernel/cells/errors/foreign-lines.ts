/**
 * What IPython takes and TypeScript does not: `!ls`, `%time`, `%%html`. Where a cell fails for such a line,
 * one sentence says so in place of the compiler's errors.
 */
const MAGICS: Readonly<Record<string, string>> = {
  time: 'console.time("a") and console.timeEnd("a") measure',
  timeit: 'console.time("a") and console.timeEnd("a") measure',
  html: "display.html(text) shows HTML",
  markdown: "display.markdown(text) shows Markdown",
  latex: "display.latex(text) shows a formula",
  cd: "process.chdir(folder) changes the folder",
  env: "process.env holds the environment",
};
const FOREIGN = /^[ \t]*(?:(!)(?=[\w./~])|%%?([A-Za-z]\w*))/;

/** The sentence for a cell in which one of `lines` (from 0), those with errors, is IPython's. */
export function foreignLine(code: string, lines: readonly number[]): string | undefined {
  const texts = code.split("\n");
  const first = texts.findIndex((text) => text.trim() !== "");
  // After `%%html` on the first line, nothing is TypeScript.
  const at = /^\s*%%/.test(texts[first] ?? "") ? first : lines.find((line) => FOREIGN.test(texts[line] ?? ""));
  const [found, shell, magic] = FOREIGN.exec(texts[at ?? -1] ?? "") ?? [];
  if (found === undefined) return undefined;
  const line = texts[at ?? 0].trim();
  const instead =
    shell === undefined
      ? (MAGICS[magic] ?? "a cell holds TypeScript alone")
      : 'execSync(command) of "node:child_process" runs a command of the shell';
  return `${line.length > 40 ? `${line.slice(0, 40)}…` : line} is IPython's, not TypeScript; ${instead}`;
}
