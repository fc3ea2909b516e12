import type { Message } from "./types";

/** What tabs tell each other. `mine`: I read the stream now. `message`: this came by it. */
type Word = { mine: true } | { message: Message; conversation: string | undefined };

/**
 * The other tabs with the same conversation. Browsers allow few connections to a server that speaks HTTP/1.1, so a
 * hidden tab leaves the stream to a visible one, is told what came, and reads it again once it is visible.
 */
export class Tabs {
  readonly #name: string;
  readonly #channel: BroadcastChannel | undefined;

  constructor(name: string) {
    this.#name = name;
    if ("BroadcastChannel" in window) this.#channel = new BroadcastChannel(name);
  }

  tell(word: Word): void {
    this.#channel?.postMessage(word);
  }

  listen(taken: () => void, message: (message: Message, conversation: string | undefined) => void): void {
    this.#channel?.addEventListener("message", ({ data }: MessageEvent<Word>) => {
      if ("mine" in data) taken();
      else message(data.message, data.conversation);
    });
  }

  close(): void {
    this.#channel?.close();
  }

  /** Runs `work` in one tab at a time, where the browser can tell. */
  async alone<T>(what: string, work: () => Promise<T>): Promise<T> {
    if (!navigator.locks) return work();
    return (await navigator.locks.request(`${this.#name}${what}`, work)) as T;
  }
}
