import type { Config, Entry, Rating, Visit } from "./types";

/** The server can't be reached, or did not answer in time: the request may be made again. */
export class Unreachable extends Error {}

/** The server answered, and did not do what was asked. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    /** Seconds that the server asks to wait; 0 where it says nothing. */
    readonly wait: number,
  ) {
    super(`refused with ${status}`);
  }

  /** The same request may be taken later. */
  get passing(): boolean {
    return this.status === 429 || this.status >= 500;
  }
}

interface Call {
  token?: string | undefined;
  body?: unknown;
  accept?: string;
  signal?: AbortSignal;
}

const PATIENCE = 15_000; // milliseconds

/** The HTTP of the web channel. Every method throws `Unreachable` or `Refused` where it did not succeed. */
export class Api {
  readonly #server: string;
  constructor(server: string) {
    this.#server = server;
  }

  config(): Promise<Config> {
    return this.#json("GET", "web/config", {});
  }

  /** A new visit, or the present one with its token renewed. */
  visit(token: string | undefined, language: string): Promise<Visit> {
    return this.#json("POST", "web/visits", { token, body: { language } });
  }

  async speak(token: string, language: string): Promise<void> {
    await this.#call("PATCH", "web/visits", { token, body: { language } });
  }

  /** Hands over what was written or tapped; its number in the conversation. Handing it over again changes nothing. */
  async send(token: string, { id, text, button, human }: Entry, language: string): Promise<number | undefined> {
    const path = human ? "web/human" : "web/messages";
    const said = human ? {} : button === undefined ? { text } : { button };
    const { number } = await this.#json<{ number?: number }>("POST", path, { token, body: { id, language, ...said } });
    return number;
  }

  async rate(token: string, number: number, rating: Rating | null, reason?: string): Promise<void> {
    await this.#call("POST", "web/feedback", { token, body: { number, rating, ...(reason ? { reason } : {}) } });
  }

  async transcript(token: string): Promise<Blob> {
    return (await this.#call("GET", "web/transcript", { token, accept: "text/plain" })).blob();
  }

  /** Erases the visitor's data. A token that is good no more means that nothing is left. */
  async erase(token: string): Promise<void> {
    try {
      await this.#call("DELETE", "web/me", { token });
    } catch (error) {
      if (!(error instanceof Refused && error.status === 401)) throw error;
    }
  }

  /** The stream of events after a number. Reading it has no time limit; being answered has. */
  events(token: string, after: number, signal: AbortSignal): Promise<Response> {
    return this.#call("GET", `web/events?after=${after}`, { token, accept: "text/event-stream", signal });
  }

  async #json<T>(method: string, path: string, call: Call): Promise<T> {
    const response = await this.#call(method, path, call);
    try {
      return (await response.json()) as T;
    } catch {
      throw new Unreachable("the answer broke off");
    }
  }

  async #call(method: string, path: string, { token, body, accept = "application/json", signal }: Call): Promise<Response> {
    const headers: Record<string, string> = { Accept: accept };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    signal?.addEventListener("abort", () => stop.abort());
    let response: Response;
    try {
      const sent = body === undefined ? null : JSON.stringify(body);
      response = await fetch(this.#server + path, { method, headers, body: sent, signal: stop.signal, credentials: "omit", cache: "no-store" });
    } catch (error) {
      throw new Unreachable(String(error));
    } finally {
      clearTimeout(timer);
    }
    if (!response.ok) throw new Refused(response.status, Number(response.headers.get("Retry-After")) || 0);
    return response;
  }
}
