/** `npm run bench [-- solver ...]`: every benchmark, or those named; one process, the machine stated. */
import { benchCluster } from "./cluster.bench";
import { benchEstimates } from "./estimates.bench";
import { benchHelp } from "./help.bench";
import { benchIndices } from "./indices.bench";
import { benchKernel } from "./kernel.bench";
import { benchLab } from "./lab.bench";
import { benchLive } from "./live.bench";
import { printMachine, printSink } from "./measure";
import { benchMonteCarlo } from "./montecarlo.bench";
import { benchNumpy } from "./numpy.bench";
import { benchSolver } from "./solver.bench";
import { benchSweep } from "./sweep.bench";

const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  solver: benchSolver,
  numpy: benchNumpy,
  estimates: benchEstimates,
  kernel: benchKernel,
  sweep: benchSweep,
  montecarlo: benchMonteCarlo,
  indices: benchIndices,
  live: benchLive,
  help: benchHelp,
  lab: benchLab,
  cluster: benchCluster,
};

async function main(): Promise<void> {
  const named = process.argv.slice(2);
  const unknown = named.filter((name) => !(name in BENCHES));
  if (unknown.length > 0) {
    console.error(`no benchmark ${unknown.join(", ")}; there are ${Object.keys(BENCHES).join(", ")}`);
    process.exitCode = 1;
    return;
  }
  printMachine();
  for (const name of named.length > 0 ? named : Object.keys(BENCHES)) await BENCHES[name]();
  printSink();
}

void main();
