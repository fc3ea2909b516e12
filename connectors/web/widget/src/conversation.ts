import type { Memory } from "./memory";
import type { Entry, Message, Owner } from "./types";

/** How the visitor is connected. `idle`: there is nothing to be connected for yet. */
export type Link = "idle" | "connecting" | "live" | "lost";

/** Said by the widget itself, below the message with the number `after`. */
export interface Note {
  after: number;
  key: "fresh" | "erased";
}

/**
 * What is known of the conversation. Others change it and call `changed`; whoever shows it listens.
 *
 * Messages are known by their numbers, so what comes twice, from the stream and as the answer to a request, is there once.
 */
export class Conversation {
  readonly #memory: Memory;
  readonly messages = new Map<number, Message>();
  notes: Note[] = [];
  /** The highest number that came by the stream in order: where the stream goes on. */
  cursor = 0;
  typing = false;
  owner: Owner = "bot";
  link: Link = "idle";
  /** What was sent last did not arrive, and is sent again. */
  stuck = false;
  /** Seconds to wait before more is sent, where the server found it too much. */
  wait = 0;

  #listeners: ((fresh?: Message) => void)[] = [];

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** Calls back after every change; with a message when it has come just now. */
  onChange(listener: (fresh?: Message) => void): void {
    this.#listeners.push(listener);
  }

  changed(fresh?: Message): void {
    for (const listener of this.#listeners) listener(fresh);
  }

  /** What was written and is not known to have arrived. */
  get pending(): Entry[] {
    const arrived = new Set([...this.messages.values()].map((message) => message.id));
    return (this.#memory.get("queue") ?? []).filter((entry) => !arrived.has(entry.id));
  }

  get ordered(): Message[] {
    return [...this.messages.values()].sort((a, b) => a.number - b.number);
  }

  get last(): number {
    return Math.max(0, ...this.messages.keys());
  }

  /** Messages to the visitor that were not looked at. */
  get unread(): number {
    const seen = this.#memory.get("seen") ?? 0;
    return [...this.messages.values()].filter((message) => message.direction === "out" && message.number > seen).length;
  }

  /** The visitor has looked at all that is here. */
  see(): void {
    if (this.last > (this.#memory.get("seen") ?? 0)) this.#memory.set("seen", this.last);
  }

  /** Takes a message from the stream. The visitor's own leaves the queue with it: it has arrived. */
  take(message: Message): void {
    this.cursor = Math.max(this.cursor, message.number);
    const fresh = !this.messages.has(message.number);
    this.messages.set(message.number, message);
    if (message.direction === "out") this.typing = false;
    else if (message.id) this.leave(message.id);
    this.changed(fresh ? message : undefined);
  }

  /** The server has stored an entry of the queue under a number. */
  arrived(entry: Entry, number: number | undefined, language: string): void {
    if (number !== undefined && !this.messages.has(number)) {
      const { id, at, shown: text } = entry;
      this.messages.set(number, { number, direction: "in", author: "visitor", text, language, at, id });
    }
    this.leave(entry.id);
    this.changed();
  }

  /** Puts an entry at the end of the queue. */
  queue(entry: Entry): void {
    this.#memory.set("queue", [...(this.#memory.get("queue") ?? []), entry]);
    this.changed();
  }

  /** The server will never take an entry: it stays visible until the visitor removes it. */
  refuse(id: string): void {
    const queue = this.#memory.get("queue") ?? [];
    this.#memory.set("queue", queue.map((entry) => (entry.id === id ? { ...entry, refused: true } : entry)));
    this.changed();
  }

  leave(id: string): void {
    this.#memory.set("queue", (this.#memory.get("queue") ?? []).filter((entry) => entry.id !== id));
  }

  /** Forgets everything that was said, here; `note` tells the visitor why. */
  reset(note?: Note["key"]): void {
    this.messages.clear();
    this.notes = note ? [{ after: 0, key: note }] : [];
    this.cursor = 0;
    this.typing = false;
    this.owner = "bot";
    this.link = "idle";
    this.stuck = false;
    this.wait = 0;
    this.changed();
  }
}
