// The switch of language, which dates are past, and the line to copy. Loaded before the page is drawn, so that it is
// drawn in the right language at once.

const root = document.documentElement;
const LANGUAGES = ["zh-CN", "en"];

/** The language that the address asks for, that was chosen before, or that the browser prefers. */
function firstLanguage() {
  const asked = new URLSearchParams(location.search).get("lang");
  const wanted = asked ?? stored() ?? navigator.languages.find((tag) => /^(zh|en)\b/i.test(tag)) ?? "en";
  return /^zh/i.test(wanted) ? "zh-CN" : "en";
}

function stored() {
  try {
    return localStorage.getItem("language");
  } catch {
    return null; // the browser keeps nothing
  }
}

function speak(language) {
  root.lang = language;
  const title = document.querySelector("title");
  title.dataset.zh ??= title.textContent;
  document.title = language === "en" ? title.dataset.en : title.dataset.zh;
}

function choose(language) {
  speak(language);
  try {
    localStorage.setItem("language", language);
  } catch {
    // then it is chosen for this page only
  }
  document.querySelector(`.language[data-language="${LANGUAGES.find((other) => other !== language)}"]`)?.focus();
}

/** Dates are days in China. */
function today() {
  return new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date());
}

function markPast() {
  const mark = document.getElementById("past");
  for (const item of document.querySelectorAll("[data-until]")) {
    if (item.dataset.until < today()) item.append(mark.content.cloneNode(true));
  }
}

/** Browsers give the clipboard to secure pages only; elsewhere the line is selected, to be copied by hand. */
async function copy(id) {
  const line = document.getElementById(id);
  if (!navigator.clipboard) return getSelection().selectAllChildren(line);
  await navigator.clipboard.writeText(line.textContent);
  document.querySelector(".copied").replaceChildren(document.getElementById("copied").content.cloneNode(true));
}

/** How long messages are kept, as the assistant itself says. */
async function fillDays() {
  const places = document.querySelectorAll("[data-days]");
  if (!places.length) return;
  const response = await fetch("/web/config");
  if (!response.ok) return;
  const { privacy } = await response.json();
  for (const place of places) place.textContent = privacy.days;
  root.classList.add("days-known");
}

root.classList.add("scripted");
speak(firstLanguage());
document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-language]")) button.addEventListener("click", () => choose(button.dataset.language));
  for (const button of document.querySelectorAll("[data-copy]")) button.addEventListener("click", () => void copy(button.dataset.copy));
  for (const place of document.querySelectorAll("[data-origin]")) place.textContent = location.origin;
  markPast();
  void fillDays();
});
