import { button, el, icon, unseen } from "../dom";
import type { Options } from "../options";
import type { Words } from "../words";

/** The button that stands on the page: opens and closes the chat, and counts what is unread. */
export class Launcher {
  readonly #words: Words;
  readonly node: HTMLButtonElement;
  readonly #label = el("span", { class: "label" });
  readonly #badge = el("span", { class: "badge", "aria-hidden": "true", hidden: true });
  /** What is unread, as a message to screen readers. */
  readonly status = el("p", { class: "unseen", role: "status" });
  readonly #count = unseen();

  constructor(words: Words, kind: Options["launcher"], toggle: () => void) {
    this.#words = words;
    this.node = button(`launcher ${kind}`, toggle);
    this.node.setAttribute("aria-haspopup", "dialog");
    this.node.hidden = kind === "none";
    const shown = el("span", { class: "closed" }, icon("chat"), words.text(this.#label, "launcher"), unseen(" – ", words.text(el("span"), "open")));
    const open = el("span", { class: "opened" }, icon("down"), words.text(unseen(), "close"));
    this.node.append(shown, open, this.#badge, this.#count);
  }

  update(open: boolean, unread: number): void {
    this.node.setAttribute("aria-expanded", String(open));
    this.#badge.hidden = !unread;
    this.#badge.textContent = unread > 9 ? "9+" : String(unread);
    const text = unread ? this.#words.say("unread", { n: unread }) : "";
    if (this.status.textContent === text) return;
    this.status.textContent = text;
    this.#count.textContent = text && `, ${text}`;
  }
}
