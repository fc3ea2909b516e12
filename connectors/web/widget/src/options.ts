import type { Key } from "./words";
import { interfaceLanguage } from "./words";
import type { Language } from "./types";

/** What the site's owner set with data attributes of the script tag (docs/widget.md). */
export interface Options {
  /** Where the assistant's server is; ends in a slash. */
  server: string;
  /** Undefined: the page's language decides. */
  language: Language | undefined;
  theme: "auto" | "light" | "dark";
  color: string | undefined;
  position: "start" | "end";
  offset: [number, number];
  open: boolean;
  launcher: "label" | "icon" | "none";
  layer: number;
  /** Country code of telephone numbers that are written without one. */
  dial: string;
  text: (key: Key, language: Language) => string | undefined;
}

/** Reads a script tag. What cannot be read counts as not set. */
export function readOptions(script: HTMLScriptElement): Options {
  const data = script.dataset;
  return {
    server: address(data.server ?? ".", script.src || location.href),
    language: data.language === "auto" ? undefined : interfaceLanguage(data.language),
    theme: oneOf(data.theme, ["light", "dark"], "auto"),
    color: /^#([\da-f]{3}|[\da-f]{6})$/i.test(data.color ?? "") ? data.color : undefined,
    position: oneOf(data.position, ["start"], "end"),
    offset: lengths(data.offset),
    open: data.open === "true",
    launcher: oneOf(data.launcher, ["icon", "none"], "label"),
    layer: Number(data.layer) || 2147483000,
    dial: data.dial ?? "+86",
    text: (key, language) => data[`text${capital(key)}${language.split("-").map(capital).join("")}`],
  };
}

function address(server: string, base: string): string {
  const url = new URL(server, base);
  return url.href.replace(/[?#].*$/, "").replace(/\/?$/, "/");
}

function oneOf<T extends string>(value: string | undefined, known: T[], otherwise: T): T;
function oneOf<T extends string, D extends string>(value: string | undefined, known: T[], otherwise: D): T | D;
function oneOf(value: string | undefined, known: string[], otherwise: string): string {
  return value !== undefined && known.includes(value) ? value : otherwise;
}

function lengths(value: string | undefined): [number, number] {
  const [side = 20, bottom = side] = (value ?? "").split(/\s+/).filter(Boolean).map(Number);
  return [Number.isFinite(side) ? side : 20, Number.isFinite(bottom) ? bottom : 20];
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
