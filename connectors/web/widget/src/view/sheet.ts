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
  readonly node = el("div", { class: "cover", hidden: true });
  /** Takes the last choice. */
  cancel: () => void = () => undefined;
  #behind: HTMLElement[] = [];
  #back: Element | null = null;

  get open(): boolean {
    return !this.node.hidden;
  }

  ask(title: string, text: (Node | string)[], choices: Choice[]): void {
    const { node } = this;
    this.#back = (node.getRootNode() as ShadowRoot).activeElement;
    this.#behind = [...(node.parentElement?.children ?? [])].filter((element): element is HTMLElement => element !== node);
    const heading = el("h3", { id: "sheet", tabindex: -1 }, title);
    const buttons = choices.map(({ label, act, kind }) => {
      this.cancel = () => {
        this.close();
        act();
      };
      return button(kind, this.cancel, label);
    });
    const lines = text.map((line) => el("p", {}, line));
    const sheet = el("div", { class: "sheet", role: "alertdialog", "aria-modal": "true", "aria-labelledby": "sheet", "aria-describedby": "asked" });
    sheet.append(heading, el("div", { id: "asked" }, ...lines), el("div", { class: "row" }, ...buttons));
    node.replaceChildren(sheet);
    this.#cover(true);
    heading.focus();
  }

  close(): void {
    if (!this.open) return;
    this.#cover(false);
    if (this.#back instanceof HTMLElement) this.#back.focus();
  }

  #cover(covered: boolean): void {
    this.node.hidden = !covered;
    for (const element of this.#behind) element.inert = covered;
  }
}
