/**
 * The lab without a server as one script and one style sheet, fonts inside: what a report and an
 * embedded run carry. Built after the pages, whose build empties the folder.
 */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const root = fileURLToPath(new URL("./static/src/", import.meta.url));

export default defineConfig({
  root,
  base: "./",
  publicDir: false,
  cacheDir: fileURLToPath(new URL("./node_modules/.vite-offline/", import.meta.url)),
  build: {
    outDir: fileURLToPath(new URL("./static/dist/offline/", import.meta.url)),
    emptyOutDir: true,
    target: "es2023",
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    cssCodeSplit: false,
    modulePreload: false,
    rolldownOptions: {
      input: { lab: `${root}pages/offline/index.ts` },
      output: { format: "iife", entryFileNames: "lab.js", assetFileNames: "lab[extname]" },
    },
  },
});
