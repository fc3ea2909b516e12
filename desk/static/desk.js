// What pages do beside following links and sending forms: live news, shortcuts, typing, canned replies, sound. No library but htmx.
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
};

// News

let waiting = null;

function listen() {
  if (!one(".frame")) return;
  const conversation = body.dataset.conversation;
  const stream = new EventSource(conversation ? `/live?conversation=${conversation}` : "/live");
  stream.addEventListener("inbox", (event) => {
    const counts = JSON.parse(event.data);
    count(counts.queue);
    htmx.trigger(body, "desk:inbox");
  });
  stream.addEventListener("conversation", () => htmx.trigger(body, "desk:conversation"));
  addEventListener("pagehide", () => stream.close());
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
}

function count(queue) {
  for (const badge of all('[data-count="queue"]')) {
    badge.textContent = String(queue);
    badge.hidden = !queue;
  }
  document.title = document.title.replace(/^\(\d+\) /, "");
  if (queue) document.title = `(${queue}) ${document.title}`;
  if (waiting !== null && queue > waiting) alertStaff();
  waiting = queue;
}

// Sound and notifications

const alerts = one("[data-alerts]");

function showAlerts() {
  if (alerts) alerts.textContent = kept.get("alerts") === "on" ? alerts.dataset.on : alerts.dataset.off;
}

alerts?.addEventListener("click", () => {
  const on = kept.get("alerts") !== "on";
  kept.set("alerts", on ? "on" : "off");
  showAlerts();
  if (!on) return;
  chime();
  if ("Notification" in window && Notification.permission === "default") Notification.requestPermission();
});

function alertStaff() {
  if (kept.get("alerts") !== "on") return;
  chime();
  if (!document.hidden || !("Notification" in window) || Notification.permission !== "granted") return;
  const note = new Notification(alerts.dataset.title, { tag: "desk" });
  note.onclick = () => window.focus();
}

function chime() {
  try {
    const audio = new AudioContext();
    const volume = audio.createGain();
    volume.connect(audio.destination);
    volume.gain.setValueAtTime(0.08, audio.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 0.6);
    [660, 880].forEach((pitch, place) => {
      const tone = audio.createOscillator();
      tone.frequency.value = pitch;
      tone.connect(volume);
      tone.start(audio.currentTime + place * 0.14);
      tone.stop(audio.currentTime + 0.6);
    });
  } catch {
    // no sound here
  }
}

// The conversation

function toEnd() {
  const transcript = one("#transcript");
  if (transcript) transcript.scrollTop = transcript.scrollHeight;
}

function settle() {
  const mine = one(".head")?.dataset.mine === "yes";
  for (const button of all("#composer [data-mine]")) button.hidden = !mine;
}

let atEnd = true;
let opened = [];
document.addEventListener("htmx:beforeSwap", ({ target }) => {
  opened = all("details[open][id]", target).map(({ id }) => id);
  const transcript = target.id === "conversation" && one("#transcript");
  if (transcript) atEnd = transcript.scrollHeight - transcript.scrollTop - transcript.clientHeight < 60;
});
document.addEventListener("htmx:afterSwap", ({ target }) => {
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  if (target.id !== "conversation") return;
  settle();
  if (atEnd) toEnd();
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const composer = one("#composer");
  if (!detail.successful || !composer?.contains(detail.elt) || detail.requestConfig.path.endsWith("/proposal")) return;
  one("#text").value = "";
  kept.set(draftName(), "");
  atEnd = true;
  htmx.trigger(body, "desk:conversation");
});

const field = one("#text");
const draftName = () => `draft ${body.dataset.conversation}`;
let typing = 0;

function tell(on) {
  const { here } = one("#composer").dataset;
  fetch(here, { method: "POST", body: new URLSearchParams({ typing: on ? "1" : "" }) }).catch(() => undefined);
}

if (field) {
  field.value ||= kept.get(draftName()) ?? "";
  field.addEventListener("input", () => {
    kept.set(draftName(), field.value);
    if (!typing || Date.now() - typing > 8000) {
      typing = Date.now();
      tell(true);
    }
  });
  field.addEventListener("blur", () => {
    if (typing) tell(false);
    typing = 0;
  });
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

document.addEventListener("click", ({ target }) => {
  for (const menu of all("details.menu[open]")) if (!menu.contains(target)) menu.open = false;
  if (target.closest("[data-close]")) one("#notice").replaceChildren();
  if (target.closest("[data-help]")) showHelp();
});
for (const form of all("form[data-auto]")) {
  form.addEventListener("change", ({ target }) => target.type !== "search" && form.requestSubmit());
}
for (const form of all("form[data-confirm]")) {
  form.addEventListener("submit", (event) => {
    if (!confirm(form.dataset.confirm)) event.preventDefault();
  });
}

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
  if (event.key === "Escape") for (const menu of all("details.menu[open]")) menu.open = false;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || kept.get("keys") === "off" || help?.open) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  const act = acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

settle();
toEnd();
showAlerts();
listen();
