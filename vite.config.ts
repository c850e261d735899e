/**
 * Every `static/src/pages/*.ts` becomes an entry of its own, built into
 * `static/dist/` with hashed names and a manifest. Django finds it there:
 *
 *   STATIC_URL = "/static/"                      the `base` below
 *   STATICFILES_DIRS = [BASE_DIR / "static" / "dist"]
 *   DJANGO_VITE = {"default": {"dev_mode": False,
 *       "manifest_path": BASE_DIR / "static" / "dist" / "manifest.json"}}
 *
 * and a template names an entry by its path under `static/src`:
 *   {% vite_asset "pages/lab.ts" %}
 *
 * Names are hashed here, so Django's storage must not hash them again.
 */
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("./static/src/", import.meta.url));
const pages = `${root}pages/`;

function entries(): Record<string, string> {
  const files = existsSync(pages) ? readdirSync(pages) : [];
  const sources = files.filter((file) => /^[\w-]+\.ts$/.test(file)).sort();
  return Object.fromEntries(sources.map((file) => [file.replace(/\.ts$/, ""), pages + file]));
}

export default defineConfig({
  root,
  base: "/static/",
  publicDir: false,
  cacheDir: fileURLToPath(new URL("./node_modules/.vite/", import.meta.url)),
  build: {
    outDir: fileURLToPath(new URL("./static/dist/", import.meta.url)),
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2023",
    // The Content-Security-Policy allows 'self' and nothing inline, nor data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: entries() },
  },
  test: {
    // What the lab shows of runs that were computed for it: tests/scenario/test_recorded.py.
    // Making a document costs more than most tests: one for all of those that are named so.
    projects: process.env["WINDTUNNEL_RECORDED"] ? [
      { extends: true, test: { name: "recorded", include: ["**/*.recorded.ts"], environment: "jsdom", isolate: false } },
    ] : [
      { extends: true, test: { name: "node", include: ["**/*.test.ts"], exclude: ["**/*.dom.test.ts"], isolate: false } },
      { extends: true, test: { name: "dom", include: ["**/*.dom.test.{ts,tsx}"], environment: "jsdom", isolate: false, setupFiles: ["core/testing/fresh-page.ts"] } },
    ],
    passWithNoTests: true,
    reporters: ["default", ["junit", { outputFile: "../../.reports/vitest.xml" }]],
  },
});
