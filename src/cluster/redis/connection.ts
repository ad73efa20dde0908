/**
 * Reaching Redis or Valkey: by an address from the environment, secrets never anywhere else; `rediss://` is TLS.
 * bullmq and ioredis are loaded here, when somebody names Redis, and nowhere before.
 */
import type { Redis } from "ioredis";

import { InputError, must } from "../../base/input-error";

/** Every key of this project begins with it, so that a user of Redis may be held to it. */
export const PREFIX = "impactlab";

/** How long a first answer may take, milliseconds. */
const FIRST = 10_000;
const TRIES = 4;

export interface Address {
  readonly url: string;
  /** As it may be shown: without user and password. */
  readonly shown: string;
  /** Where it comes from, for errors. */
  readonly argument: string;
}

/**
 * @param given the address; without it, that of the environment.
 * @throws InputError for no address, one that is none of Redis, and one that carries a password anywhere but there.
 */
export function addressOf(given: string | undefined, environment: NodeJS.ProcessEnv = process.env): Address {
  const { IMPACTLAB_REDIS_URL: known } = environment;
  const url = given ?? known;
  const argument = given === undefined ? "IMPACTLAB_REDIS_URL" : "options.url";
  if (url === undefined || url === "")
    throw new InputError(argument, "must be set to the address of a Redis, as redis://host:6379", url);
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    // The text may hold a password: it is not shown.
    throw new InputError(argument, "must be an address such as redis://host:6379 or rediss://host:6380", undefined);
  }
  const scheme = parsed.protocol === "redis:" || parsed.protocol === "rediss:";
  must(scheme, argument, "must begin with redis:// or, with TLS, rediss://", parsed.protocol);
  const open = parsed.password === "" || url === known;
  must(open, argument, "must carry no password, which IMPACTLAB_REDIS_URL in the environment may", parsed.host);
  return { url, argument, shown: `${parsed.protocol}//${parsed.host}${parsed.pathname}` };
}

/** A connection that waits through a restart of Redis; who uses it decides how long is too long. */
export function connectTo({ url }: Address): Redis {
  const { Redis } = require("ioredis") as typeof import("ioredis");
  const connection = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(1000, 50 * times),
  });
  // Each failed try is an event; without a listener it would end the process.
  connection.on("error", () => {});
  return connection;
}

/** Waits for the first answer. @throws InputError where there is none, with what was told instead. */
export async function checkAnswer(connection: Redis, { argument, shown }: Address, wait = FIRST): Promise<void> {
  let told = "no answer";
  let times = 0;
  let giveUp: (error: Error) => void = () => {};
  const late = new Promise<never>((_, reject) => (giveUp = reject));
  // Told a few times that nobody is there, it is believed; no answer at all is waited for.
  const hear = (error: Error): void => {
    told = error.message || (error as NodeJS.ErrnoException).code || told;
    if (++times === TRIES) giveUp(error);
  };
  connection.on("error", hear);
  const timer = setTimeout(() => giveUp(new Error(told)), wait);
  try {
    connection.connect().catch(() => {});
    await Promise.race([connection.ping(), late]);
  } catch (error) {
    connection.disconnect();
    const why = told === "no answer" ? (error as Error).message : told;
    throw new InputError(argument, `must be the address of a Redis that answers, and it does not (${why})`, shown);
  } finally {
    clearTimeout(timer);
    connection.off("error", hear);
  }
}

/** What a Redis says that is about to be there again. */
export function passing(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(LOADING|MASTERDOWN|TRYAGAIN|CLUSTERDOWN|READONLY|BUSY )|ECONN|EPIPE|ETIMEDOUT|Connection is closed/.test(
      error.message,
    )
  );
}
