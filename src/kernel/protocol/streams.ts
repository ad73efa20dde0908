/**
 * Joins what a cell prints into few messages: text waits until a pause, a lot of it, the other
 * stream or anything else that must come after it. A loop that prints ten thousand lines is then a
 * handful of messages, in order, with nothing lost.
 */
import type { StreamName } from "../engine/engine";

/** Characters that are sent at once. */
const FULL = 1 << 16;
/** Milliseconds that text may wait. */
const PAUSE = 20;

export class StreamBuffer {
  #name: StreamName = "stdout";
  #chunks: string[] = [];
  #length = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #send: (name: StreamName, text: string) => void;

  constructor(send: (name: StreamName, text: string) => void) {
    this.#send = send;
  }

  write(name: StreamName, text: string): void {
    if (text === "") return;
    if (name !== this.#name) this.flush();
    this.#name = name;
    this.#chunks.push(text);
    this.#length += text.length;
    if (this.#length >= FULL) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), PAUSE);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#length === 0) return;
    const text = this.#chunks.join("");
    this.#chunks = [];
    this.#length = 0;
    this.#send(this.#name, text);
  }
}
