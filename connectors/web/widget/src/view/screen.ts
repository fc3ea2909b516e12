const SMALL = matchMedia("(max-width: 30em), (max-height: 26em)"); // the same as in styles.css

/**
 * On small screens the open chat is all there is: the page behind it neither scrolls nor takes the focus, and the chat
 * fills what the virtual keyboard leaves free.
 */
export class Screen {
  readonly #host: HTMLElement;
  readonly #panel: HTMLElement;
  #active = false;
  #asleep: HTMLElement[] = [];
  #overflow = "";

  constructor(host: HTMLElement, panel: HTMLElement, signal: AbortSignal) {
    this.#host = host;
    this.#panel = panel;
    SMALL.addEventListener("change", () => this.#apply(), { signal });
    const fit = (): void => this.#fit();
    window.visualViewport?.addEventListener("resize", fit, { signal });
    window.visualViewport?.addEventListener("scroll", fit, { signal });
  }

  /** The chat fills the screen. */
  get full(): boolean {
    return SMALL.matches;
  }

  show(open: boolean): void {
    this.#active = open;
    this.#apply();
  }

  #apply(): void {
    const modal = this.#active && this.full;
    this.#panel.setAttribute("aria-modal", String(modal));
    if (modal && !this.#asleep.length) this.#sleep();
    else if (!modal) this.#wake();
    this.#fit();
  }

  #sleep(): void {
    const others = [...document.body.children].filter((element) => element !== this.#host);
    this.#asleep = others.filter((element): element is HTMLElement => element instanceof HTMLElement && !element.inert);
    for (const element of this.#asleep) element.inert = true;
    const page = document.documentElement.style;
    this.#overflow = page.overflow;
    page.overflow = "hidden";
  }

  #wake(): void {
    if (!this.#asleep.length) return;
    for (const element of this.#asleep) element.inert = false;
    this.#asleep = [];
    document.documentElement.style.overflow = this.#overflow;
  }

  /** The window that is free of the keyboard, as lengths for the style sheet. */
  #fit(): void {
    const view = window.visualViewport;
    if (!view || !this.#active || view.scale > 1.01) return; // whoever zooms in with two fingers wants to see more of less
    this.#panel.style.setProperty("--top", `${view.offsetTop}px`);
    this.#panel.style.setProperty("--height", `${view.height}px`);
  }
}
