import MiniSearch from "./vendor/minisearch.js";
import { filtered, run } from "./page.js";

run((people) => {
  const index = new MiniSearch({ fields: ["name", "summary", "words"], searchOptions: { prefix: true, fuzzy: 0.2, combineWith: "AND" } });
  index.addAll(people);
  return (q, chosen) => filtered(people, q ? index.search(q).map((one) => one.id) : null, chosen);
});
