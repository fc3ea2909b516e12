import { Refused, Unreachable, type Api } from "./api";
import type { Conversation, Note } from "./conversation";
import type { Memory } from "./memory";
import { read, type StreamEvent } from "./stream";
import type { Tabs } from "./tabs";
import type { Message, Owner } from "./types";

const FIRST_PAUSE = 1000; // milliseconds; doubled after each failure
const LONGEST_PAUSE = 30_000;
const RENEWAL = 86_400_000; // a token is renewed once a day, and when a page is opened

/**
 * The visit: gets a token when one is needed, keeps the stream of events open, goes on where it broke off, and begins
 * anew when the token is good no more.
 */
export class Session {
  readonly #api: Api;
  readonly #memory: Memory;
  readonly #conversation: Conversation;
  readonly #tabs: Tabs;
  readonly #language: () => string;
  #conversationId: string | undefined;
  #stop: AbortController | undefined;
  /** Stands for the loop that reads the stream; a loop that is no longer the one ends. */
  #loop: object | undefined;
  #renewed = 0;

  constructor(api: Api, memory: Memory, conversation: Conversation, tabs: Tabs, language: () => string) {
    this.#api = api;
    this.#memory = memory;
    this.#conversation = conversation;
    this.#tabs = tabs;
    this.#language = language;
    this.#conversationId = memory.get("visit")?.conversation;
    tabs.listen(() => this.#yield(), (message, conversation) => this.#relayed(message, conversation));
  }

  get token(): string | undefined {
    return this.#memory.get("visit")?.token;
  }

  /** The token; a visit is begun where there is none. */
  begin(): Promise<string> {
    return this.#tabs.alone("visit", async () => {
      const known = this.#memory.get("visit");
      if (known) return known.token;
      const visit = await this.#api.visit(undefined, this.#language());
      this.#memory.set("visit", visit);
      this.#conversationId = visit.conversation;
      this.#renewed = Date.now();
      return visit.token;
    });
  }

  /** Reads the stream until `leave` is called, however often it breaks. Does nothing without a visit, or twice. */
  async connect(): Promise<void> {
    if (this.#loop || !this.token) return;
    const loop = (this.#loop = {});
    for (let failures = 0; this.#loop === loop && this.token; ) {
      const { worked, wait } = await this.#listen();
      if (this.#loop !== loop) return;
      failures = worked ? 0 : failures + 1;
      this.#link("lost");
      await new Promise((resume) => setTimeout(resume, Math.max(wait * 1000, pauseAfter(failures))));
    }
    if (this.#loop === loop) this.#loop = undefined;
  }

  /** Connects anew at once, whether or not the connection seems to be there. */
  again(): void {
    this.leave();
    void this.connect();
  }

  leave(): void {
    this.#loop = undefined;
    this.#stop?.abort();
  }

  /** A token was refused: unless another tab has renewed it meanwhile, a new conversation begins. */
  refused(token: string): void {
    if (this.token === token) this.forget("fresh");
  }

  /** Forgets the visit and all that was said. */
  forget(note: Note["key"]): void {
    this.leave();
    this.#conversationId = undefined;
    this.#memory.forget("visit", "seen");
    this.#conversation.reset(note);
  }

  /** The visitor had everything erased: nothing stays here either, and the visitor is told so. */
  erased(): void {
    this.#memory.forget("queue", "agreed");
    this.forget("erased");
  }

  /** Another tab has begun, renewed or ended the visit. */
  async elsewhere(): Promise<void> {
    const now = this.#memory.get("visit")?.conversation;
    if (now !== this.#conversationId) {
      this.leave();
      this.#conversation.reset(now ? undefined : "erased");
      this.#conversationId = now;
    }
    await this.connect();
  }

  /** Reads the stream once. worked: it was open; wait: seconds that the server asked for. */
  async #listen(): Promise<{ worked: boolean; wait: number }> {
    const stop = (this.#stop = new AbortController());
    if (this.#conversation.link !== "lost") this.#link("connecting");
    const token = this.token ?? "";
    let worked = false;
    let wait = 0;
    try {
      if (Date.now() - this.#renewed > RENEWAL) await this.#renew(token);
      const response = await this.#api.events(this.token ?? "", this.#conversation.cursor, stop.signal);
      worked = true;
      this.#tabs.tell({ mine: true });
      this.#link("live");
      await read(response, stop, (event) => this.#handle(event));
    } catch (error) {
      // a connection that broke is made again, whatever broke it
      if (error instanceof Refused) wait = error.wait;
      if (error instanceof Refused && error.status === 401) this.refused(token);
    } finally {
      stop.abort();
    }
    this.#conversation.typing = false;
    return { worked, wait };
  }

  async #renew(token: string): Promise<void> {
    this.#memory.set("visit", await this.#api.visit(token, this.#language()));
    this.#renewed = Date.now();
  }

  #handle({ type, data }: StreamEvent): void {
    if (type === "message") {
      const message = JSON.parse(data) as Message;
      this.#conversation.take(message);
      this.#tabs.tell({ message, conversation: this.#conversationId });
    } else if (type === "typing") {
      this.#conversation.typing = (JSON.parse(data) as { on: boolean }).on;
      this.#conversation.changed();
    } else if (type === "state") {
      this.#conversation.owner = (JSON.parse(data) as { owner: Owner }).owner;
      this.#conversation.changed();
    } else if (type === "erased") this.erased();
    else if (type === "bye") this.#stop?.abort();
  }

  /** Another tab reads the stream: this one need not while it is hidden. */
  #yield(): void {
    if (document.hidden) this.leave();
  }

  #relayed(message: Message, conversation: string | undefined): void {
    if (conversation !== this.#conversationId) return;
    const follows = message.number === this.#conversation.cursor + 1;
    if (follows || this.#conversation.messages.has(message.number)) this.#conversation.take(message);
  }

  #link(link: Conversation["link"]): void {
    this.#conversation.link = link;
    this.#conversation.changed();
  }
}

/** Milliseconds to wait after so many failures in a row, not the same for everybody. */
export function pauseAfter(failures: number): number {
  return Math.min(FIRST_PAUSE * 2 ** Math.max(0, failures - 1), LONGEST_PAUSE) * (0.75 + Math.random() / 2);
}

/** Whether a failure may pass by itself. */
export function passes(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof Refused && error.passing);
}
