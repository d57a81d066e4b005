import FlexSearch from "./vendor/flexsearch.js";
import { filtered, run } from "./page.js";

run((people) => {
  const index = new FlexSearch.Index({ tokenize: "forward" });
  for (const one of people) index.add(one.id, `${one.name} ${one.summary} ${one.words}`);
  return (q, chosen) => filtered(people, q ? index.search(q, { limit: people.length, suggest: true }) : null, chosen);
});
