/** Days and times as the language of the interface writes them, in the visitor's own time zone. */

const DAY = 86_400_000;

/** "Today", "Yesterday", or the date. */
export function day(at: Date, now: Date, locale: string): string {
  const ago = Math.round((midnight(now) - midnight(at)) / DAY);
  if (ago === 0 || ago === 1) {
    const said = new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-ago, "day");
    return said.charAt(0).toUpperCase() + said.slice(1);
  }
  const year = at.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "long", year }).format(at);
}

export function time(at: Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}

/** Two moments stand on one day. */
export function sameDay(a: Date, b: Date): boolean {
  return midnight(a) === midnight(b);
}

/** A day, or a span of days, of the calendar: the same for everybody, wherever they are. The month is written once. */
export function span(start: string, end: string | undefined, locale: string): string {
  const write = (day: string, month?: "long"): string =>
    new Intl.DateTimeFormat(locale, { day: "numeric", month, timeZone: "UTC" }).format(new Date(day));
  const [first, last] = [write(start, "long"), write(end ?? start, "long")];
  if (!end || start === end) return first;
  if (start.slice(0, 7) !== end.slice(0, 7)) return `${first} – ${last}`;
  return locale.startsWith("zh") ? `${first}–${write(end)}` : `${write(start)}–${last}`;
}

function midnight(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}
