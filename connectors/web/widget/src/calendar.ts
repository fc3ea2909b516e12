import type { Dates } from "./types";

const WIDTH = 75; // bytes in a line of iCalendar (RFC 5545, 3.1)

/** An iCalendar file with one all-day event, which reminds on the day before. */
export function calendar({ start, end = start, title }: Dates, source: string, now: Date): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//conference-chat//EN",
    "BEGIN:VEVENT",
    `UID:${start}-${end}-${hash(title)}@${new URL(source).hostname}`,
    `DTSTAMP:${now.toISOString().replace(/[-:]|\.\d+/g, "")}`,
    `DTSTART;VALUE=DATE:${compact(start)}`,
    `DTEND;VALUE=DATE:${compact(dayAfter(end))}`,
    `SUMMARY:${escaped(title)}`,
    `URL:${source}`,
    "TRANSP:TRANSPARENT",
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    `DESCRIPTION:${escaped(title)}`,
    "TRIGGER:-P1D",
    "END:VALARM",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

function compact(day: string): string {
  return day.replace(/-/g, "");
}

/** The end of an all-day event is the day on which it is over. */
function dayAfter(day: string): string {
  const next = new Date(day);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
}

function folded(line: string): string {
  const bytes = new TextEncoder();
  let width = 0;
  return Array.from(line, (character) => {
    const size = bytes.encode(character).length;
    width += size;
    if (width <= WIDTH) return character;
    width = size + 1;
    return `\r\n ${character}`;
  }).join("");
}

function hash(text: string): string {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return sum.toString(36);
}
