/** The times of a book's rows: read, checked, and put on one clock. */
import { InputError } from "../../base/input-error";
import { FIRST_TIME, LAST_TIME, TimeParser, type BookClock, type TimeUnit } from "./parse-time";
import type { RowReader } from "./row-reader";
import { ZoneClock } from "./time-zone";

// Locals: as imports they would be looked up for every row.
const [FIRST, LAST] = [FIRST_TIME, LAST_TIME];

export class BookTimes {
  clock: BookClock = "utc";
  readonly #parser: TimeParser;
  readonly #zone: ZoneClock | undefined;
  #naive: boolean | undefined;

  /**
   * @param unit of numbers, where it is stated
   * @param zone of times that state none
   */
  constructor(
    private readonly rows: RowReader,
    private readonly unit: TimeUnit | undefined,
    private readonly zone: string | undefined,
  ) {
    this.#parser = new TimeParser(unit);
    this.#zone = zone === undefined ? undefined : new ZoneClock("options.clock", zone);
  }

  /** The time in a cell of the current row, microseconds. Throws an InputError where it is none. */
  read(slot: number): number {
    const [buffer, start, end] = this.rows.bytes(slot);
    const time = this.#parser.parse(buffer, start, end);
    if (!(time >= FIRST && time < LAST)) {
      this.rows.reject(slot, this.#parser.rule(this.rows.text(slot), time));
    }
    const { naive } = this.#parser;
    if (naive !== this.#naive) {
      if (this.#naive !== undefined) {
        this.rows.reject(
          slot,
          `must ${naive ? "state a zone, as the times before do" : "state no zone, as the times before"}`,
        );
      }
      this.#naive = naive;
      if (this.zone !== undefined && !naive)
        throw new InputError("options.clock", `must be left out: ${this.rows.where(slot)}, states its zone`, this.zone);
      this.clock = naive && this.zone === undefined ? "local" : "utc";
    }
    return naive && this.#zone !== undefined ? this.#instant(time, this.#zone, slot) : time;
  }

  readings(): Record<string, string> {
    return {
      ...(this.unit === "days" ? { timeUnit: this.unit } : {}),
      ...(this.zone === undefined ? {} : { clock: this.zone }),
    };
  }

  #instant(local: number, zone: ZoneClock, slot: number): number {
    const [time, ...others] = zone.instants(local);
    if (time === undefined)
      this.rows.reject(slot, `must be a time that clocks in ${this.zone} show: they are put forward`);
    if (others.length > 0)
      this.rows.reject(slot, `must be one time in ${this.zone}, where clocks are put back and show it twice`);
    return time;
  }
}
