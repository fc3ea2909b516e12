import { button, el, unseen } from "../dom";
import type { Entry } from "../types";
import type { Words } from "../words";

/** What was written and has not arrived: it says so, and what can be done. lost: the server can't be reached. */
export function entryView(entry: Entry, lost: boolean, words: Words, retry: () => void, discard: (id: string) => void): HTMLElement {
  const state = entry.refused ? "refused" : lost ? "waiting" : "sending";
  const foot = el("div", { class: "foot" }, el("span", { class: "state" }, words.say(state)));
  if (entry.refused) foot.append(button("plain", () => discard(entry.id), words.say("discard")));
  else if (lost) foot.append(button("plain", retry, words.say("retry")));
  const bubble = el("div", { class: "bubble", dir: "auto" }, entry.shown);
  return el("div", { class: `message in visitor pending tail ${state}`, "aria-live": "off" }, unseen(`${words.say("visitor")}: `), bubble, foot);
}
