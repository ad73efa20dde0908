/**
 * What answers say of how they may be used.
 */

/** What every answer carries, unless it says otherwise. */
export const HEADERS: Readonly<Record<string, string>> = {
  // What is read as a page is a page of nobody: no script, no frame, nothing loaded.
  "content-security-policy": "default-src 'none'; frame-ancestors 'self'; sandbox",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};

/** The page's: scripts of the bundle, or with the nonce, and none of a notebook's; no `eval`. */
export function pagePolicy(host: string, nonce: string): string {
  const scripts = `http://${host}/lab/static/`;
  return [
    "default-src 'none'",
    `script-src ${scripts} 'nonce-${nonce}'`,
    `worker-src ${scripts} blob:`,
    // Lumino and CodeMirror place what they draw by inline style.
    `style-src 'self' 'unsafe-inline'`,
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "media-src 'self' data: blob:",
    `connect-src 'self' ws://${host}`,
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join("; ");
}

/** A file of the researcher's own as a page: it may have scripts, which are of an origin of their own. */
export const FILE_POLICY = "sandbox allow-scripts; frame-ancestors 'self'";
