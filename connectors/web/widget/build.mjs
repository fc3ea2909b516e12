// Builds dist/widget.js from src/, says how large it is when compressed, and fails if it is larger than it may be.
// `node build.mjs [FOLDER]` writes into another folder. The same sources and the same lock give the same bytes.

import { build, transform } from "esbuild";
import { readFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const HERE = dirname(fileURLToPath(import.meta.url));
const LIMIT = 20_000; // bytes, compressed: texts and styles included
const TARGET = ["chrome94", "edge94", "firefox101", "safari16.4"]; // Firefox and Safari: the first with constructed style sheets

/** Style sheets become minified strings, for a constructed style sheet. */
const styles = {
  name: "styles",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true, target: TARGET });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

const folder = resolve(process.argv[2] ?? join(HERE, "dist"));
const outfile = join(folder, "widget.js");
await build({
  absWorkingDir: HERE,
  entryPoints: ["src/main.ts"],
  outfile,
  bundle: true,
  minify: true,
  format: "iife",
  target: TARGET,
  charset: "utf8",
  legalComments: "none",
  plugins: [styles],
  logLevel: "warning",
});

const built = await readFile(outfile);
const compressed = gzipSync(built, { level: 9 }).length;
console.log(`${relative(process.cwd(), outfile)}: ${built.length} bytes, ${compressed} bytes gzipped (limit ${LIMIT})`);
if (compressed > LIMIT) {
  console.error("widget.js is larger than it may be");
  process.exit(1);
}
