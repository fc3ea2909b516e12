import { button, el, icon, unseen } from "../dom";
import type { Options } from "../options";
import { tag, type Key, type Words } from "../words";
import { Composer } from "./composer";
import type { Log } from "./log";
import { Menu } from "./menu";
import { Sheet } from "./sheet";

interface Acts {
  send: (text: string) => void;
  close: () => void;
  switchLanguage: () => void;
}

/** The window of the chat: header, state of the connection, conversation, composer, and what may cover them. */
export class Panel {
  readonly #words: Words;
  readonly node = el("section", { class: "panel", role: "dialog", "aria-labelledby": "title", tabindex: -1, hidden: true });
  readonly menu: Menu;
  readonly composer: Composer;
  readonly sheet = new Sheet();
  readonly privacy = el("a", { target: "_blank", rel: "noopener" });
  readonly #bar = el("p", { class: "bar", role: "status" });
  readonly #typing = el("p", { class: "unseen", role: "status" });
  readonly #said = el("p", { class: "said", role: "status" });
  #timer = 0;

  constructor(words: Words, readonly log: Log, acts: Acts, options: Options) {
    this.#words = words;
    this.menu = new Menu(words);
    this.composer = new Composer(words, acts.send);
    const header = this.#header(acts);
    const body = el("div", { class: "body" }, log.node, log.latest);
    this.privacy.append(words.text(el("span"), "privacy"), words.text(unseen(), "newTab"));
    const foot = el("p", { class: "small-print" }, words.text(el("span"), "subtitle"), " · ", this.privacy);
    this.node.append(header, this.#bar, body, this.#typing, this.#said, this.composer.node, foot, this.sheet.node);
    words.bind(() => (this.node.lang = tag(words.language)));
    this.node.addEventListener("keydown", (event) => event.key === "Escape" && !event.isComposing && this.#escape(acts));
    this.node.dataset.position = options.position;
  }

  get open(): boolean {
    return !this.node.hidden;
  }

  /** For those who don't see the dots. */
  set typing(typing: boolean) {
    const text = typing ? this.#words.say("typing") : "";
    if (this.#typing.textContent !== text) this.#typing.textContent = text;
  }

  /** What the visitor should know of the connection; nothing when all is well. */
  state(key: Key | undefined): void {
    const text = key ? this.#words.say(key) : "";
    if (this.#bar.textContent !== text) this.#bar.textContent = text;
    this.#bar.dataset.state = key ?? "";
  }

  /** Says something for a few seconds. */
  say(text: string): void {
    clearTimeout(this.#timer);
    this.#said.textContent = text;
    this.#timer = setTimeout(() => (this.#said.textContent = ""), 6000);
  }

  /** Closes what was opened last. */
  #escape({ close }: Acts): void {
    if (this.sheet.open) this.sheet.cancel();
    else if (this.menu.open) this.menu.leave();
    else close();
  }

  #header({ close, switchLanguage }: Acts): HTMLElement {
    const words = this.#words;
    const other = button("bare language", switchLanguage);
    const name = el("span");
    const hint = unseen();
    other.append(name, hint);
    words.bind(() => {
      other.lang = words.language === "en" ? "zh-Hans" : "en";
      name.textContent = words.say("other");
      hint.textContent = ` – ${words.say("switch")}`;
    });
    const shut = button("bare", close, icon("close"), words.text(unseen(), "close"));
    const title = words.text(el("h2", { id: "title", tabindex: -1 }), "title");
    return el("div", { class: "head" }, el("span", { class: "mark", "aria-hidden": "true" }, icon("chat")), title, other, this.menu.node, shut);
  }
}
