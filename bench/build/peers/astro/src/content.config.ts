import { defineCollection } from "astro:content";
import { glob } from "astro/loaders";
import { z } from "astro/zod";

const common = { title: z.string(), summary: z.string(), date: z.date(), terms: z.array(z.string()) };
const articles = defineCollection({
  loader: glob({ pattern: "*.md", base: "./content/articles" }),
  schema: z.object({ ...common, author: z.string() }),
});
const therapists = defineCollection({
  loader: glob({ pattern: "*.md", base: "./content/therapists" }),
  schema: z.object({ ...common, role: z.string(), fee: z.string() }),
});
export const collections = { articles, therapists };
