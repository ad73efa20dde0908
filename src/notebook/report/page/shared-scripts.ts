/**
 * Scripts that the pages of one folder share: each lies beside them once, named after its content, as a string in a
 * style sheet (report/page/shared.js says why). The page's policy lists their hashes as it does of its own.
 */
import { createHash } from "node:crypto";

/** The folder beside the pages. */
export const SHARED_FOLDER = "report-assets";

/** What stands in a page that shares its scripts, before the list of their files. */
const MARK = `<script type="application/json" data-shared>`;

export class SharedScripts {
  /** Texts of files, by their paths from the pages' folder. */
  readonly files = new Map<string, string>();

  /** The path of the file that a script lies in. */
  add(script: string): string {
    const hash = createHash("sha256").update(script).digest("hex");
    const path = `${SHARED_FOLDER}/${hash.slice(0, 20)}.css`;
    this.files.set(path, `:host{--impactlab-script:"${Buffer.from(script).toString("base64")}"}\n`);
    return path;
  }
}

/** The list of a page's files, for its script. */
export function sharedList(paths: readonly string[]): string {
  return `${MARK}${JSON.stringify(paths)}</script>`;
}

/** The files that a page shares; undefined where it has its scripts within it. */
export function sharedFiles(html: string): string[] | undefined {
  const start = html.indexOf(MARK);
  if (start < 0) return undefined;
  const list = html.slice(start + MARK.length, html.indexOf("<", start + MARK.length));
  return [...list.matchAll(/"(report-assets\/[0-9a-f]+\.css)"/g)].map(([, path]) => path);
}
