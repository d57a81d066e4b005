/* Never a dead end: the single steps that would show more people. */

import { clearFacet } from "./fragment.js";
import { total } from "./query.js";
import { named } from "./explain.js";
import { search } from "./search.js";
import { asked } from "./words.js";

export const FEW = 3;
const SHOWN = 4;

/**
 * @typedef {{label: string, people: number, state: import("./fragment.js").State}} Rescue
 * @param {import("./facts.js").Facts} facts @param {import("./search.js").Index} from
 * @param {import("./fragment.js").State} state @param {number} people how many fit now
 * @returns {Rescue[]} the steps that help most, first
 */
export function rescues(facts, from, state, people) {
  const steps = [];
  const offer = (label, next) => {
    const found = next.q.trim() ? search(facts, from, next.q) : null;
    const gained = total(facts, next.chosen, found?.rows ?? null);
    if (gained > people) steps.push({ label, people: gained, state: next });
  };
  for (const [key, slugs] of Object.entries(state.chosen)) {
    const label = slugs.length > 1 ? facts.facet.get(key).legend : named(facts, key, slugs)[0];
    offer(`Remove “${label}”`, clearFacet(state, key));
  }
  const asking = asked(state.q);
  for (const word of asking.length > 1 ? asking : []) {
    offer(`Search without “${word}”`, { ...state, q: asking.filter((one) => one !== word).join(" ") });
  }
  if (asking.length && Object.keys(state.chosen).length) offer("Clear the search", { ...state, q: "" });
  if (!steps.length) offer("Clear all", { ...state, chosen: {}, q: "" });
  return steps.sort((a, b) => b.people - a.people).slice(0, SHOWN);
}

/**
 * The static pages next to a choice: its terms, their pairs aside, and their related terms.
 * @returns {{label: string, url: string, people: number}[]}
 */
export function neighbors(facts, state) {
  const picked = Object.entries(state.chosen).flatMap(([key, slugs]) => (facts.pages.includes(key) ? slugs : []));
  const related = picked.flatMap((slug) => facts.term.get(slug).related.split(" ")).map((at) => facts.terms[at]?.slug);
  return [...new Set([...related, ...picked])].flatMap((slug) => {
    const facet = facts.facets.find((one) => facts.pages.includes(one.key) && one.options.some((o) => o.slug === slug));
    if (!facet) return [];
    const people = total(facts, { [facet.key]: [slug] }, null);
    return [{ label: facts.term.get(slug).label, url: `/therapists/${facet.key}/${slug}/`, people }];
  }).slice(0, 6);
}
