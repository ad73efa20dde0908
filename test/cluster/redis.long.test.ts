/** A million tasks through a Redis of the test's own; the short form is in redis.process.test.ts. */
import { join, resolve } from "node:path";

import { expect } from "vitest";

import { load } from "../support/load";
import { manyTasks, peakOf } from "../support/many-tasks";
import { REDIS_SERVER, RedisServer, startWorker } from "../support/redis-server";
import { temporaryFolder } from "../support/temporary-folder";
import { testWith } from "../support/tools";

const WORKS = resolve(__dirname, "../fixtures/cluster/works");
const { redisExecutorOf } = load(
  "../../src/cluster/redis/executor",
  __filename,
) as typeof import("../../src/cluster/redis/executor");
const folder = temporaryFolder();

testWith(REDIS_SERVER, "redis-server")("a million tasks pass in bounded memory", async () => {
  const server = new RedisServer(join(folder.path, "redis"));
  await server.start();
  const worker = await startWorker(server.url, WORKS, { slots: 2 });
  const client = server.client();
  const before = process.memoryUsage().heapUsed;
  await manyTasks(redisExecutorOf({ url: server.url, secondsPerJob: 0.3 }, WORKS), 1_000_000);
  expect(await peakOf(client)).toBeLessThan(64e6);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(300e6);
  client.disconnect();
  worker.signal("SIGTERM");
  await worker.exited;
  await server.kill();
});
