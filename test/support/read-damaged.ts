/** What the product makes of damaged tables, held against a plain reader. */
import { InputError } from "../../src/base/input-error";
import { readModel } from "../../src/estimates/read-model";
import { damagedTable, plainReading } from "./damaged-tables";

export interface Tally {
  /** Inputs that were read, as the plain reader reads them. */
  read: number;
  /** Inputs that were refused, by one sentence. */
  refused: number;
  /** The most CPU that one took, seconds. */
  longest: number;
  /** What went wrong: there should be none. */
  readonly faults: string[];
}

/** Reads the tables of seeds `first` to `first + count - 1`. */
export async function readDamaged(
  first: number,
  count: number,
  file: (name: string, bytes: Buffer) => string,
): Promise<Tally> {
  const tally: Tally = { read: 0, refused: 0, longest: 0, faults: [] };
  for (let seed = first; seed < first + count; seed++) {
    const damaged = damagedTable(seed);
    const path = file(`damaged.${damaged.form}`, damaged.bytes);
    const fault = (what: string): void =>
      void tally.faults.push(`seed ${seed} (${damaged.form}: ${damaged.damage}): ${what}`);
    const before = process.cpuUsage();
    let read: Awaited<ReturnType<typeof readModel>>["model"] | undefined;
    let said: unknown;
    try {
      read = (await readModel(path)).model;
    } catch (error) {
      said = error;
    }
    const { user, system } = process.cpuUsage(before);
    tally.longest = Math.max(tally.longest, (user + system) / 1e6);
    if (read === undefined) {
      tally.refused++;
      if (!(said instanceof InputError)) fault(`threw ${String((said as Error).stack).slice(0, 200)}`);
      else if (!isSentence(said.message, path)) fault(`is told as ${said.message}`);
      continue;
    }
    tally.read++;
    const plain = await plainReading(damaged).catch((error: Error) => error.message);
    const wanted = JSON.stringify(plain);
    const got = JSON.stringify({ alpha: [...read.alpha], beta: [...read.beta] });
    if (got !== wanted) fault(`${got} where the file has ${wanted}`);
  }
  return tally;
}

/** One line that names the file, and ends in the value that broke the rule. */
function isSentence(message: string, path: string): boolean {
  return (
    !message.includes("\n") &&
    message.startsWith(path) &&
    / (must|needs) .*, got .+$/.test(message) &&
    message.length < 1500
  );
}
