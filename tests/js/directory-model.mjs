/* The tests' own view of the directory: small, slow and plain. Also a generator of chance. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { complete, readFacts } from "../../assets/js/directory/facts.js";
import { newIndex, takeIn } from "../../assets/js/directory/search.js";
import { Texts } from "../../assets/js/directory/texts.js";

export const SIZES = [0, 1, 5, 33, 300];

export function practice(size, today) {
  const told = JSON.parse(readFileSync(join(process.env.PRACTICES, `${size}.json`), "utf8"));
  const facts = readFacts(structuredClone(told.facts), today ?? told.facts.today);
  if (told.later) complete(facts, told.later);
  const texts = new Texts(facts, () => {});
  told.texts.reduce((from, file) => (texts.take(file, from), from + file.summary.length), 0);
  return { ...told, raw: { ...told.facts, ...(told.later && { expires: told.later.expires }) }, facts, bySlug: new Map(told.people.map((one) => [one.slug, one])) };
}

/** What a search looks in, made at once. */
export function index(facts) {
  const made = newIndex();
  for (const _ of takeIn(made, facts));
  return made;
}

/** mulberry32: the same numbers for the same seed, on every machine. */
export function chance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit) => Math.floor(next() * limit);
  return { next, below, pick: (list) => list[below(list.length)], odds: (of) => next() < of };
}

/** A choice of options of a few facets. */
export function someChoice(facts, random) {
  const chosen = {};
  for (const { key, options } of facts.facets) {
    if (!random.odds(0.3)) continue;
    const some = options.filter(() => random.odds(1.4 / options.length)).map((one) => one.slug);
    if (some.length) chosen[key] = some;
  }
  return chosen;
}

const SIMPLE = ["issue", "approach", "population", "insurance", "language"];

/** yes, no or unknown, for one person and one facet with options chosen. */
function value(one, key, slugs, limits) {
  if (SIMPLE.includes(key)) return slugs.some((slug) => one[key].includes(slug)) ? "yes" : "no";
  if (key === "identity" || key === "availability") {
    if (slugs.some((slug) => one[key].includes(slug))) return "yes";
    return one[key].length ? "no" : "unknown";
  }
  if (key === "accepting") return { accepting: "yes", ask: "unknown" }[one.openness] ?? "no";
  if (key === "fee") {
    const fits = (slug) => (limits[slug] ? one.affordable[0] <= limits[slug] : one.sliding);
    return slugs.some(fits) ? "yes" : "no";
  }
  throw new Error(key);
}

/** Whether somebody can meet a visitor in one of these states, in one of these ways. */
function meets(one, chosen) {
  const states = chosen.state ?? [];
  const offices = chosen.location ?? [];
  let formats = chosen.format ?? [];
  if (offices.length) formats = formats.filter((slug) => slug !== "in-person");
  const anything = !offices.length && !formats.length;
  const at = (i, state) => !state || one.officeStates[i] === null || one.officeStates[i] === state;
  const able = (state) =>
    one.location.some((office, i) => at(i, state) && (offices.includes(office) || formats.includes("in-person") || anything)) ||
    one.format.some((way) => way !== "in-person" && (formats.includes(way) || anything));
  if (!states.length) return able(null);
  return states.some((state) => one.state.includes(state) && able(state));
}

/** "match", "maybe" or "no". */
export function verdict(one, chosen, limits) {
  const places = ["state", "format", "location"];
  const keys = Object.keys(chosen).filter((key) => chosen[key].length);
  const values = keys.filter((key) => !places.includes(key)).map((key) => value(one, key, chosen[key], limits));
  if (keys.some((key) => places.includes(key))) values.push(meets(one, chosen) ? "yes" : "no");
  if (values.includes("no")) return "no";
  return values.includes("unknown") ? "maybe" : "match";
}

/** The number that choosing only this option in its group would leave. */
export function countOf(people, chosen, key, slug, limits) {
  const group = key === "format" || key === "location" ? ["format", "location"] : [key];
  const next = Object.fromEntries(Object.entries(chosen).filter(([other]) => !group.includes(other)));
  if (key === "state" || !group.includes(key)) delete next[key];
  next[key] = [slug];
  return people.filter((one) => verdict(one, next, limits) === "match").length;
}
