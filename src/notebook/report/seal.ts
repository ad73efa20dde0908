/**
 * What decides that a report was edited. A page's seal is the SHA-256 of all that it holds but its times,
 * which are chance. It tells a page that was edited, by a slip or to look better, from one as it was
 * written; it is no signature. (A .report.json was edited where its headline numbers are not those of the
 * notebook beside it: verify/read-report.ts.)
 */
import { createHash } from "node:crypto";

const SEAL = /<meta name="impactlab-seal" content="([0-9a-f]{64})">\r?\n?/;

/** The page with its seal in its head. */
export function sealed(html: string): string {
  return html.replace("</head>", () => `<meta name="impactlab-seal" content="${digest(html)}">\n</head>`);
}

/** Whether a page is as it was sealed; one without a seal is not. */
export function isAsSealed(html: string): boolean {
  const seal = SEAL.exec(html);
  return seal !== null && seal[1] === digest(html.slice(0, seal.index) + html.slice(seal.index + seal[0].length));
}

/** Line ends are left out of it, which mail and git may change; of times only those that hold text alone. */
function digest(html: string): string {
  const timeless = html.replace(/\r\n/g, "\n").replace(/<time datetime="[^"<>]*">[^<>]*<\/time>/g, "<time>");
  return createHash("sha256").update(timeless).digest("hex");
}
