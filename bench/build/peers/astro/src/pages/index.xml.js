import rss from "@astrojs/rss";
import { getCollection } from "astro:content";

export async function GET(context) {
  const entries = await getCollection("articles");
  const items = entries.map((one) => ({
    title: one.data.title, description: one.data.summary, pubDate: one.data.date, link: `/articles/${one.id}/`,
  }));
  return rss({ title: "Practice", description: "Articles", site: context.site, items });
}
