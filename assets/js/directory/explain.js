/* Why somebody is in the list: what they meet of the choice, and what their record leaves open. */

import { has } from "./bits.js";
import { inLine } from "./card.js";
import { reach } from "./facts.js";
import { ways } from "./query.js";

/**
 * @typedef {import("./facts.js").Facts} Facts
 * @typedef {import("./query.js").Chosen} Chosen
 * @typedef {{meets: string[], unknown: string[], matched: {word: string, in: string}[]}} Reasons
 */

/** @param {Facts} facts @param {Chosen} chosen @param {import("./search.js").Found | null} found @param {number} row @returns {Reasons} */
export function explain(facts, chosen, found, row) {
  const meets = [];
  const unknown = [];
  for (const [key, slugs] of Object.entries(chosen)) {
    const facet = facts.facet.get(key);
    const met = facet.options.filter((one) => slugs.includes(one.slug) && fits(facts, chosen, key, one, row));
    meets.push(...met.map((one) => said(facts, key, one, row)));
    if (!met.length && facet.unknown && has(facet.unknown, row)) unknown.push(open(key, facet));
  }
  return { meets, unknown, matched: found ? matched(facts, found, row) : [] };
}

/** Whether an option fits, the visitor's state considered. */
function fits(facts, chosen, key, option, row) {
  if (key === "state") {
    const how = ways(facts, chosen);
    const every = how.length ? how : facts.facet.get("format").options.map((one) => one.slug);
    return every.some((way) => has(reach(facts, option.slug, way), row));
  }
  if (key === "format" || key === "location") {
    const states = chosen.state?.length ? chosen.state : [null];
    return states.some((state) => has(reach(facts, state, option.slug), row));
  }
  return has(option.bits, row);
}

function said(facts, key, option, row) {
  if (key === "state") return `Licensed in ${option.label}`;
  if (key === "insurance") return `Takes ${option.label}`;
  if (key !== "fee" || option.slug === "sliding-scale") return option.label;
  const [lowest, , sliding] = facts.fee.values[facts.fee.code[row]];
  return sliding ? `From $${lowest} on a sliding scale` : `$${lowest} a session`;
}

const open = (key, facet) =>
  key === "accepting" ? "openings not confirmed lately" : `${facet.legend.toLowerCase()} not stated`;

/** For each asked word, where it was found: the name, a term, or the summary. */
function matched(facts, { hits }, row) {
  return hits.map(({ word, names, terms }) => {
    if (has(names, row)) return { word, in: "name" };
    const place = [...terms].find((one) => has(facts.terms[one].bits, row));
    return { word, in: place === undefined ? "summary" : facts.terms[place].label };
  });
}

/** The reasons as one line; empty when nothing was chosen. @param {Reasons} reasons */
export function reasonLine({ meets, unknown, matched: words }) {
  const found = words.filter((one) => one.in !== "name" && one.in.toLowerCase() !== one.word);
  const parts = [...new Set([...meets, ...found.map((one) => `“${one.word}” in ${one.in === "summary" ? "their words" : one.in}`)])];
  return [parts.length ? `Fits: ${inLine(parts)}` : "", unknown.length ? `Unknown: ${unknown.join(", ")}` : ""]
    .filter(Boolean).join(". ");
}

/** The labels of what is chosen in a facet. */
export const named = (facts, key, slugs) =>
  facts.facet.get(key).options.filter((one) => slugs.includes(one.slug)).map((one) => one.label);

/** The choice as the beginning of a message to the practice; the visitor sees and edits it. */
export function asMessage(facts, state) {
  const lines = Object.entries(state.chosen).map(([key, slugs]) =>
    `${facts.facet.get(key).legend}: ${named(facts, key, slugs).join(", ")}`);
  if (state.q.trim()) lines.push(`In my words: ${state.q.trim()}`);
  return lines.length ? `I am looking for somebody.\n${lines.join("\n")}\n` : "";
}
