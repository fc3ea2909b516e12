/** What the web channel sends and takes: the shapes of its JSON. */

export type Language = "zh" | "zh-Hant" | "en";

export type Rating = "up" | "down";

export type Owner = "bot" | "queued" | "staff" | "closed";

export interface Visit {
  token: string;
  conversation: string;
  language: string;
  expires: string;
  last: number;
}

/** A choice under a message; the token stands for what the server takes it to mean. */
export interface Choice {
  title: string;
  token: string;
}

/** A day or a span of days, both ends included, as YYYY-MM-DD. */
export interface Dates {
  start: string;
  end?: string;
  title: string;
}

export interface Metadata {
  kind?: string;
  sources?: string[];
  dates?: Dates[];
}

export interface Message {
  number: number;
  direction: "in" | "out";
  author: "visitor" | "bot" | "staff" | "system";
  text: string;
  language: string;
  at: string;
  buttons?: Choice[];
  metadata?: Metadata;
  /** The client's own id of a message that it sent. */
  id?: string | null;
  feedback?: Rating | null;
}

export interface Config {
  event?: { name?: Record<string, string> };
  privacy?: { days?: number; url?: string };
  suggestions?: Record<string, string[]>;
  limits?: { message?: number };
}

/** What waits to be sent. Exactly one of `text`, `button` and `human` says what is sent; `shown` is what the visitor sees. */
export interface Entry {
  id: string;
  at: string;
  shown: string;
  text?: string;
  button?: string;
  human?: true;
  /** The server will never take it. */
  refused?: true;
}
