// The thread of the language service: lets Node read TypeScript, then answers questions one after the other.
const { parentPort } = require("node:worker_threads");
const { loadTypeScript } = require("../../kernel/typescript-code-cache");

loadTypeScript();
require("../../read-typescript").register();
const { NotebookHelp } = require("./notebook-help");

const help = new NotebookHelp();
parentPort.on("message", ({ id, kind, question, place }) => {
  try {
    parentPort.postMessage({ id, answer: help[kind](question, place) });
  } catch (error) {
    parentPort.postMessage({ id, error: String(error?.message ?? error) });
  }
});
