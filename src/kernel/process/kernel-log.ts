/**
 * The kernel's own log, on standard error. Whoever started the kernel need not read it, and whoever can
 * reach its ports decides how much there is to tell: so it never waits for room, and what is said too
 * often is counted instead.
 */
import { write } from "node:fs";

/** Lines that are told in one second; of more, the number. */
const LINES = 20;
/** Characters of a line, which may quote a message. */
const LONGEST = 2000;

type Write = (text: string, done: (error: Error | null) => void) => void;

/** Of what cannot be written, because nobody reads it, the first lines are kept, and of the others the number. */
export function kernelLog(put: Write = (text, done) => write(2, text, done), interval = 1000): (text: string) => void {
  let told = 0;
  let left = 0;
  let writing = false;
  let ticking = false;
  // What is said while a line is being written, which on a busy machine takes a while, waits for its turn.
  let waiting: { text: string; lines: number }[] = [];
  const say = (text: string, lines: number): void => {
    waiting.push({ text: `impactlab kernel: ${text}\n`, lines });
    if (!writing) writeWaiting();
  };
  const writeWaiting = (): void => {
    const now = waiting;
    waiting = [];
    writing = true;
    put(now.map(({ text }) => text).join(""), (error) => {
      writing = false;
      if (error !== null) left += now.reduce((sum, { lines }) => sum + lines, 0);
      if (waiting.length > 0) writeWaiting();
    });
  };
  const tick = (): void => {
    if (ticking) return;
    ticking = true;
    setTimeout(nextInterval, interval).unref();
  };
  const nextInterval = (): void => {
    ticking = false;
    told = 0;
    if (left === 0) return;
    tick();
    if (writing) return;
    const lines = left;
    left = 0;
    say(`${lines} more ${lines === 1 ? "line" : "lines"} left out`, lines);
  };
  return (text) => {
    tick();
    if (told >= LINES || waiting.length >= LINES) left++;
    else {
      told++;
      say(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text, 1);
    }
  };
}
