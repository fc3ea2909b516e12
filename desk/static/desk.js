// What pages do beside following links and sending forms: typing, canned replies, menus, shortcuts. No library but htmx.
"use strict";

const body = document.body;
const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// What is kept on this computer; where nothing may be kept, nothing is.
const kept = {
  get(name) {
    try {
      return localStorage.getItem(`desk ${name}`);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(`desk ${name}`, value);
    } catch {
      // then it is not kept
    }
  },
  forget(beginning) {
    try {
      for (const name of Object.keys(localStorage)) if (name.startsWith(`desk ${beginning}`)) localStorage.removeItem(name);
    } catch {
      // nothing is kept
    }
  },
};

// The conversation

function toEnd() {
  const transcript = one("#transcript");
  if (transcript) transcript.scrollTop = transcript.scrollHeight;
}

function stay() {
  const transcript = one("#transcript");
  const first = document.getElementById(read.id);
  if (first) transcript.scrollTop += first.getBoundingClientRect().top - transcript.getBoundingClientRect().top - read.below;
}

function settle() {
  const mine = one(".head")?.dataset.mine === "yes";
  for (const button of all("#composer [data-mine]")) button.hidden = !mine;
  for (const button of all("[data-beside]")) button.setAttribute("aria-expanded", String(body.classList.contains("beside-shown")));
}

function beside(shown) {
  body.classList.toggle("beside-shown", shown);
  settle();
}

let atEnd = true;
let opened = [];
let read; // the message at the upper edge, and how far below it that is
document.addEventListener("htmx:beforeSwap", ({ target, detail }) => {
  if (detail.isError && detail.requestConfig.verb === "get") detail.shouldSwap = false; // nobody has asked for it; the line to the desk is watched
  opened = all("details[open][id]", target).map(({ id }) => id);
  const transcript = target.id === "conversation" && one("#transcript");
  if (!transcript) return;
  atEnd = transcript.scrollHeight - transcript.scrollTop - transcript.clientHeight < 60;
  const top = transcript.getBoundingClientRect().top;
  const first = all("article[id]", transcript).find((said) => said.getBoundingClientRect().bottom > top);
  read = first && { id: first.id, below: first.getBoundingClientRect().top - top };
});
document.addEventListener("htmx:afterSwap", ({ target }) => {
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  if (target.id !== "conversation") return;
  settle();
  if (atEnd) toEnd();
  else if (read) stay();
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const composer = one("#composer");
  if (detail.successful && detail.requestConfig.verb === "post") one("#notice").replaceChildren();
  if (!detail.successful || !composer?.contains(detail.elt) || detail.requestConfig.path.endsWith("/proposal")) return;
  one("#text").value = "";
  kept.set(draftName(), "");
  atEnd = true;
  htmx.trigger(body, "desk:conversation");
});

const field = one("#text");
const draftName = () => `draft ${body.dataset.conversation}`;
let typing = 0;
let paused;

function tell(what) {
  const { here } = one("#composer").dataset;
  fetch(here, { method: "POST", body: new URLSearchParams(what) }).catch(() => undefined);
}

function stopped() {
  clearTimeout(paused);
  if (typing) tell({ typing: "" });
  typing = 0;
}

if (field) {
  field.value ||= kept.get(draftName()) ?? "";
  field.addEventListener("input", () => {
    kept.set(draftName(), field.value);
    clearTimeout(paused);
    paused = setTimeout(stopped, 10_000);
    if (!typing || Date.now() - typing > 8000) {
      typing = Date.now();
      tell({ typing: "1" });
    }
  });
  field.addEventListener("blur", stopped);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    const send = one("#send");
    if (send && !send.hidden && field.value.trim()) send.click();
  });
}

// Canned replies

const canned = one("#canned");
one("#canned-find")?.addEventListener("input", ({ target }) => {
  const wanted = target.value.toLowerCase();
  for (const item of all("li", canned)) item.hidden = !item.textContent.toLowerCase().includes(wanted);
});
canned?.addEventListener("toggle", () => canned.open && one("#canned-find").focus());
document.addEventListener("click", ({ target }) => {
  const chosen = target.closest("[data-insert]");
  if (!chosen || !field) return;
  field.setRangeText(chosen.dataset.insert, field.selectionStart, field.selectionEnd, "end");
  kept.set(draftName(), field.value);
  canned.open = false;
  field.focus();
});

// Menus, filters, notices

document.addEventListener("htmx:sendError", ({ detail }) => {
  if (detail.requestConfig.verb === "post") one("#notice").replaceChildren(one("#unreachable").content.cloneNode(true));
});

document.addEventListener("click", ({ target }) => {
  for (const menu of all("details.menu[open]")) if (!menu.contains(target)) menu.open = false;
  if (target.closest("[data-close]")) one("#notice").replaceChildren();
  if (target.closest("[data-help]")) showHelp();
  if (target.closest("[data-back]")) history.back();
  if (target.closest("[data-beside]")) beside(!body.classList.contains("beside-shown"));
});
for (const button of all("[data-back]")) button.hidden = history.length < 2;
for (const form of all("form[data-auto]")) {
  form.addEventListener("change", ({ target }) => target.type !== "search" && form.requestSubmit());
}
for (const form of all("form[data-confirm]")) {
  form.addEventListener("submit", (event) => {
    if (!confirm(form.dataset.confirm)) event.preventDefault();
  });
}
// Who leaves a computer leaves nothing on it that was to be said to a visitor.
one('form[action="/sign-out"]')?.addEventListener("submit", () => kept.forget("draft"));

// Shortcuts

const help = one("#help");
const keysOn = one("#keys-on");

function showHelp() {
  for (const menu of all("details.menu[open]")) menu.open = false;
  help?.showModal();
}

if (keysOn) {
  keysOn.checked = kept.get("keys") !== "off";
  keysOn.addEventListener("change", () => kept.set("keys", keysOn.checked ? "on" : "off"));
}

function move(step) {
  const entries = all(".entry");
  const here = entries.findIndex((entry) => entry === document.activeElement);
  const open = entries.findIndex((entry) => entry.hasAttribute("aria-current"));
  const from = here >= 0 ? here : open;
  entries[Math.min(entries.length - 1, Math.max(0, from + step))]?.focus();
}

const acts = {
  "/": () => one("#search")?.focus(),
  j: () => move(1),
  k: () => move(-1),
  c: () => one("#claim")?.click(),
  r: () => field?.focus(),
  t: () => {
    if (canned) canned.open = !canned.open;
  },
  g: () => location.assign("/"),
  "?": showHelp,
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const menu of all("details.menu[open]")) menu.open = false;
    beside(false);
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || kept.get("keys") === "off" || help?.open) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  const act = acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

settle();
const aim = location.hash && document.getElementById(location.hash.slice(1));
if (aim) aim.scrollIntoView();
else toEnd();
