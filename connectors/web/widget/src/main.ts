import { ConferenceChat } from "./element";
import { readOptions } from "./options";

const NAME = "conference-chat";

/** Elements of the page that open the chat, with or without a question: `data-chat-open`, `data-chat-ask="…"`. */
function answerPage(chat: ConferenceChat): void {
  document.addEventListener("click", ({ target }) => {
    const opener = target instanceof Element ? target.closest<HTMLElement>("[data-chat-ask], [data-chat-open]") : null;
    if (!opener) return;
    const question = opener.dataset.chatAsk;
    if (question) chat.ask(question, opener);
    else chat.open(opener);
  });
}

function place(script: HTMLScriptElement): void {
  const chat = document.createElement(NAME) as ConferenceChat;
  chat.options = readOptions(script);
  document.body.append(chat);
  answerPage(chat);
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement && !customElements.get(NAME)) {
  customElements.define(NAME, ConferenceChat);
  if (document.body) place(script);
  else document.addEventListener("DOMContentLoaded", () => place(script));
}
