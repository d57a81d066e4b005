import sitemap from "@astrojs/sitemap";
import { defineConfig } from "astro/config";

export default defineConfig({
  site: "https://www.example.org",
  outDir: "./out",
  cacheDir: "./.cached",
  integrations: [sitemap()],
  markdown: { syntaxHighlight: false },
});
