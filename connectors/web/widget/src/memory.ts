import type { Config, Entry, Language, Visit } from "./types";

/** All that is kept in the browser. Nothing of it is sent anywhere but to the assistant's own server. */
export interface Kept {
  visit: Visit;
  language: Language;
  config: Config;
  /** The privacy notice was agreed to. */
  agreed: true;
  queue: Entry[];
  /** The highest number that the visitor has seen. */
  seen: number;
  sound: boolean;
}

/**
 * What is kept between pages and shared between tabs: localStorage, under one prefix.
 * Where the browser refuses storage, it lasts as long as the page.
 */
export class Memory {
  readonly #prefix: string;
  readonly #fallback = new Map<string, string>();

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  get<K extends keyof Kept>(key: K): Kept[K] | undefined {
    const name = this.#prefix + key;
    try {
      const text = localStorage.getItem(name) ?? this.#fallback.get(name);
      return text === undefined ? undefined : (JSON.parse(text) as Kept[K]);
    } catch {
      const text = this.#fallback.get(name);
      return text === undefined ? undefined : (JSON.parse(text) as Kept[K]);
    }
  }

  set<K extends keyof Kept>(key: K, value: Kept[K]): void {
    const name = this.#prefix + key;
    const text = JSON.stringify(value);
    try {
      localStorage.setItem(name, text);
      this.#fallback.delete(name);
    } catch {
      this.#fallback.set(name, text);
    }
  }

  forget(...keys: (keyof Kept)[]): void {
    for (const key of keys) {
      this.#fallback.delete(this.#prefix + key);
      try {
        localStorage.removeItem(this.#prefix + key);
      } catch {
        // there was no storage to begin with
      }
    }
  }

  /** Calls back with the key that another tab changed; with none when it cleared everything. */
  onChange(listener: (key?: keyof Kept) => void, signal: AbortSignal): void {
    const changed = ({ key }: StorageEvent): void => {
      if (key === null) listener();
      else if (key.startsWith(this.#prefix)) listener(key.slice(this.#prefix.length) as keyof Kept);
    };
    addEventListener("storage", changed, { signal });
  }
}
