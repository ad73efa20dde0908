/**
 * Sweeps and studies on BullMQ and a Redis of the tests' own: the bits of one thread, and the same bits again through
 * every fault that was met in trying it. Each fault is shown to have hit before the numbers are compared.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { text } from "node:stream/consumers";

import { afterAll, beforeAll, describe, expect } from "vitest";

import { modelStudy, monteCarlo, sobolIndices, sweep, syntheticEquityDay } from "../../src";
import { commonBeta } from "../../src/sweep/beta-transform";
import { linspace, logspace } from "../../src/sweep/grids";
import type { Executor } from "../../src/work/executor";
import { hashOfText } from "../../src/work/shared-text";
import { workOf } from "../../src/work/work";
import { PLANNED, type AddResult, type Plan } from "../fixtures/cluster/works";
import { run as impactlab } from "../support/command";
import { load } from "../support/load";
import { manyTasks, peakOf } from "../support/many-tasks";
import { OTHER_NODES } from "../support/other-nodes";
import { alone, begun, logsIn, readLog, tasksOf, textOf, WORKS } from "../support/planned-runs";
import { freePort, linesOf, Queue, REDIS_SERVER, RedisServer, running, startWorker } from "../support/redis-server";
import type { WorkerProcess } from "../support/redis-server";
import { temporaryFolder } from "../support/temporary-folder";
import { testWith } from "../support/tools";
import { which } from "../support/which";

const ROOT = resolve(__dirname, "../..");
// As the command line loads it, so that it finds tables of works that are TypeScript.
const { redisExecutorOf, redisExecutor } = load(
  "../../src/cluster/redis/executor",
  __filename,
) as typeof import("../../src/cluster/redis/executor");
const { fingerprintOf } = load(
  "../../src/cluster/fingerprint",
  __filename,
) as typeof import("../../src/cluster/fingerprint");

const folder = temporaryFolder();
const test = testWith(REDIS_SERVER, "redis-server");
const server = new RedisServer(join(folder.path, "redis"));
const servers: RedisServer[] = [server];
const workers: WorkerProcess[] = [];
/** Serves the tests' own works, two at a time; a lock of a second. */
let main: WorkerProcess;

beforeAll(async () => {
  if (REDIS_SERVER === undefined) return;
  await server.start();
  main = await serve(server.url, WORKS, { slots: 2 });
});

afterAll(async () => {
  for (const worker of workers) worker.signal("SIGKILL");
  await Promise.all(workers.map(({ exited }) => exited));
  await Promise.all(servers.map((each) => each.kill()));
});

/** A Redis of one test's, ended with the others where the test fails. */
function redisIn(name: string, ...flags: readonly string[]): RedisServer {
  const own = new RedisServer(join(folder.path, name), ...flags);
  servers.push(own);
  return own;
}

async function serve(url: string, works = WORKS, how: Parameters<typeof startWorker>[2] = {}): Promise<WorkerProcess> {
  const worker = await startWorker(url, works, how);
  workers.push(worker);
  return worker;
}

interface Outcome {
  readonly bits: string[];
  readonly times: number;
  readonly error: Error | undefined;
  readonly executor: Executor;
}

/** Runs tasks through Redis; `after` is called with each result and how many there are. */
async function through(
  plan: Plan,
  count: number,
  { url = server.url, after = () => {}, secondsPerJob = 0.05, retries = 2, ...more }: Through = {},
): Promise<Outcome> {
  const executor = redisExecutorOf(
    { url, secondsPerJob, retries, onNotice: more.onNotice ?? (() => {}) },
    more.works ?? WORKS,
  );
  const results: AddResult[] = [];
  let error: Error | undefined;
  await executor
    .run(
      workOf(PLANNED, plan),
      tasksOf(count),
      (result) => {
        results.push(result);
        after(results.length);
      },
      more.signal,
    )
    .catch((thrown: Error) => (error = thrown));
  await executor.close();
  return { bits: textOf(results), times: results.length, error, executor };
}

interface Through {
  readonly url?: string;
  readonly after?: (done: number) => void;
  readonly secondsPerJob?: number;
  readonly retries?: number;
  readonly works?: string;
  readonly onNotice?: (text: string) => void;
  readonly signal?: AbortSignal;
}

const newLog = logsIn(folder.path);

// These run side by side, each with a Redis or a queue of its own: most of their time they wait, for a lock to run out
// or a process to start.
describe.concurrent("a fault among others", () => {
  test("a worker ends by SIGKILL in mid-task: its task is done by another", async () => {
    const log = newLog();
    const own = redisIn("killed-redis");
    await own.start();
    const victim = await serve(own.url);
    const outcome = through({ ms: 250, log }, 8, { url: own.url });
    await linesOf(log, (all) => all.length >= 2);
    victim.signal("SIGKILL");
    await victim.exited;
    const lines = readLog(log);
    await serve(own.url);
    const { bits, error } = await outcome;
    await own.kill();
    expect(error).toBeUndefined();
    // It hit: what the victim had begun was begun again, by another process.
    const part = Number(lines[lines.length - 1].split(" ")[0]);
    const twice = begun(readLog(log), part);
    expect(new Set(twice).size).toBeGreaterThan(1);
    expect(bits).toEqual(await alone(8));
  });

  test("a worker ends with its host, again and again: the job is halved until the others are free of it", async () => {
    const file = join(folder.path, "fell");
    const own = redisIn("fell-redis");
    await own.start();
    const victims = await Promise.all([1, 2, 3].map(() => serve(own.url, WORKS, { lock: 500 })));
    // Four tasks in a job from the second on.
    const outcome = through({ ms: 10, fell: { part: 6, times: 3, file } }, 12, { url: own.url });
    await Promise.all(victims.map(({ exited }) => exited));
    await serve(own.url);
    const { bits, error, executor } = await outcome;
    await own.kill();
    expect(error).toBeUndefined();
    expect(readFileSync(file, "utf8").length).toBe(3);
    expect(executor.state?.().retries).toBeGreaterThan(0);
    expect(bits).toEqual(await alone(12));
  });

  test("a job delivered twice counts once", async () => {
    const own = redisIn("twice-redis");
    await own.start();
    const log = newLog();
    const first = await serve(own.url);
    const reported: number[] = [];
    const outcome = through({ ms: { 0: 1500, 5: 4000 }, log }, 6, {
      url: own.url,
      after: (done) => reported.push(done),
    });
    await linesOf(log, (lines) => lines.length > 0);
    // It holds still for longer than its lock; its process works on.
    first.signal("SIGSTOP");
    await serve(own.url);
    await linesOf(log, (lines) => new Set(begun(lines, 0)).size > 1);
    first.signal("SIGCONT");
    const { bits, error, times } = await outcome;
    await own.kill();
    expect(error).toBeUndefined();
    expect(new Set(begun(readLog(log), 0)).size).toBe(2);
    expect(times).toBe(6);
    expect(bits).toEqual(await alone(6));
  });

  for (const first of ["Redis", "the worker"]) {
    test(`a worker and Redis are ended in mid-task, ${first} first: it waits for no answer`, async () => {
      const own = redisIn(`gone-redis-${first.length}`);
      await own.start();
      const worker = await serve(own.url);
      const stopped = new AbortController();
      const end = async (): Promise<void> => {
        if (first === "the worker") worker.signal("SIGTERM");
        await own.kill();
        worker.signal("SIGTERM");
      };
      const outcome = through({ ms: 400 }, 50, {
        url: own.url,
        signal: stopped.signal,
        after: (done) => void (done === 1 && end()),
      });
      expect(await worker.exited).toBe(0);
      stopped.abort(new Error("enough"));
      expect((await outcome).error?.message).toBe("enough");
    });
  }

  for (const kept of [true, false]) {
    test(`Redis is killed and back, ${kept ? "with" : "without"} its append-only file: the run goes on`, async () => {
      const own = redisIn(`killed-${kept}`);
      await own.start(kept);
      const worker = await serve(own.url);
      const client = own.client();
      let atKill = 0;
      let restarted: Promise<void> | undefined;
      let keysAfter = -1;
      const before = own.pid;
      // A task that is out until Redis is back: there is something to lose.
      const until = join(folder.path, `back-${kept}`);
      const { bits, error, executor } = await through({ ms: 60, hold: { part: 20, until } }, 40, {
        url: own.url,
        after(done) {
          if (done < 10 || restarted !== undefined) return;
          atKill = done;
          restarted = own
            .kill()
            .then(() => own.start(kept))
            .then(async () => void (keysAfter = await client.exists(`impactlab:work-${fingerprintOf(WORKS)}:id`)))
            .then(() => writeFileSync(until, ""));
        },
      });
      await restarted;
      expect(error).toBeUndefined();
      // It hit: another process answers, and all is there or nothing.
      expect(own.pid).not.toBe(before);
      expect(atKill).toBeLessThan(40);
      if (kept) expect(keysAfter).toBe(1);
      else expect(executor.state?.().retries).toBeGreaterThan(0);
      expect(bits).toEqual(await alone(40));
      client.disconnect();
      worker.signal("SIGKILL");
      await worker.exited;
      await own.kill();
    });
  }
});

describe.concurrent("another version", () => {
  /** The tests' table of works, in a file of its own with this comment. */
  const table = (name: string, comment: string): string => {
    const path = join(folder.path, name);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, "works.ts"), `// ${comment}\nexport { WORKS } from "${relative(path, WORKS)}";\n`);
    return join(path, "works");
  };

  test("of the source never sees the job, and the client says who is there in vain", async () => {
    const [older, newer] = [table("older", "1"), table("newer", "2")];
    expect(fingerprintOf(older)).not.toBe(fingerprintOf(newer));
    const log = newLog();
    const stale = await serve(server.url, older);
    let outcome: Promise<Outcome> | undefined;
    const said = await new Promise<string>((onNotice) => {
      outcome = through({ ms: 0, log }, 1, { works: newer, onNotice });
    });
    expect(said).toContain(`source ${fingerprintOf(newer)}`);
    expect(said).toContain(`source ${fingerprintOf(older)}`);
    expect(existsSync(log)).toBe(false);
    // The control: one of the same source does it.
    const fresh = await serve(server.url, newer);
    expect((await outcome)?.error).toBeUndefined();
    expect(readLog(log).length).toBe(1);
    // And what is put before it all the same is refused.
    const queue = new Queue(`work-${fingerprintOf(older)}`, {
      connection: server.client() as never,
      prefix: "impactlab",
    });
    const data = { fingerprint: fingerprintOf(newer), run: "x", work: "PLANNED", hash: "", tasks: [] };
    const job = await queue.add("PLANNED", data);
    let reason: string | undefined;
    while (reason === undefined) reason = (await queue.getJob(job.id as string))?.failedReason;
    expect(reason).toBe(`refused: made by source ${fingerprintOf(newer)}, and this worker has ${fingerprintOf(older)}`);
    await queue.close();
    for (const worker of [stale, fresh]) worker.signal("SIGTERM");
    await Promise.all([stale.exited, fresh.exited]);
  });

  test("of the source while a worker runs: it ends instead of mixing the two", async () => {
    const works = table("edited", "1");
    const old = await serve(server.url, works);
    const before = fingerprintOf(works);
    table("edited", "2");
    expect(fingerprintOf(works)).not.toBe(before);
    const connection = server.client();
    const queue = new Queue(`work-${before}`, { connection: connection as never, prefix: "impactlab" });
    const shared = JSON.stringify({ ms: 0, kill: [0] });
    await connection.set(`impactlab:shared:${hashOfText(shared)}`, shared);
    const data = { fingerprint: before, run: "x", work: "PLANNED", hash: hashOfText(shared) };
    const tasks = [JSON.stringify({ part: 0, count: 1 })];
    // Its process dies over the first and would be started from the new source for the second.
    await queue.add("PLANNED", { ...data, tasks });
    await queue.add("PLANNED", { ...data, tasks });
    expect(await old.exited).toBe(2);
    expect(old.said()).toContain("the source has changed since this worker started: start it again");
    await queue.close();
    connection.disconnect();
  });

  const other = OTHER_NODES.find(({ path }) => path !== undefined);
  testWith(REDIS_SERVER === undefined ? undefined : other?.path, "another Node and redis-server", {
    everywhere: false,
  })("of Node never sees the job", async () => {
    const works = table("node", "1");
    const worker = await serve(server.url, works, { node: other?.path });
    const told = await new Promise<string>((onNotice) => {
      const stop = new AbortController();
      void through({ ms: 0 }, 1, {
        works,
        signal: stop.signal,
        onNotice: (text) => {
          onNotice(text);
          stop.abort(new Error("enough"));
        },
      });
    });
    expect(told).toContain("of another version, and so of no use, there are: ");
    expect(told).toContain(`(Node ${process.versions.node}, source ${fingerprintOf(works)})`);
    worker.signal("SIGTERM");
    await worker.exited;
  });

  test("of Node's line, of the lock file or of the source is another fingerprint", () => {
    expect(fingerprintOf(WORKS, "20.19.0")).toBe(fingerprintOf(WORKS, "20.20.2"));
    expect(fingerprintOf(WORKS, "22.0.0")).not.toBe(fingerprintOf(WORKS, "20.20.2"));
    expect(fingerprintOf(join(ROOT, "src/cluster/works"))).not.toBe(fingerprintOf(WORKS));
  });
});

describe.concurrent("TLS", () => {
  testWith(REDIS_SERVER === undefined ? undefined : which("openssl"), "redis-server and openssl")(
    "Redis by TLS: with the authority's certificate in the environment, and not without",
    async () => {
      const at = (name: string): string => join(folder.path, name);
      const subject = ["-nodes", "-days", "2", "-subj", "/CN=lab", "-addext", "subjectAltName=IP:127.0.0.1"];
      const made = [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-keyout",
        at("key.pem"),
        "-out",
        at("cert.pem"),
        ...subject,
      ];
      expect(spawnSync("openssl", made).status).toBe(0);
      const port = await freePort();
      const files = ["--tls-cert-file", at("cert.pem"), "--tls-key-file", at("key.pem"), "--tls-auth-clients", "no"];
      const own = redisIn("tls-redis", "--tls-port", String(port), ...files);
      await own.start();
      const url = `rediss://127.0.0.1:${port}`;
      const script = `
      require("tsx/cjs");
      const { redisExecutorOf } = require(${JSON.stringify(join(ROOT, "src/cluster/redis/executor"))});
      const { WORKS } = require(${JSON.stringify(WORKS)});
      const { workOf } = require(${JSON.stringify(join(ROOT, "src/work/work"))});
      redisExecutorOf({ url: ${JSON.stringify(url)} }, ${JSON.stringify(WORKS)})
        .run(workOf(WORKS.PLANNED, { ms: 0 }), [{ part: 0, count: 1 }], ({ values }) => console.log(values[0]))
        .catch((error) => console.log(error.message));`;
      const ask = async (environment: NodeJS.ProcessEnv): Promise<string> => {
        const child = spawn(process.execPath, ["-e", script], { cwd: ROOT, env: { ...process.env, ...environment } });
        const said = await text(child.stdout);
        return said.trim();
      };
      const environment = { NODE_EXTRA_CA_CERTS: at("cert.pem") };
      const worker = await serve(url, WORKS, { environment });
      const [trusted, doubted] = await Promise.all([ask(environment), ask({})]);
      expect(trusted).toBe("1");
      expect(doubted).toMatch(
        /^options\.url must be the address of a Redis that answers, and it does not \(.*certificate/,
      );
      worker.signal("SIGTERM");
      expect(await worker.exited).toBe(0);
      await own.kill();
    },
  );
});

describe("a worker's process that ends", () => {
  test("because of a task, once: the task is given to another process", async () => {
    const log = newLog();
    const { bits, error, executor } = await through({ ms: 5, kill: [4, 9], once: join(folder.path, "once"), log }, 16);
    expect(error).toBeUndefined();
    expect(begun(readLog(log), 4).length).toBe(2);
    expect(begun(readLog(log), 9).length).toBe(2);
    expect(executor.state?.().retries).toBe(2);
    expect(bits).toEqual(await alone(16));
  });

  test("because of a task, each time: the task is named with its row, the others are kept", async () => {
    const log = newLog();
    const { bits, error } = await through({ ms: 5, kill: [5, 11], log }, 16);
    expect(error?.name).toBe("PoisonError");
    expect(error?.message).toBe(
      "points of row 5; points of row 11: 3 workers in a row died over each; all others are done",
    );
    expect(new Set(begun(readLog(log), 5)).size).toBe(3);
    const others = await alone(16);
    delete others[5];
    delete others[11];
    expect(bits).toEqual(others);
  });
});

test("what a task throws is thrown, as bad input where it is that, and not tried again", async () => {
  for (const [plan, name, message] of [
    [{ fail: [3] }, "Error", "no such luck with 3"],
    [{ bad: [3] }, "InputError", "options.size must be lucky, got 3"],
  ] as const) {
    const log = newLog();
    const { error } = await through({ ms: 1, log, ...plan }, 6);
    expect(error).toMatchObject({ name, message });
    expect(begun(readLog(log), 3).length).toBe(1);
  }
});

test("a job longer than its lock is done once", async () => {
  const log = newLog();
  const { bits, error } = await through({ ms: { 1: 3500 }, log }, 3);
  expect(error).toBeUndefined();
  expect(readLog(log).length).toBe(3);
  expect(bits).toEqual(await alone(3));
});

test("a result of a megabyte arrives to the last bit", async () => {
  const { bits, error } = await through({ ms: 0, size: 131_072 }, 3);
  expect(error).toBeUndefined();
  expect(bits[2].length).toBe(2 * 2 ** 20);
  expect(bits).toEqual(await alone(3, 131_072));
});

describe("Redis", () => {
  test("emptied in mid-run: the run finishes and does not wait", async () => {
    const client = server.client();
    let emptied: Promise<string> | undefined;
    let keys = 0;
    const { bits, error, executor } = await through({ ms: 40 }, 40, {
      after(done) {
        if (done < 10 || emptied !== undefined) return;
        emptied = client.dbsize().then((size) => ((keys = size), client.flushall()));
      },
    });
    expect(await emptied).toBe("OK");
    client.disconnect();
    expect(error).toBeUndefined();
    expect(keys).toBeGreaterThan(3);
    expect(executor.state?.().retries).toBeGreaterThan(0);
    expect(bits).toEqual(await alone(40));
  });

  test("whose stream of events is trimmed to nothing: no result is lost", async () => {
    const client = server.client();
    const events = `impactlab:work-${fingerprintOf(WORKS)}:events`;
    let trimmed = 0;
    const trims: Promise<void>[] = [];
    const { bits, error } = await through({ ms: 10 }, 40, {
      after: () => void trims.push(client.xtrim(events, "MAXLEN", 0).then((count) => void (trimmed += count))),
    });
    await Promise.all(trims);
    client.disconnect();
    expect(error).toBeUndefined();
    expect(trimmed).toBeGreaterThan(10);
    expect(bits).toEqual(await alone(40));
  });

  test("that is not there, or asks for more than is known, is one sentence without a password", async () => {
    const { error } = await through({ ms: 0 }, 1, { url: "redis://127.0.0.1:1" });
    expect(error?.message).toMatch(
      /^options\.url must be the address of a Redis that answers, and it does not \(.*ECONNREFUSED.*\), got "redis:\/\/127\.0\.0\.1:1"$/,
    );
    expect(() => redisExecutor({ url: "redis://me:secret@127.0.0.1:1" })).toThrow(
      'options.url must carry no password, which IMPACTLAB_REDIS_URL in the environment may, got "127.0.0.1:1"',
    );
    expect(() => redisExecutor({ url: "http://127.0.0.1" })).toThrow(
      "must begin with redis:// or, with TLS, rediss://",
    );
  });

  test("restricted to a user of its own, by password from the environment", async () => {
    const client = server.client();
    const readme = readFileSync(join(ROOT, "src/cluster/README.md"), "utf8");
    const rule = /^ACL SETUSER lab (.*)$/m.exec(readme)?.[1].replace(">PASSWORD", ">secret").split(" ") ?? [];
    expect(rule.length).toBeGreaterThan(3);
    await client.call("ACL", "SETUSER", "lab", ...rule);
    const url = `redis://lab:secret@127.0.0.1:${server.port}`;
    const mine = server.client(url);
    // The control: it may not do what is not the lab's.
    await expect(mine.get("others:key")).rejects.toThrow("NOPERM");
    await expect(mine.flushall()).rejects.toThrow("NOPERM");
    mine.disconnect();
    const worker = await serve(url, WORKS);
    main.signal("SIGSTOP");
    const before = process.env.IMPACTLAB_REDIS_URL;
    process.env.IMPACTLAB_REDIS_URL = url;
    try {
      const { bits, error } = await through({ ms: 5 }, 10, { url });
      expect(error).toBeUndefined();
      expect(bits).toEqual(await alone(10));
      const wrong = `redis://lab:wrong@127.0.0.1:${server.port}`;
      process.env.IMPACTLAB_REDIS_URL = wrong;
      const refused = await through({ ms: 5 }, 1, { url: wrong });
      expect(refused.error?.message).toContain("WRONGPASS");
      expect(refused.error?.message).not.toContain("wrong@");
    } finally {
      main.signal("SIGCONT");
      if (before === undefined) delete process.env.IMPACTLAB_REDIS_URL;
      else process.env.IMPACTLAB_REDIS_URL = before;
    }
    expect(worker.said()).not.toContain("secret");
    worker.signal("SIGTERM");
    expect(await worker.exited).toBe(0);
    client.disconnect();
  });
});

test("names that are not in the table are refused, by the client and by the worker", async () => {
  const executor = redisExecutorOf({ url: server.url }, WORKS);
  for (const name of ["PLANED", "constructor", "__proto__", "../works"])
    await expect(executor.run({ ...workOf(PLANNED, { ms: 0 }), name }, tasksOf(1), () => {})).rejects.toThrow(
      /^work must be a kind of work that is known \(ADD, PLANNED\)/,
    );
  const connection = server.client();
  const fingerprint = fingerprintOf(WORKS);
  const queue = new Queue(`work-${fingerprint}`, { connection: connection as never, prefix: "impactlab" });
  await connection.set(`impactlab:shared:${hashOfText("null")}`, "null");
  const ask = async (work: string, hash: string): Promise<string> => {
    await queue.add("x", { fingerprint, run: "by-hand", work, hash, tasks: ["{}"] });
    const [, id] = (await connection.blpop("impactlab:done:by-hand", 0)) as [string, string];
    return (await connection.get(`impactlab:result:${id}`)) as string;
  };
  for (const work of ["constructor", "toString", "/etc/passwd"])
    expect(await ask(work, hashOfText("null"))).toContain("must be a kind of work that is known (ADD, PLANNED)");
  // Nor is what is shared taken for what it is not.
  await connection.set("impactlab:shared:abc", "null");
  expect(await ask("ADD", "abc")).toContain("what the tasks have in common is not the one of hash abc");
  await queue.close();
  connection.disconnect();
});

test("many tasks pass in bounded memory: few are out at a time, and Redis holds few", async () => {
  const client = server.client();
  await client.config("RESETSTAT");
  await manyTasks(redisExecutorOf({ url: server.url, secondsPerJob: 0.3 }, WORKS), 200_000);
  expect(await peakOf(client)).toBeLessThan(64e6);
  client.disconnect();
});

describe("sweeps and studies", () => {
  const DAY = syntheticEquityDay(1);
  const GRID = ["--sizes", "logspace(3,6,60)", "--betas", "range(0.7,1.7,0.01)", "--twap"];
  const table = join(ROOT, "data/synthetic-equity-day.csv");
  const command = [join(ROOT, "src/impactlab.js")];
  let worker: WorkerProcess;

  test("have the bits of threads, by `impactlab worker` and a notebook's calls", async () => {
    const environment = { ...process.env, IMPACTLAB_REDIS_URL: server.url };
    const started = spawn(process.execPath, [...command, "worker", "--workers", "2"], { env: environment });
    worker = await running(started, "waiting for work");
    workers.push(worker);
    const executor = redisExecutor({ url: server.url, secondsPerJob: 0.2 });
    const grid = { sizes: logspace(2, 6, 40), betas: commonBeta(linspace(0.6, 2, 30)), twap: true } as const;
    const study = modelStudy(DAY, 1e5, [
      { name: "level", varies: "level", mean: 0, sd: 0.2 },
      { name: "exponent", varies: "exponent", low: -0.1, high: 0.2 },
    ]);
    const all = async (how: { executor?: Executor; workers?: number }) => ({
      sweep: await sweep(DAY, { ...grid, allocations: [3, 17], ...how }),
      draws: await monteCarlo(DAY, 1e5, { draws: 600, seed: 3, ...how }),
      indices: await sobolIndices(study, { basePoints: 256, ...how }),
    });
    const here = await all({ workers: 1 });
    const there = await all({ executor });
    await executor.close();
    expect(JSON.stringify(there, bitwise)).toBe(JSON.stringify(here, bitwise));
    // The control: a seed away it is another.
    const other = await monteCarlo(DAY, 1e5, { draws: 600, seed: 4, workers: 1 });
    expect(JSON.stringify(other, bitwise)).not.toBe(JSON.stringify(here.draws, bitwise));
  });

  test("go on with --resume on another executor after Ctrl-C, either way round", async () => {
    process.env.IMPACTLAB_REDIS_URL = server.url;
    const argv = ["sweep", "-e", table, ...GRID];
    const whole = join(folder.path, "whole.csv");
    expect((await impactlab([...argv, "--workers", "1", "-o", whole])).code).toBe(0);
    for (const [first, second] of [
      ["redis", "threads"],
      ["threads", "redis"],
    ]) {
      const out = join(folder.path, `${first}.csv`);
      const stopped = await impactlab([...argv, "--executor", first, "--workers", "1", "-o", out], {
        interruptAfter: "30 %",
      });
      expect(stopped.code).toBe(130);
      expect(stopped.stderr).toContain("the same command with --resume goes on");
      expect(existsSync(out)).toBe(false);
      const kept = readFileSync(`${out}.progress`, "utf8").trim().split("\n");
      expect(kept.length).toBeGreaterThan(20);
      // A job in hand is kept whole, and may be all that was left: the other executor has its part to do all the same.
      writeFileSync(`${out}.progress`, `${kept.slice(0, 70).join("\n")}\n`);
      const resumed = await impactlab([...argv, "--executor", second, "--resume", "-o", out]);
      expect(resumed).toMatchObject({ code: 0 });
      expect(resumed.stderr).not.toContain("10 %");
      expect(readFileSync(out, "utf8")).toBe(readFileSync(whole, "utf8"));
    }
    const study = folder.file("s.yaml", `study: montecarlo\nestimates: ${table}\nsize: 100k\ndraws: 500\n`);
    for (const executor of ["redis", "threads"])
      expect((await impactlab(["study", study, "--executor", executor, "-o", join(folder.path, executor)])).code).toBe(
        0,
      );
    const saved = (executor: string): string => readFileSync(join(folder.path, executor, "s.json"), "utf8");
    expect(saved("redis")).toBe(saved("threads"));
  });

  test("let the process end, closed or not, and load nothing of Redis before it is named", () => {
    const script = (end: string): string => `
      require("tsx/cjs");
      const { redisExecutor, sweep } = require(${JSON.stringify(join(ROOT, "src/index"))});
      const of = (name) => Object.keys(require.cache).filter((path) => path.includes("/" + name + "/")).length;
      (async () => {
        const before = [of("bullmq"), of("ioredis"), of("commander") + of("piscina") > 0];
        const executor = redisExecutor({ secondsPerJob: 0.1 });
        const { cost } = await sweep({ alpha: [1, 2], beta: [1.5, 1.4] }, { sizes: [10, 20], executor });
        ${end}
        console.log(JSON.stringify([before, of("bullmq") > 0, cost[1]]));
      })();`;
    for (const end of ["await executor.close();", ""]) {
      const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", script(end)], {
        cwd: ROOT,
        env: { ...process.env, IMPACTLAB_REDIS_URL: server.url },
        encoding: "utf8",
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      const [before, after, cost] = JSON.parse(stdout) as [unknown[], boolean, number];
      expect(before).toEqual([0, 0, true]);
      expect(after).toBe(true);
      expect(cost).toBeGreaterThan(0);
    }
  });

  test("close() ends a run that nobody serves", async () => {
    const executor = redisExecutorOf({ url: server.url, onNotice: () => {} }, join(ROOT, "src/cluster/works"));
    worker.signal("SIGINT");
    expect(await worker.exited).toBe(130);
    expect(worker.said()).toContain("ends when the jobs at work are done; Ctrl-C again ends at once");
    const waiting = sweep(DAY, { sizes: [1, 2], executor });
    const closed = expect(waiting).rejects.toThrow("the executor was closed");
    await executor.close();
    await closed;
    await expect(sweep(DAY, { sizes: [1, 2], executor })).rejects.toThrow("the executor was closed");
  });
});

/** Typed arrays by their bytes. */
function bitwise(_: string, value: unknown): unknown {
  if (!ArrayBuffer.isView(value)) return value;
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex");
}
