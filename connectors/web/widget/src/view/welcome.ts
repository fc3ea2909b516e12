import { button, el, unseen } from "../dom";
import type { Config } from "../types";
import { tag, type Words } from "../words";

const MOST = 6;

/** What stands above the first message: a greeting, and questions to begin with. */
export class Welcome {
  readonly #words: Words;
  readonly #ask: (question: string) => void;
  readonly node = el("div", { class: "welcome" });
  #config: Config = {};
  readonly #suggestions = el("div", { class: "suggestions" });
  readonly #event = el("p", { class: "event" });

  constructor(words: Words, ask: (question: string) => void) {
    this.#words = words;
    this.#ask = ask;
    this.node.append(this.#event, words.text(el("h3"), "welcome"), words.text(el("p"), "welcomeMore"), this.#suggestions);
    words.bind(() => this.#fill());
  }

  configure(config: Config): void {
    this.#config = config;
    this.#fill();
  }

  /** Questions are suggested until one was asked. */
  suggest(shown: boolean): void {
    this.#suggestions.hidden = !shown;
  }

  #fill(): void {
    const words = this.#words;
    const config = this.#config;
    this.#event.textContent = words.pick(config.event?.name) ?? "";
    const questions = (words.pick(config.suggestions) ?? []).slice(0, MOST);
    const buttons = questions.map((question) => button("", () => this.#ask(question), question));
    this.#suggestions.replaceChildren(...(buttons.length ? [el("p", {}, words.say("suggestions"), unseen(":")), ...buttons] : []));
    this.#suggestions.lang = tag(words.language);
  }
}
