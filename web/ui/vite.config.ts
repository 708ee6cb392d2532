import { defineConfig } from "vite";

export default defineConfig({
  build: {
    rolldownOptions: { input: ["index.html", "embed.html"] },
    chunkSizeWarningLimit: 1500, // kB: MapLibre is one piece
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
