/** A Slurm of a test's own on this machine: munged, slurmctld and one slurmd, ended by their process ids. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { executable } from "../../src/kernel/install/open-jupyter";
import { freePort } from "./redis-server";

const PROGRAMS = ["/usr/sbin/munged", "/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/bin/sbatch"];

/** Where there is a Slurm to start; its daemons want to be root. */
export const SLURM = PROGRAMS.every(executable) && process.getuid?.() === 0 ? PROGRAMS[1] : undefined;

export class SlurmSite {
  readonly folder: string;
  /** Its own limit: an index must be below it. */
  readonly maxArraySize: number;
  readonly #daemons: ChildProcess[] = [];

  constructor(folder: string, maxArraySize: number) {
    this.folder = folder;
    this.maxArraySize = maxArraySize;
  }

  /** Starts it and waits until it takes jobs; commands of this process find it. */
  async start(): Promise<void> {
    const at = (...path: string[]): string => join(this.folder, ...path);
    for (const name of ["munge", "state", "spool"]) mkdirSync(at(name), { recursive: true, mode: 0o755 });
    writeFileSync(at("munge/key"), randomBytes(1024), { mode: 0o400 });
    const host = hostname().split(".")[0];
    const lines = {
      ClusterName: "impactlab",
      SlurmctldHost: `${host}(127.0.0.1)`,
      SlurmUser: "root",
      AuthType: "auth/munge",
      AuthInfo: `socket=${at("munge/socket")}`,
      SlurmctldPort: await freePort(),
      SlurmdPort: await freePort(),
      StateSaveLocation: at("state"),
      SlurmdSpoolDir: at("spool"),
      SlurmctldPidFile: at("slurmctld.pid"),
      SlurmdPidFile: at("slurmd.pid"),
      ProctrackType: "proctrack/linuxproc",
      TaskPlugin: "task/none",
      SelectType: "select/cons_tres",
      SelectTypeParameters: "CR_Core",
      SchedulerParameters: "sched_interval=1,batch_sched_delay=0,sched_min_interval=0",
      MaxArraySize: this.maxArraySize,
      MpiDefault: "none",
      AccountingStorageType: "accounting_storage/none",
      JobAcctGatherType: "jobacct_gather/none",
      NodeName: `${host} NodeAddr=127.0.0.1 CPUs=2 RealMemory=512 State=UNKNOWN`,
      PartitionName: `lab Nodes=${host} Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE:2`,
    };
    const conf = at("slurm.conf");
    writeFileSync(
      conf,
      `${Object.entries(lines)
        .map(([name, value]) => `${name}=${value}\n`)
        .join("")}`,
    );
    process.env.SLURM_CONF = conf;
    const munge = ["key-file=key", "socket=socket", "pid-file=pid", "log-file=log", "seed-file=seed"].map((flag) => {
      const [name, file] = flag.split("=");
      return `--${name}=${at("munge", file)}`;
    });
    this.#begin("/usr/sbin/munged", "--foreground", "--force", ...munge);
    await this.#until(() => existsSync(at("munge/socket")));
    this.#begin("/usr/sbin/slurmctld", "-D", "-f", conf);
    this.#begin("/usr/sbin/slurmd", "-D", "-f", conf, "-N", host);
    await this.#until(() => this.#idle());
  }

  async stop(): Promise<void> {
    for (const daemon of this.#daemons.reverse()) {
      if (daemon.exitCode !== null) continue;
      const gone = once(daemon, "exit");
      daemon.kill("SIGKILL");
      await gone;
    }
  }

  /** What squeue lists, by array number and index. */
  queue(): string[] {
    const text = execFileSync("squeue", ["--noheader", "--array", "--format=%F_%K %t"], { encoding: "utf8" });
    return text.split("\n").filter(Boolean);
  }

  cancel(...jobs: readonly string[]): void {
    execFileSync("scancel", ["--signal=KILL", "--full", ...jobs]);
  }

  #begin(program: string, ...argv: readonly string[]): void {
    this.#daemons.push(spawn(program, [...argv], { stdio: "ignore" }));
  }

  /** A daemon that ended brings nothing about, and is told. */
  async #until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      const ended = this.#daemons.find(({ exitCode }) => exitCode !== null);
      if (ended !== undefined) throw new Error(`${ended.spawnfile} ended with exit code ${ended.exitCode}`);
      await wait(50);
    }
  }

  #idle(): boolean {
    try {
      return (
        execFileSync("sinfo", ["--noheader", "--format=%t"], { encoding: "utf8", stdio: "pipe" }).trim() === "idle"
      );
    } catch {
      return false;
    }
  }
}
