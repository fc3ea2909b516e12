import { button, el, icon, unseen } from "../dom";
import { linked } from "../links";
import type { Choice, Dates, Message, Rating } from "../types";
import { span, time } from "../when";
import { locale, tag, type Words } from "../words";
import { RatingView } from "./rating";

/** What can be done with a message. */
export interface Acts {
  choose: (choice: Choice) => void;
  rate: (message: Message, rating: Rating | null, reason?: string) => Promise<void>;
  keep: (dates: Dates) => void;
}

const UNRATED = new Set(["smalltalk", "error"]);

/** One message: its text, what it rests on, what can be tapped, when it came. */
export class MessageView {
  readonly node: HTMLElement;
  readonly #rating: RatingView | undefined;

  constructor(message: Message, words: Words, acts: Acts, dial: string) {
    const { author, direction, language, metadata = {}, buttons = [] } = message;
    const { text, sources } = parted(message);
    const bubble = el("div", { class: "bubble", lang: tag(language), dir: "auto" }, ...linked(text, language, dial));
    if (sources) bubble.append(el("p", { class: "sources" }, icon("page"), sources));
    const live = direction === "in" && "off"; // whoever wrote it need not hear it
    this.node = el("div", { class: `message ${direction} ${author}`, "aria-live": live }, unseen(`${words.say(author)}: `), bubble);
    if (author === "staff") this.node.prepend(el("p", { class: "author", "aria-hidden": "true" }, words.say("staff")));
    this.node.append(...days(metadata.dates ?? [], words, acts.keep));
    if (buttons.length) this.node.append(choices(buttons, language, acts.choose));
    const foot = el("div", { class: "foot" }, stamp(message.at, words));
    this.node.append(foot);
    if (author === "bot" && !UNRATED.has(metadata.kind ?? "")) {
      this.#rating = new RatingView(words, (rating, reason) => acts.rate(message, rating, reason));
      foot.append(this.#rating.node);
      this.node.append(this.#rating.form);
    }
  }

  /** last: nothing was said after it; tail: the next message is by someone else, or later. */
  update(message: Message, last: boolean, tail: boolean): void {
    this.node.classList.toggle("last", last);
    this.node.classList.toggle("tail", tail);
    this.#rating?.show(message.feedback ?? null);
  }
}

/** The text without what is shown in another way: the line of sources at its end, and the numbered titles of its buttons. */
function parted({ text, metadata, buttons = [] }: Message): { text: string; sources: string } {
  const cited = metadata?.sources ?? [];
  const titles = new Set(buttons.map(({ title }, i) => `${i + 1}. ${title}`));
  const lines = text.split("\n").filter((line) => !titles.has(line.trim()));
  const last = lines.length > 1 ? (lines[lines.length - 1] ?? "") : "";
  if (!cited.length || !cited.every((section) => last.includes(section))) return { text: lines.join("\n"), sources: "" };
  return { text: lines.slice(0, -1).join("\n"), sources: last };
}

function stamp(at: string, words: Words): HTMLTimeElement {
  return el("time", { datetime: at }, time(new Date(at), locale(words.language)));
}

function choices(buttons: Choice[], language: string, choose: Acts["choose"]): HTMLElement {
  const made = buttons.map((choice) => button("", () => choose(choice), choice.title));
  return el("div", { class: "choices", lang: tag(language) }, ...made);
}

function days(dates: Dates[], words: Words, keep: Acts["keep"]): HTMLElement[] {
  return dates.map((day) => {
    const shown = span(day.start, day.end, locale(words.language));
    const label = `${words.say("calendar")} · ${shown}`;
    return button("day", () => keep(day), icon("date"), label, unseen(` – ${day.title}`));
  });
}
