/* The whole state of the directory as a URL fragment, which no server ever sees. */

/**
 * @typedef {{chosen: Record<string, string[]>, q: string, sort: import("./order.js").Sort,
 *   shortlist: string[], compare: boolean}} State
 */

export const COMPARED = 4;
const SORTS = ["fee", "name"];

/** @returns {State} */
export const empty = () => ({ chosen: {}, q: "", sort: "", shortlist: [], compare: false });

/** Whether a fragment is a state of ours; others (`#main`) are places on the page. */
export const isState = (hash) => hash.length < 2 || hash.includes("=");

/**
 * Unknown facets, terms and people are left out: an old link still shows what it can.
 * @param {string} hash with or without "#" @param {import("./facts.js").Facts} facts @returns {State}
 */
export function parse(hash, facts) {
  const given = new URLSearchParams(isState(hash) ? hash.replace(/^#/, "") : "");
  const list = (key) => (given.get(key) ?? "").split(",");
  const state = empty();
  for (const { key, options } of facts.facets) {
    const named = new Set(list(key));
    const slugs = options.map((one) => one.slug).filter((slug) => named.has(slug));
    if (slugs.length) state.chosen[key] = slugs;
  }
  state.q = (given.get("q") ?? "").slice(0, 200);
  const sort = given.get("sort");
  if (SORTS.includes(sort)) state.sort = sort;
  const wanted = [...new Set(list("shortlist"))].filter(Boolean);
  state.shortlist = wanted.filter((slug) => facts.slugs.includes(slug)).slice(0, COMPARED);
  state.compare = given.get("compare") === "1" && state.shortlist.length > 0;
  return state;
}

/** The one fragment of a state, without "#". @param {State} state */
export function format(state) {
  const pairs = Object.entries(state.chosen)
    .filter(([, slugs]) => slugs.length)
    .map(([key, slugs]) => `${key}=${slugs.join(",")}`);
  if (state.q.trim()) pairs.push(`q=${encodeURIComponent(state.q.trim()).replace(/%20/g, "+")}`);
  if (state.sort) pairs.push(`sort=${state.sort}`);
  if (state.shortlist.length) pairs.push(`shortlist=${state.shortlist.join(",")}`);
  if (state.compare && state.shortlist.length) pairs.push("compare=1");
  return pairs.join("&");
}

/** A state with one option chosen or not, options in the facts' order. */
export function choose(state, facts, key, slug, on) {
  const named = new Set(state.chosen[key] ?? []);
  if (on) named.add(slug);
  else named.delete(slug);
  const chosen = {};
  for (const facet of facts.facets) {
    const slugs = facet.key === key ? facet.options.map((one) => one.slug).filter((one) => named.has(one)) : state.chosen[facet.key];
    if (slugs?.length) chosen[facet.key] = slugs;
  }
  return { ...state, chosen };
}

/** A state without anything chosen in a facet. */
export function clearFacet(state, key) {
  const { [key]: _, ...chosen } = state.chosen;
  return { ...state, chosen };
}
