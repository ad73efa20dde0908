/** The language of cells, as the compiler's options. */
import { createRequire } from "node:module";
import { dirname } from "node:path";

import type * as TypeScript from "typescript";

import { ts } from "./typescript";

const OWN_TYPES = dirname(dirname(createRequire(__filename).resolve("@types/node/package.json")));

/** tslab's options with the language of `src`: its library, its decorators, and Node's types alone. */
export function cellOptions(options: TypeScript.CompilerOptions): TypeScript.CompilerOptions {
  const { noImplicitUseStrict, disableTopLevelAwait, ...kept } = options;
  void [noImplicitUseStrict, disableTopLevelAwait];
  return {
    ...kept,
    // Keeps `import x = require()`; bundlers' resolution reads the `exports` of packages, as Node does at run time.
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts"],
    types: ["node"],
    // A project without Node's types gets the kernel's, not tslab's older ones.
    typeRoots: options.typeRoots?.map((root) =>
      /[\\/]tslab[\\/]node_modules[\\/]@types$/.test(root) ? OWN_TYPES : root,
    ),
    experimentalDecorators: false,
    rewriteRelativeImportExtensions: true,
    inlineSourceMap: true,
  };
}
