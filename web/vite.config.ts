import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// `npm run dev` shows the pages with what a server on the usual port has.
const server = process.env["ANNALS_URL"] ?? "http://127.0.0.1:7878";

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  // The folder holds a file of its own; `npm run build` removes the assets of the build before.
  build: {
    emptyOutDir: false,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // What every page begins with is one file: a dozen small ones take longer to load and to start.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "base", tags: ["$initial"] }] } } },
  },
  server: { proxy: { "/api": server } },
  test: { include: ["src/**/*.test.ts"] },
});
