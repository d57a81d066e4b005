/* Who fits: OR within a facet, AND across; every value is yes, no or unknown. */

import { add, count, drop, keep, none } from "./bits.js";
import { reach } from "./facts.js";

/**
 * @typedef {import("./facts.js").Facts} Facts
 * @typedef {import("./bits.js").Bits} Bits
 * @typedef {Record<string, string[]>} Chosen facet → slugs
 * @typedef {{key: string, yes: Bits, open: Bits}} Part a facet with a choice; `open` is yes or unknown
 * @typedef {{match: Bits, maybe: Bits, parts: Part[], chosen: Chosen, text: Bits | null}} Selection
 */

/* Where and how people meet hang together: each office is a way of meeting in person, and the
   state decides which ways are open. They count as one part with three facets. */
const PLACE = ["format", "location"];
const MEETING = ["state", ...PLACE];

/** The ways of meeting that were chosen: a named office narrows "in person". */
export function ways(facts, chosen) {
  const offices = chosen.location ?? [];
  const formats = (chosen.format ?? []).filter((one) => !(offices.length && one === facts.inPerson));
  return [...formats, ...offices];
}

const anyWay = (facts) => (facts.facet.get("format")?.options ?? []).map((one) => one.slug);

/** Everybody who can meet in one of these states (empty: anywhere) in one of these ways. */
function meeting(facts, states, chosenWays) {
  const bits = none(facts.rows);
  for (const state of states.length ? states : [null]) {
    for (const way of chosenWays.length ? chosenWays : anyWay(facts)) add(bits, reach(facts, state, way));
  }
  return bits;
}

/** @returns {Part} */
function part(facts, chosen, key) {
  if (key === "meeting") {
    const yes = meeting(facts, chosen.state ?? [], ways(facts, chosen));
    return { key, yes, open: yes };
  }
  const { options, unknown } = facts.facet.get(key);
  const picked = options.filter((one) => chosen[key].includes(one.slug));
  const yes = picked.reduce((bits, one) => add(bits, one.bits), none(facts.rows));
  return { key, yes, open: unknown ? add(yes.slice(), unknown) : yes };
}

const partOf = (key) => (MEETING.includes(key) ? "meeting" : key);

/**
 * @param {Facts} facts @param {Chosen} chosen known slugs only
 * @param {Bits | null} text rows that the search found; null without a search
 * @returns {Selection}
 */
export function select(facts, chosen, text = null) {
  const keys = new Set(Object.keys(chosen).filter((key) => chosen[key].length).map(partOf));
  const parts = [...keys].map((key) => part(facts, chosen, key));
  const match = (text ?? facts.everyone).slice();
  const open = match.slice();
  for (const one of parts) {
    keep(match, one.yes);
    keep(open, one.open);
  }
  return { match, maybe: drop(open, match), parts, chosen, text };
}

/** Everybody whom the choice leaves when one part of it is unset. */
function without(facts, selection, key) {
  const bits = (selection.text ?? facts.everyone).slice();
  for (const one of selection.parts) if (one.key !== key) keep(bits, one.yes);
  return bits;
}

/**
 * For every option of a facet: how many people choosing only it in its facet would leave.
 * @param {Facts} facts @param {Selection} selection @param {string} key
 * @returns {number[]}
 */
export function counts(facts, selection, key) {
  const { options } = facts.facet.get(key);
  const { chosen } = selection;
  const base = without(facts, selection, partOf(key));
  if (key === "state") {
    const how = ways(facts, chosen);
    return options.map((one) => count(base, meeting(facts, [one.slug], how)));
  }
  if (PLACE.includes(key) && chosen.state?.length) {
    return options.map((one) => count(base, meeting(facts, chosen.state, [one.slug])));
  }
  return options.map((one) => count(base, one.bits));
}

/** How many fit. @param {Facts} facts @param {Chosen} chosen @param {Bits | null} text */
export const total = (facts, chosen, text) => count(select(facts, chosen, text).match);
