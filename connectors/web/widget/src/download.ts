import { el } from "./dom";

/** Hands a file to the visitor. It is made here; nothing is fetched. */
export function download(content: Blob, name: string): void {
  const href = URL.createObjectURL(content);
  const link = el("a", { href, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
