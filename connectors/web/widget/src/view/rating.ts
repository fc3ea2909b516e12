import { button, el, icon, unseen } from "../dom";
import type { Rating } from "../types";
import type { Words } from "../words";

/** Gives a rating to the server; rejects where that failed. */
export type Rate = (rating: Rating | null, reason?: string) => Promise<void>;

/** Thumbs up and down under an answer; after a thumb down there is room for a reason. */
export class RatingView {
  readonly #words: Words;
  readonly #rate: Rate;
  readonly node = el("div", { class: "rating" });
  readonly form = el("form", { class: "reason", hidden: true });
  readonly #thumbs: Record<Rating, HTMLButtonElement>;
  #rating: Rating | null = null;

  constructor(words: Words, rate: Rate) {
    this.#words = words;
    this.#rate = rate;
    this.#thumbs = { up: this.#thumb("up", words.say("useful")), down: this.#thumb("down", words.say("useless")) };
    this.node.append(this.#thumbs.up, this.#thumbs.down);
    this.#fillForm();
  }

  show(rating: Rating | null): void {
    this.#rating = rating;
    for (const [name, thumb] of Object.entries(this.#thumbs)) thumb.setAttribute("aria-pressed", String(name === rating));
  }

  #thumb(rating: Rating, label: string): HTMLButtonElement {
    const thumb = button("small", () => void this.#press(rating), icon("up", rating === "down"), unseen(label));
    thumb.title = label;
    return thumb;
  }

  async #press(pressed: Rating): Promise<void> {
    const before = this.#rating;
    const now = pressed === before ? null : pressed;
    this.show(now);
    this.#open(now === "down");
    try {
      await this.#rate(now);
    } catch {
      this.show(before); // the one who rates has told the visitor
      this.#open(false);
    }
  }

  #fillForm(): void {
    const words = this.#words;
    const { form } = this;
    const reason = el("textarea", { rows: 2, maxlength: 500, "aria-label": words.say("reason"), placeholder: words.say("reason") });
    const skip = button("plain", () => this.#close(), words.say("skip"));
    form.append(reason, el("div", { class: "row" }, el("button", { class: "fill" }, words.say("submit")), skip));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (reason.value.trim()) void this.#rate("down", reason.value.trim()).catch(() => undefined);
      this.#close();
    });
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.#close();
    });
  }

  #open(open: boolean): void {
    this.form.hidden = !open;
    if (!open) return;
    this.form.querySelector("textarea")?.focus();
    this.form.scrollIntoView({ block: "nearest" });
  }

  #close(): void {
    this.#open(false);
    this.#thumbs.down.focus();
  }
}
