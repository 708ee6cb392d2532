import { defineConfig } from "vite";

export default defineConfig({
  build: {
    rolldownOptions: { input: ["index.html", "embed.html", "static.html"] },
    chunkSizeWarningLimit: 1500, // kB: MapLibre is one piece
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  experimental: {
    // The server answers its pages at several depths; a folder without a server lies anywhere, and so do its files.
    renderBuiltUrl: (file, { hostId, hostType }) =>
      hostType === "html" ? (hostId === "static.html" ? `./${file}` : `/${file}`) : { relative: true },
  },
});
