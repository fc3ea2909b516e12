import type { Conversation } from "../conversation";
import { button, el, icon } from "../dom";
import type { Message } from "../types";
import { day, sameDay } from "../when";
import { locale, type Words } from "../words";
import { entryView } from "./entry";
import { MessageView, type Acts } from "./message";

const NEAR = 80; // pixels from the end: whoever is nearer reads along
const PAUSE = 300_000; // milliseconds: after a longer one the time is shown again

export interface LogActs extends Acts {
  retry: () => void;
  discard: (id: string) => void;
}

interface Item {
  key: string;
  node: () => HTMLElement;
}

/** The conversation as a list that screen readers follow. Nodes are kept as long as what they show stays the same. */
export class Log {
  readonly #conversation: Conversation;
  readonly #words: Words;
  readonly #acts: LogActs;
  readonly #dial: string;
  readonly node = el("div", { class: "log", role: "log", tabindex: 0 });
  readonly latest = button("latest", () => this.toEnd());
  readonly #items = el("div", { class: "items" });
  readonly #typing = el("div", { class: "typing", "aria-hidden": "true", hidden: true }, el("i"), el("i"), el("i"));
  #nodes = new Map<string, HTMLElement>();
  readonly #views = new Map<string, MessageView>();

  constructor(conversation: Conversation, words: Words, acts: LogActs, dial: string, welcome: HTMLElement) {
    this.#conversation = conversation;
    this.#words = words;
    this.#acts = acts;
    this.#dial = dial;
    words.attribute(this.node, "aria-label", "log");
    this.latest.hidden = true;
    words.bind(() => this.latest.replaceChildren(icon("down"), words.say("latest")));
    this.node.append(welcome, this.#items, this.#typing);
    let following = true;
    this.node.addEventListener("scroll", () => {
      following = this.#atEnd;
      if (following) this.latest.hidden = true;
    });
    new ResizeObserver(() => following && this.toEnd()).observe(this.node); // the keyboard comes and goes
    words.bind(() => this.#restart());
  }

  /** Shows what is there now. fresh: what has come just now. */
  render(fresh?: Message): void {
    const follow = this.#atEnd || fresh?.direction === "in";
    const wanted = this.#wanted();
    const kept = new Map<string, HTMLElement>();
    for (const { key, node } of wanted) kept.set(key, this.#nodes.get(key) ?? node());
    for (const [key, node] of this.#nodes) if (!kept.has(key)) this.#drop(key, node);
    this.#nodes = kept;
    let place = this.#items.firstChild;
    for (const node of kept.values()) {
      if (node === place) place = place.nextSibling;
      else this.#items.insertBefore(node, place);
    }
    this.#typing.hidden = !this.#conversation.typing;
    if (follow) this.toEnd(fresh);
    else if (fresh) this.latest.hidden = false;
  }

  /** Shows the newest message: its beginning where it is longer than the window. */
  toEnd(fresh?: Message): void {
    this.latest.hidden = true;
    const node = fresh && this.#nodes.get(keyOf(fresh));
    const tall = node && node.offsetHeight > this.node.clientHeight;
    this.node.scrollTop = tall ? node.offsetTop - 12 : this.node.scrollHeight;
  }

  /** Screen readers are told of nothing that is rendered within `work`: it is no news. */
  quietly(work: () => void): void {
    this.node.setAttribute("aria-live", "off");
    work();
    setTimeout(() => this.node.removeAttribute("aria-live"), 500);
  }

  get #atEnd(): boolean {
    const { scrollTop, clientHeight, scrollHeight } = this.node;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  #restart(): void {
    this.quietly(() => {
      this.#nodes.clear();
      this.#views.clear();
      this.#items.replaceChildren();
      this.render();
    });
  }

  #drop(key: string, node: HTMLElement): void {
    this.#views.delete(key);
    node.remove();
  }

  #wanted(): Item[] {
    const { ordered, pending, notes, link, stuck } = this.#conversation;
    const items: Item[] = notes.map(({ key }) => ({ key: `note ${key}`, node: () => el("p", { class: "note" }, this.#words.say(key)) }));
    ordered.forEach((message, i) => {
      const at = new Date(message.at);
      const before = ordered[i - 1];
      if (!before || !sameDay(new Date(before.at), at)) items.push(this.#separator(at));
      items.push(this.#message(message, ordered[i + 1], pending.length > 0));
    });
    const lost = link === "lost" || stuck || !navigator.onLine;
    for (const entry of pending) {
      const node = (): HTMLElement => entryView(entry, lost, this.#words, this.#acts.retry, this.#acts.discard);
      items.push({ key: `${entry.id} ${lost} ${entry.refused}`, node });
    }
    return items;
  }

  #separator(at: Date): Item {
    const shown = day(at, new Date(), locale(this.#words.language));
    return { key: `day ${shown}`, node: () => el("p", { class: "separator" }, shown) };
  }

  #message(message: Message, next: Message | undefined, more: boolean): Item {
    const key = keyOf(message);
    const view = this.#views.get(key) ?? new MessageView(message, this.#words, this.#acts, this.#dial);
    this.#views.set(key, view);
    view.update(message, !next && !more, !next || next.author !== message.author || Date.parse(next.at) - Date.parse(message.at) > PAUSE);
    return { key, node: () => view.node };
  }
}

function keyOf({ number, text, language }: Message): string {
  return `${number} ${language} ${text}`;
}
