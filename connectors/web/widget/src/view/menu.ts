import { button, el, icon, unseen } from "../dom";
import type { Key, Words } from "../words";

type IconName = Parameters<typeof icon>[0];

/** A button and the list of buttons that it opens. Arrow keys move in it. */
export class Menu {
  readonly #words: Words;
  readonly node = el("div", { class: "menu" });
  readonly #list = el("ul");
  readonly #button: HTMLButtonElement;

  constructor(words: Words) {
    this.#words = words;
    this.#button = button("bare", () => this.#toggle(), icon("more"));
    this.#button.append(words.text(unseen(), "menu"));
    this.node.append(this.#button, this.#list);
    this.show(false);
    this.node.addEventListener("keydown", (event) => this.#key(event));
    this.node.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !this.node.contains(relatedTarget as Node)) this.show(false);
    });
  }

  get open(): boolean {
    return !this.#list.hidden;
  }

  /** A line of the menu. */
  add(name: IconName, key: Key, act: () => void): HTMLButtonElement {
    const chosen = (): void => {
      this.leave();
      act();
    };
    const item = button("", chosen, icon(name), this.#words.text(el("span"), key));
    this.#list.append(el("li", {}, item));
    return item;
  }

  /** Closes, and gives the focus back. */
  leave(): void {
    this.show(false);
    this.#button.focus();
  }

  show(open: boolean): void {
    this.#list.hidden = !open;
    this.#button.setAttribute("aria-expanded", String(open));
  }

  #toggle(): void {
    this.show(!this.open);
    if (this.open) this.#items[0]?.focus();
  }

  get #items(): HTMLButtonElement[] {
    return [...this.#list.querySelectorAll<HTMLButtonElement>("button:not([hidden])")];
  }

  #key(event: KeyboardEvent): void {
    if (!this.open) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const items = this.#items;
    const at = items.findIndex((item) => item.matches(":focus"));
    items[(at + step + items.length) % items.length]?.focus();
  }
}
