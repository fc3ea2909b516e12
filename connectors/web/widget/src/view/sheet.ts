import { button, el } from "../dom";

export interface Choice {
  label: string;
  act: () => void;
  kind: "fill" | "danger" | "plain";
}

/**
 * A question in front of the conversation, which waits meanwhile. Focus goes to its title, so that it is read, and back
 * to where it was. Escape is the last choice.
 */
export class Sheet {
  readonly #behind: () => HTMLElement[];
  readonly #focused: () => Element | null;
  readonly node = el("div", { class: "cover", hidden: true });
  #back: HTMLElement | undefined;
  #cancel: () => void = () => undefined;

  constructor(behind: () => HTMLElement[], focused: () => Element | null) {
    this.#behind = behind;
    this.#focused = focused;
    this.node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.#cancel();
    });
  }

  get open(): boolean {
    return !this.node.hidden;
  }

  ask(title: string, text: (Node | string)[], choices: Choice[]): void {
    const focused = this.#focused();
    this.#back = focused instanceof HTMLElement ? focused : undefined;
    const heading = el("h3", { id: "sheet", tabindex: -1 }, title);
    const buttons = choices.map(({ label, act, kind }) => {
      const answer = (): void => {
        this.close();
        act();
      };
      this.#cancel = answer;
      return button(kind, answer, label);
    });
    const lines = text.map((line) => el("p", {}, line));
    const sheet = el("div", { class: "sheet", role: "alertdialog", "aria-modal": "true", "aria-labelledby": "sheet", "aria-describedby": "sheet-text" });
    sheet.append(heading, el("div", { id: "sheet-text" }, ...lines), el("div", { class: "row" }, ...buttons));
    this.node.replaceChildren(sheet);
    this.node.hidden = false;
    for (const element of this.#behind()) element.inert = true;
    heading.focus();
  }

  close(): void {
    if (!this.open) return;
    this.node.hidden = true;
    for (const element of this.#behind()) element.inert = false;
    this.#back?.focus();
  }
}
