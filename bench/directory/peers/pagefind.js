import { run } from "./page.js";

/* Pagefind finds addresses; each result is another request, thirty are shown. */
run(async (people) => {
  const pagefind = await import("/bench/pagefind/pagefind.js");
  await pagefind.init();
  const at = new Map(people.map((one) => [one.slug, one.id]));
  let latest = 0;
  return async (q, chosen) => {
    const turn = (latest += 1);
    const filters = chosen.length ? { term: { any: chosen } } : {};
    const { results } = await pagefind.search(q || null, { filters });
    const found = await Promise.all(results.slice(0, 30).map((one) => one.data()));
    return turn === latest ? found.map((one) => at.get(one.meta.slug)) : null;
  };
});
