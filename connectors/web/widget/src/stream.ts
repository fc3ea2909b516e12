/** Server-sent events, read from a fetched response: EventSource can't carry the visitor's token in a header. */

export interface StreamEvent {
  type: string;
  id: string;
  data: string;
}

const SILENCE = 45_000; // milliseconds; the server says something every 15 seconds

/**
 * Hands on the events of a stream until it ends.
 *
 * Throws when the connection breaks, when nothing comes for too long, or when the body can't be read.
 */
export async function read(response: Response, stop: AbortController, handle: (event: StreamEvent) => void): Promise<void> {
  const reader = response.body?.getReader();
  if (!reader) return;
  const text = new TextDecoder();
  const lines = new Lines(handle);
  let watch = 0;
  try {
    for (;;) {
      watch = setTimeout(() => stop.abort(), SILENCE);
      const { value, done } = await reader.read();
      clearTimeout(watch);
      if (done) return;
      lines.add(text.decode(value, { stream: true }));
    }
  } finally {
    clearTimeout(watch);
  }
}

/** Puts the lines of a stream together to events, wherever the chunks are cut. */
class Lines {
  readonly #handle: (event: StreamEvent) => void;
  #rest = "";
  #event: StreamEvent = { type: "message", id: "", data: "" };

  constructor(handle: (event: StreamEvent) => void) {
    this.#handle = handle;
  }

  add(chunk: string): void {
    const lines = (this.#rest + chunk).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    lines.forEach((line) => this.#line(line));
  }

  #line(line: string): void {
    if (line === "") return this.#dispatch();
    const [, field, value = ""] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (field === "event") this.#event.type = value;
    else if (field === "id") this.#event.id = value;
    else if (field === "data") this.#event.data += (this.#event.data && "\n") + value;
  }

  #dispatch(): void {
    const event = this.#event;
    this.#event = { type: "message", id: "", data: "" };
    if (event.data || event.type !== "message") this.#handle(event);
  }
}
