import { Refused, type Api } from "./api";
import type { Conversation } from "./conversation";
import { passes, pauseAfter, type Session } from "./session";
import type { Tabs } from "./tabs";
import type { Entry } from "./types";

/**
 * Sends what was written, in order, until the server has it. The queue is kept in the browser, and each entry keeps the
 * id that it was given here, so that what is sent twice counts once.
 */
export class Outbox {
  readonly #api: Api;
  readonly #conversation: Conversation;
  readonly #session: Session;
  readonly #tabs: Tabs;
  readonly #language: () => string;
  #timer = 0;
  #failures = 0;
  #draining: Promise<void> | undefined;

  constructor(api: Api, conversation: Conversation, session: Session, tabs: Tabs, language: () => string) {
    this.#api = api;
    this.#conversation = conversation;
    this.#session = session;
    this.#tabs = tabs;
    this.#language = language;
  }

  /** Keeps something to be sent, and begins to send. */
  add(said: Omit<Entry, "id" | "at">): void {
    this.#conversation.queue({ id: newId(), at: new Date().toISOString(), ...said });
    this.drain();
  }

  /** Sends what waits, one tab at a time. What fails for now is tried again later. */
  drain(): void {
    clearTimeout(this.#timer);
    this.#draining ??= this.#tabs
      .alone("outbox", () => this.#sendAll())
      .finally(() => {
        this.#draining = undefined;
        if (this.#next && !this.#timer) this.drain(); // came while the last one was leaving
      });
  }

  get #next(): Entry | undefined {
    return this.#conversation.pending.find((entry) => !entry.refused);
  }

  async #sendAll(): Promise<void> {
    this.#timer = 0;
    for (let entry = this.#next; entry; entry = this.#next) {
      if (!(await this.#send(entry))) return;
    }
  }

  /** Whether to go on with the next one. */
  async #send(entry: Entry): Promise<boolean> {
    let token = "";
    try {
      token = await this.#session.begin();
      const number = await this.#api.send(token, entry, this.#language());
      this.#failures = 0;
      this.#conversation.stuck = false;
      this.#conversation.wait = 0;
      if (this.#session.token === token) this.#conversation.arrived(entry, number, this.#language());
      else this.#conversation.leave(entry.id); // erased by it, or another tab has renewed the token: then the stream shows it
      void this.#session.connect();
      return true;
    } catch (error) {
      if (passes(error)) return this.#later(error);
      if (!(error instanceof Refused && error.status === 401)) this.#conversation.refuse(entry.id);
      else {
        this.#session.refused(token);
        if (this.#failures++) return this.#later(error); // even a new token is refused
      }
      return true;
    }
  }

  #later(error: unknown): false {
    const wait = error instanceof Refused ? error.wait : 0;
    this.#failures += 1;
    this.#timer = setTimeout(() => this.drain(), Math.max(wait * 1000, pauseAfter(this.#failures)));
    this.#conversation.stuck = true;
    this.#conversation.wait = error instanceof Refused && error.status === 429 ? wait : 0;
    this.#conversation.changed();
    return false;
  }
}

function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
