// A worker thread's entry: lets Node read TypeScript, then runs tasks. JavaScript, so that it loads
// the same from vitest, from the command line and from a notebook's kernel.
require("tsx/cjs");
const { runTask } = require("./sweep-task");

module.exports = (task) => runTask(task);
