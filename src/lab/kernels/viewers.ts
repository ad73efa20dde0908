/**
 * Those who look at one kernel. Broadcasts go to all of them, a reply to who asked. What comes while a client is
 * away is kept for its return, up to a bound, from where on only what ends its requests is kept.
 */
import type { Message } from "../../kernel/protocol/wire";
import type { Viewer } from "./viewer";

type Kept = { readonly channel: string; readonly message: Message };

interface Away {
  readonly kept: Kept[];
  characters: number;
}

/** Characters kept for one client that is away, and clients that are waited for. */
const KEPT = 10_000_000;
const AWAY = 8;

export class Viewers {
  readonly #here = new Set<Viewer>();
  /** By session; who left last is the last. */
  readonly #away = new Map<string, Away>();

  get count(): number {
    return this.#here.size;
  }

  /** Lets a viewer in; a client that comes back gets what it has missed. */
  add(viewer: Viewer): void {
    const missed = this.#away.get(viewer.session);
    this.#away.delete(viewer.session);
    this.#here.add(viewer);
    for (const { channel, message } of missed?.kept ?? []) viewer.send(channel, message);
    viewer.socket.once("close", () => this.#leave(viewer));
  }

  /** To all. */
  broadcast(message: Message): void {
    for (const viewer of this.#here) viewer.send("iopub", message);
    for (const away of this.#away.values()) keep(away, { channel: "iopub", message });
  }

  /** To the client of a session. */
  reply(session: string, channel: string, message: Message): void {
    for (const viewer of this.#here) if (viewer.session === session) viewer.send(channel, message);
    const away = this.#away.get(session);
    if (away !== undefined) keep(away, { channel, message });
  }

  get areBehind(): boolean {
    return [...this.#here].some((viewer) => viewer.isBehind);
  }

  /** Resolves once nobody is too far behind. */
  async caughtUp(): Promise<void> {
    for (const viewer of this.#here) if (viewer.isBehind) await viewer.caughtUp();
  }

  close(): void {
    for (const viewer of this.#here) viewer.socket.close(1001, "the kernel has been shut down");
    this.#away.clear();
  }

  #leave(viewer: Viewer): void {
    this.#here.delete(viewer);
    if ([...this.#here].some(({ session }) => session === viewer.session)) return;
    this.#away.set(viewer.session, { kept: [], characters: 0 });
    if (this.#away.size > AWAY) this.#away.delete([...this.#away.keys()][0]);
  }
}

function keep(away: Away, { channel, message }: Kept): void {
  const ends = channel !== "iopub" || message.header.msg_type === "status";
  if (!ends) away.characters += JSON.stringify(message.content).length;
  if (ends || away.characters <= KEPT) away.kept.push({ channel, message });
}
