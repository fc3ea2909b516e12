// What is new, told by the server while a page is open: one stream of events, sound and notifications.
//
// Browsers allow six connections to a server that speaks HTTP/1.1, and a stream keeps one. So only what is seen reads a stream, and
// one page more, the watch, which sounds the alert and tells the others how many wait.
"use strict";

const [LATER, SAYS_SO] = [3000, 60_000]; // milliseconds
const lost = one("#lost");
const others = "BroadcastChannel" in window ? new BroadcastChannel("desk") : undefined;
let stream;
let watches = false;
let waiting = null;
let again;

function listen() {
  clearTimeout(again);
  if (document.hidden && !watches) return stop();
  if (stream) return;
  const { conversation } = body.dataset;
  stream = new EventSource(conversation ? `/live?conversation=${conversation}` : "/live");
  stream.addEventListener("open", () => (lost.hidden = true));
  stream.addEventListener("inbox", ({ data }) => {
    const { queue } = JSON.parse(data);
    count(queue);
    if (watches) others?.postMessage(queue);
    htmx.trigger(body, "desk:inbox");
  });
  stream.addEventListener("conversation", () => htmx.trigger(body, "desk:conversation"));
  stream.addEventListener("error", () => {
    lost.hidden = false;
    if (stream?.readyState !== EventSource.CLOSED) return; // else it tries again itself
    stop();
    again = setTimeout(inquire, LATER);
  });
}

function stop() {
  stream?.close();
  stream = undefined;
}

// A stream that was refused does not say why: the desk is not there, or the session has ended.
async function inquire() {
  try {
    const reply = await fetch("/account", { method: "HEAD" });
    if (reply.status === 401) return location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
    if (reply.ok) return listen();
  } catch {
    // it is not there yet
  }
  again = setTimeout(inquire, LATER);
}

function count(queue) {
  for (const badge of all('[data-count="queue"]')) {
    badge.textContent = String(queue);
    badge.hidden = !queue;
  }
  document.title = document.title.replace(/^\(\d+\) /, "");
  if (queue) document.title = `(${queue}) ${document.title}`;
  if (watches && waiting !== null && queue > waiting) alertStaff();
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

function watch() {
  watches = true;
  listen();
  return new Promise(() => undefined); // until the page is left
}

if (one(".frame")) {
  listen();
  if (navigator.locks) navigator.locks.request("desk", watch);
  else watch();
  others?.addEventListener("message", ({ data }) => stream || count(data));
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", stop);
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  // A conversation in a page that is not seen is not looked at, but neither has its member of staff gone.
  if (one("#composer")) setInterval(() => stream || tell({ hidden: "1" }), SAYS_SO);
}
showAlerts();
