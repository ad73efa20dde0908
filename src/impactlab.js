#!/usr/bin/env node
// The `impactlab` command: lets Node read TypeScript, then hands over to cli/main.ts.
require("tsx/cjs");
require("./cli/main").main(process.argv);
