// Loaded before all else (`node --require`), it stands in for another Node or browser, further off than any: every
// function of `Math` whose last digits are no promise has another last bit, `Math.random` other numbers,
// `toLocaleString` another text, and WebAssembly is forbidden. What a digest then still agrees with rests on none.
const UNSTEADY =
  "exp expm1 log log1p log2 log10 pow sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh cbrt hypot";

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

for (const name of UNSTEADY.split(" ")) {
  const original = Math[name];
  Math[name] = (...args) => {
    double[0] = original(...args);
    // Whole numbers are exact everywhere: 2 ** 10, exp(0).
    if (Number.isFinite(double[0]) && !Number.isInteger(double[0])) words[0] ^= 1;
    return double[0];
  };
}
const { random } = Math;
Math.random = () => 1 - 2 ** -53 - random();
Number.prototype.toLocaleString = () => "elsewhere";
WebAssembly.Module = class {
  constructor() {
    throw new WebAssembly.CompileError("forbidden");
  }
};
