import { el } from "./dom";

const STOP = "\\s<>\"'，。；：！？、（）【】《》“”‘’";
const FOUND = new RegExp(
  [
    `(?<web>(?:https?://|www\\.)[^${STOP}]+)`,
    `(?<mail>[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+)`,
    `(?<![\\d-])(?<phone>\\+\\d[\\d -]{6,16}\\d|0\\d{2,3}-\\d{7,8}|1[3-9]\\d{9})(?![\\d-])`,
    `(?<han>[\\u3400-\\u9fff][\\u3000-\\u303f\\u3400-\\u9fff\\uff00-\\uffef“”—]*)`,
  ].join("|"),
  "gu",
);

/**
 * A text as nodes: addresses, e-mail addresses and telephone numbers can be tapped, Chinese within English is marked
 * as Chinese. Nothing else in the text has an effect.
 */
export function linked(text: string, language: string, dial: string): Node[] {
  const nodes: Node[] = [];
  let end = 0;
  for (const match of text.matchAll(FOUND)) {
    const node = nodeFor(match, language, dial);
    if (!node) continue;
    nodes.push(document.createTextNode(text.slice(end, match.index)), node);
    end = match.index + (node.textContent ?? "").length;
  }
  nodes.push(document.createTextNode(text.slice(end)));
  return nodes;
}

function nodeFor(match: RegExpExecArray, language: string, dial: string): Node | undefined {
  const { web, mail, phone, han } = match.groups ?? {};
  if (web) {
    const shown = web.replace(/[.,;:!?)\]]+$/, "");
    const href = shown.startsWith("www.") ? `http://${shown}` : shown;
    return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, shown);
  }
  if (mail) return el("a", { href: `mailto:${mail}` }, mail);
  if (phone) return el("a", { href: `tel:${international(phone, dial)}` }, phone);
  if (han && !language.startsWith("zh")) return el("span", { lang: "zh-Hans" }, han);
  return undefined;
}

function international(phone: string, dial: string): string {
  const digits = phone.replace(/[^\d+]/g, "");
  return digits.startsWith("+") ? digits : dial + digits.replace(/^0/, "");
}
