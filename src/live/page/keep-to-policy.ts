/**
 * What a page's policy forbids is not tried, since trying is a violation that the browser reports: where WebAssembly
 * may not be compiled it is taken away, and the loops' twin solves the same. It comes before the loops, which compile
 * where they are loaded.
 */
const policy = document.querySelector<HTMLMetaElement>('meta[http-equiv="Content-Security-Policy"]')?.content ?? "";
const scripts = /(?:^|;)\s*script-src([^;]*)/.exec(policy)?.[1];
if (scripts !== undefined && !/'(wasm-)?unsafe-eval'/.test(scripts)) Reflect.deleteProperty(globalThis, "WebAssembly");

export {};
