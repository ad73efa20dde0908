// A worker thread's entry: lets Node read TypeScript, then runs tasks of any kind of work. JavaScript,
// so that it loads the same from vitest, from the command line and from a notebook's kernel.
require("../read-typescript").register();

module.exports = ({ module: path, name, task }) => require(path)[name](task);
