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
  chat: "M21 11.5a8.5 8.5 0 0 1-12.4 7.55L3.5 20.5l1.45-5.1A8.5 8.5 0 1 1 21 11.5ZM8.5 11.5h.01M12.5 11.5h.01M16.5 11.5h.01",
  close: "M6 6l12 12M18 6L6 18",
  down: "M5 9l7 7 7-7",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  send: "M12 20V4M5 11l7-7 7 7",
  up: "M7 11v9H4v-9zM7 11l4-7.5a2 2 0 0 1 2.5 2.6L12.5 9.5H18a2 2 0 0 1 2 2.4l-1.2 6.5A2 2 0 0 1 16.8 20H7",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5a7.5 7.5 0 0 1 15 0",
  save: "M12 4v11M7 10.5l5 5 5-5M4.5 20h15",
  bell: "M6 10a6 6 0 1 1 12 0c0 5 2 6 2 6H4s2-1 2-6ZM10 20h4",
  bin: "M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10.5 11v5M13.5 11v5",
  date: "M4.5 6.5h15v13h-15zM4.5 10.5h15M8.5 4v4M15.5 4v4M12 13v4M10 15h4",
  page: "M6.5 3.5h8l4 4v13h-12zM14 3.5V8h4.5M9.5 12.5h5M9.5 16h5",
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
