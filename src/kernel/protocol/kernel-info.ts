/**
 * What the kernel says of itself: kernel_info_reply.
 */
import { version as languageVersion } from "typescript/package.json";

import { version } from "../../../package.json";
import { PROTOCOL_VERSION, type Content } from "./wire";

export function kernelInfo(): Content {
  return {
    status: "ok",
    protocol_version: PROTOCOL_VERSION,
    implementation: "impactlab",
    implementation_version: version,
    language_info: {
      name: "typescript",
      version: languageVersion,
      mimetype: "text/typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      // Both names: JupyterLab looks up the mode, Notebook 6 wants CodeMirror's flag.
      codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
      nbconvert_exporter: "script",
    },
    banner: `impactlab ${version}: TypeScript ${languageVersion} on Node ${process.version}`,
    help_links: [],
    debugger: false,
  };
}
