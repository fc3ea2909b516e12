/** Small helpers to build elements. No HTML is ever parsed: texts become text nodes. */

type Child = Node | string | false | null | undefined;

interface Attributes {
  [name: string]: string | number | boolean | ((event: Event) => void) | undefined;
}

/** An element; attributes that are functions listen (`click: …`), false and undefined are left out. */
export function el<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child): child is Node | string => Boolean(child)));
  return made;
}

/** A button that does something and sends no form. */
export function button(kind: string, act: () => void, ...children: Child[]): HTMLButtonElement {
  return el("button", { type: "button", class: kind, click: act }, ...children);
}

const SVG = "http://www.w3.org/2000/svg";

/** Drawn on 24 × 24, with a stroke of the text's colour. */
const ICONS = {
  chat: "M21 12a9 9 0 0 1-13 8l-5 1 1-5A9 9 0 1 1 21 12ZM8 12h.01M12 12h.01M16 12h.01",
  close: "M6 6l12 12M18 6L6 18",
  down: "M5 9l7 7 7-7",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  send: "M12 20V4M5 11l7-7 7 7",
  up: "M7 11v9H4v-9zM7 11l4-8a2 2 0 0 1 3 3l-1 4h5a2 2 0 0 1 2 2l-1 6a2 2 0 0 1-2 2H7",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4 21a8 8 0 0 1 16 0",
  save: "M12 4v11M7 10l5 5 5-5M4 20h16",
  bell: "M6 10a6 6 0 0 1 12 0c0 5 2 6 2 6H4s2-1 2-6ZM10 20h4",
  bin: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
  date: "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4M12 13v4M10 15h4",
  page: "M6 3h8l4 4v14H6zM14 3v5h4M9 12h6M9 16h6",
};

/** A picture that says nothing by itself: what it stands beside has the words. */
export function icon(name: keyof typeof ICONS, turned = false): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  if (turned) svg.setAttribute("class", "turned");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** Words for screen readers only. */
export function unseen(...children: Child[]): HTMLSpanElement {
  return el("span", { class: "unseen" }, ...children);
}
