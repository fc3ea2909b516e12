import TEXTS from "./texts.json";
import type { Language } from "./types";

export type Key = keyof typeof TEXTS;

type Values = Record<string, string | number>;

/** What the server calls an interface language: it knows Chinese and English. */
export function spoken(language: Language): "zh" | "en" {
  return language === "en" ? "en" : "zh";
}

/** The tag of HTML for a language of a message or of the interface. */
export function tag(language: string): string {
  return language === "zh" ? "zh-Hans" : language;
}

/** How dates and times are written: in English the day comes first, as in the conference's own texts. */
export function locale(language: string): string {
  return language === "en" ? "en-GB" : tag(language);
}

/** The interface language for a tag such as `zh-HK` or `fr`; undefined for an empty one. */
export function interfaceLanguage(tagged: string | null | undefined): Language | undefined {
  if (!tagged) return undefined;
  if (!/^zh\b/i.test(tagged)) return "en";
  return /hant|tw|hk|mo/i.test(tagged) ? "zh-Hant" : "zh";
}

/** The texts in the language of the interface. What is bound to them changes with the language. */
export class Words {
  #current: Language;
  readonly #overrides: (key: Key, language: Language) => string | undefined;
  readonly #bound: (() => void)[] = [];

  constructor(current: Language, overrides: (key: Key, language: Language) => string | undefined) {
    this.#current = current;
    this.#overrides = overrides;
  }

  get language(): Language {
    return this.#current;
  }

  set language(language: Language) {
    this.#current = language;
    for (const write of this.#bound) write();
  }

  /** The text for a key, with `{name}` filled in. */
  say(key: Key, values: Values = {}): string {
    const text = this.#overrides(key, this.#current) ?? TEXTS[key][this.#current];
    return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
  }

  /** The one of several languages' values that is nearest. */
  pick<T>(values: Record<string, T> | undefined): T | undefined {
    return values?.[this.#current] ?? values?.[spoken(this.#current)];
  }

  /** Runs `write` now and whenever the language changes. For what stays as long as the widget does. */
  bind(write: () => void): void {
    this.#bound.push(write);
    write();
  }

  /** Keeps an element's text in the present language. */
  text<E extends Element>(element: E, key: Key): E {
    this.bind(() => (element.textContent = this.say(key)));
    return element;
  }

  /** Keeps an attribute in the present language. */
  attribute<E extends Element>(element: E, name: string, key: Key): E {
    this.bind(() => element.setAttribute(name, this.say(key)));
    return element;
  }
}
