/**
 * The requests that clients have sent to a kernel and that it has not answered yet: who asked, and what to tell
 * them when the kernel ends first.
 */
import { newMessage, type Content, type Message } from "../../kernel/protocol/wire";
import type { ClientChannel } from "../../kernel/client/kernel-link";

interface Asked {
  readonly session: string;
  readonly channel: ClientChannel;
  readonly message: Message;
}

/** An answer in the kernel's place. */
export interface Instead {
  readonly channel: ClientChannel | "iopub";
  readonly session: string;
  readonly message: Message;
}

export class Pending {
  readonly #asked = new Map<string, Asked>();

  add(session: string, channel: ClientChannel, message: Message): void {
    // What is no request, a message of a widget, is not answered.
    if (!message.header.msg_type.endsWith("_request")) return;
    this.#asked.set(message.header.msg_id, { session, channel, message });
  }

  /** Who is to have this reply; it is waited for no longer. */
  answered(reply: Message): string | undefined {
    const id = (reply.parent_header as { msg_id?: string }).msg_id ?? "";
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    return asked?.session;
  }

  /** Ends all of them: the first cell fails with this sentence, those behind it are aborted. */
  fail(sentence: string): Instead[] {
    const failure = { ename: "KernelDied", evalue: sentence, traceback: [`KernelDied: ${sentence}`] };
    let failed = false;
    const instead = [...this.#asked.values()].flatMap(({ session, channel, message }): Instead[] => {
      const { msg_type: type } = message.header;
      const say = (at: Instead["channel"], msgType: string, content: Content): Instead => ({
        channel: at,
        session,
        message: newMessage(msgType, content, { session: "impactlab lab", parent: message.header }),
      });
      const first = type === "execute_request" && !failed;
      if (first) failed = true;
      const status = type === "execute_request" && !first ? { status: "aborted" } : { status: "error", ...failure };
      return [
        ...(first ? [say("iopub", "error", failure)] : []),
        say(channel, type.replace(/_request$/, "_reply"), status),
        say("iopub", "status", { execution_state: "idle" }),
      ];
    });
    this.#asked.clear();
    return instead;
  }
}
