// Stands in for @tensorflow/tfjs-node, whose native library is a download from outside the npm
// registry. danfo uses tensors, their chained arithmetic, `moments` and `data.array`: core, the
// CPU backend and tfjs-data give it all of that in 50 MB, where tfjs whole takes 270 MB.
const core = require("@tensorflow/tfjs-core");
require("@tensorflow/tfjs-backend-cpu");

// tfjs registers its chained operations from ES modules that Node cannot require one by one.
const { prototype } = core.Tensor;
for (const [name, operation] of Object.entries(core)) {
  if (typeof operation === "function" && /^[a-z]/.test(name) && !(name in prototype)) {
    prototype[name] = function (...rest) {
      return operation(this, ...rest);
    };
  }
}

core.backend().firstUse = false; // the first use prints an advertisement for the native library

// danfo's medians and `describe` are mathjs's, which picks by chance among numbers that it takes as equal: within
// 1e-12 of each other, or of 0. danfo loads its mathjs after this, so here is one whose median is the median.
const path = require.resolve("mathjs", { paths: [require.resolve("danfojs-node")] });
const mathjs = require(path);
const median = (...values) => {
  const sorted = values.flat(Infinity);
  if (sorted.length === 0 || !sorted.every((value) => typeof value === "number")) return mathjs.median(...values);
  if (sorted.some(Number.isNaN)) return NaN;
  sorted.sort((a, b) => a - b);
  const above = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[above] : (sorted[above - 1] + sorted[above]) / 2;
};
require.cache[path].exports = Object.create(mathjs, { median: { value: median, enumerable: true } });

module.exports = { ...core, data: require("@tensorflow/tfjs-data") };
