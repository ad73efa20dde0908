// A worker process's entry: lets Node read TypeScript, then runs what its host sends. JavaScript, so that it starts the
// same from the command line, from tests and from a notebook's kernel.
require("../../read-typescript").register();
require("./child-main");
