/**
 * What of WebAssembly the loops use, with types of their own: TypeScript has them among a browser's, and a
 * notebook's cells, which compile this too, know of no browser.
 */
export type CompiledModule = object;

interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => CompiledModule;
  readonly Memory: new (size: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: CompiledModule, imports: object) => { readonly exports: unknown };
}

/** Throws where there is none when what it returns is used. */
export function webAssembly(): WebAssemblyApi {
  return (globalThis as unknown as { readonly WebAssembly: WebAssemblyApi }).WebAssembly;
}
