import { Chat } from "./chat";
import type { Options } from "./options";
import type { Language } from "./types";
import { interfaceLanguage } from "./words";

/** The element that the script puts on the page; also what scripts of the page talk to (docs/widget.md). */
export class ConferenceChat extends HTMLElement {
  options: Options | undefined;
  #chat: Chat | undefined;
  readonly #root = this.attachShadow({ mode: "open" });

  connectedCallback(): void {
    if (this.options) this.#chat ??= new Chat(this, this.#root, this.options);
  }

  disconnectedCallback(): void {
    this.#chat?.end();
    this.#chat = undefined;
    this.#root.replaceChildren();
  }

  /** opener: what gets the focus when the chat is closed; else the launcher does. */
  open(opener?: HTMLElement): void {
    this.#chat?.show(true, opener);
  }

  close(): void {
    this.#chat?.show(false);
  }

  ask(question: string, opener?: HTMLElement): void {
    this.#chat?.ask(question, opener);
  }

  get language(): Language | undefined {
    return this.#chat?.language;
  }

  set language(language: string | undefined) {
    const known = interfaceLanguage(language);
    if (known) this.#chat?.speak(known);
  }
}
