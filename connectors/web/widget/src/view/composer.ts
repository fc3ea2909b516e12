import { el, icon, unseen } from "../dom";
import type { Words } from "../words";

const WARN = 100; // characters before the limit

/** Where the visitor writes. Enter sends, Shift+Enter begins a line, and Enter that ends an input method's word does neither. */
export class Composer {
  readonly #words: Words;
  readonly #send: (text: string) => void;
  readonly node = el("form", { class: "composer" });
  readonly field = el("textarea", { rows: 1, enterkeyhint: "send", autocomplete: "off" });
  readonly #count = el("p", { class: "count", id: "count", "aria-live": "polite", hidden: true });
  readonly #button = el("button", { class: "send" }, icon("send"));
  limit = 1000;

  constructor(words: Words, send: (text: string) => void) {
    this.#words = words;
    this.#send = send;
    words.attribute(this.field, "aria-label", "message");
    words.attribute(this.field, "placeholder", "placeholder");
    this.#button.append(words.text(unseen(), "send"));
    this.field.setAttribute("aria-describedby", "count");
    this.node.append(this.#count, el("div", { class: "field" }, this.field, this.#button));
    this.node.addEventListener("submit", (event) => this.#submit(event));
    this.field.addEventListener("input", () => this.#measure());
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) this.#submit(event);
    });
    words.bind(() => this.#measure());
  }

  get text(): string {
    return this.field.value.trim();
  }

  set text(text: string) {
    this.field.value = text;
    this.#measure();
  }

  #submit(event: Event): void {
    event.preventDefault();
    const { text } = this;
    if (text && Array.from(text).length <= this.limit) this.#send(text);
    this.field.focus();
  }

  /** Grows with the text, and says how much room is left when there is little. */
  #measure(): void {
    this.field.style.setProperty("height", "auto");
    this.field.style.setProperty("height", `${this.field.scrollHeight}px`);
    const left = this.limit - Array.from(this.text).length;
    this.#count.hidden = left > WARN;
    this.#count.classList.toggle("over", left < 0);
    this.#count.textContent = left > WARN ? "" : this.#words.say(left < 0 ? "over" : "left", { n: Math.abs(left) });
    this.#button.setAttribute("aria-disabled", String(!this.text || left < 0));
  }
}
