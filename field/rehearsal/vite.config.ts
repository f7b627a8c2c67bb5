/** Builds the page of rehearsals into the folder that `--outDir` names. */

import { defineConfig } from "vite";

export default defineConfig({
  root: "rehearsal",
  base: "./",
  build: { target: "chrome103", modulePreload: { polyfill: false }, emptyOutDir: true },
});
