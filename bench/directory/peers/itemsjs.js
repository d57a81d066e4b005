import { run } from "./page.js";

run((people) => {
  const index = itemsjs(people, {
    searchableFields: ["name", "summary", "words"],
    aggregations: { terms: { conjunction: false, size: 200 } },
  });
  return (query, chosen) => index.search({ query, filters: { terms: chosen }, per_page: 30 }).data.items.map((one) => one.id);
});
