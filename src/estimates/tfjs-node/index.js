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

module.exports = { ...core, data: require("@tensorflow/tfjs-data") };
