/** How the app is built: into dist/lapangan, which the office serves as it is. */

import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";

import packed from "./package.json" with { type: "json" };

const BASE = "/lapangan/";

/** What the first screens do not need: everything but enrolling, the lock and the home screen. */
const LATER = /app\/(charts|forms|screens\/(?!enrol|lock|home))|node_modules\/qr\//;

export default defineConfig({
  root: "app",
  base: BASE,
  define: { __APP__: JSON.stringify(packed.version) },
  build: {
    outDir: "../dist/lapangan",
    emptyOutDir: true,
    // Chrome of 2022: what an Android 7 phone with an updated browser has.
    target: ["chrome103", "firefox115", "safari16"],
    modulePreload: false, // one file follows the first; it is asked for at once
    // Nothing becomes a data: address; the policy of the page allows files of its own only.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // Few large files: packed together they are a fifth smaller than a hundred small ones.
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "app", test: (id: string) => !LATER.test(id), priority: 3 },
            { name: "qr", test: /node_modules\/qr\/index/, priority: 2 },
            { name: "decode", test: /node_modules\/qr\//, priority: 1 },
            { name: "screens", test: /./ },
          ],
        },
      },
    },
  },
  plugins: [
    svelte({ configFile: "../svelte.config.js" }),
    VitePWA({
      strategies: "injectManifest",
      srcDir: ".",
      filename: "sw.ts",
      injectRegister: false,
      manifest: {
        name: "Nyelik Lapangan",
        short_name: "Nyelik",
        description: "Pekerjaan kader dan petugas di Posyandu dan di rumah warga.",
        lang: "id",
        start_url: BASE,
        scope: BASE,
        display: "standalone",
        background_color: "#f3f6f4",
        theme_color: "#0b5a56",
        icons: [
          { src: "icon-192.png", sizes: "192x192", type: "image/png" },
          { src: "icon-512.png", sizes: "512x512", type: "image/png" },
          { src: "icon-maskable.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
        ],
      },
      includeManifestIcons: false,
      injectManifest: {
        rollupFormat: "iife",
        // The app and nothing else.
        globPatterns: ["**/*.{html,js,css,svg,png,webmanifest}"],
      },
    }),
  ],
});
