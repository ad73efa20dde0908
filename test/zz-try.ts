import { startKernel } from "../src/kernel/client/client";
import { seen } from "./support/project";
import { readFileSync } from "node:fs";
/** cells from a file split by lines of ---; */
(async () => {
  const cells = readFileSync(process.argv[2], "utf8").split(/^---\n/m);
  const folder = process.argv[3] ?? "/tmp";
  let k = await startKernel({ folder });
  for (const code of cells) {
    const t = performance.now();
    const name = code.trim().split("\n").join(" ").slice(0, 100);
    try {
      const m = /^\/\/ interrupt (\d+)/.exec(code);
      const p = k.execute(code);
      if (m) setTimeout(() => void k.interrupt().catch(() => 0), Number(m[1]));
      const r = await Promise.race([p, new Promise<undefined>((r) => setTimeout(r, 40_000, undefined))]);
      if (r === undefined) { console.log(`[hangs] ${name}`); await k.kill(); k = await startKernel({ folder }); continue; }
      console.log(`[${r.status}] ${name}\n      => ${seen(r.outputs).slice(0, 600).replace(/\n/g, "\n         ")} (${Math.round(performance.now() - t)} ms)`);
    } catch (e) { console.log(`[DIED] ${name}: ${(e as Error).message}`); k = await startKernel({ folder }); }
  }
  await Promise.race([k.shutdown(), new Promise(r => setTimeout(r, 5000))]); process.exit();
})();
