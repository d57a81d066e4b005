/* What cards say, made from facts: for people whose card the page didn't come with. */

import { el, has, inLine, openness } from "./core.js";

/**
 * @typedef {import("./facts.js").Facts} Facts
 * @typedef {{summary: string, focus: string[], pronouns: string | null, credentials: string,
 *   role: string, portrait: string | null, label: string}} Text what comes after the facts
 */

const MONTHS = "January February March April May June July August September October November December".split(" ");

/** 2026-09-14 → September 14, 2026. @param {string} date */
function inWords(date) {
  const [year, month, day] = date.split("-").map(Number);
  return `${MONTHS[month - 1]} ${day}, ${year}`;
}

const firstName = (name) => name.split(/\s+/)[0];

/** The labels of the terms of a kind that somebody has, in the vocabulary's order. */
export const labelsOf = (facts, kind, row) =>
  facts.terms.filter((one) => one.kind === kind && has(one.bits, row)).map((one) => one.label);

/** @param {string} name */
export function initials(name) {
  const parts = name.trim().split(/\s+/);
  const ends = new Set([parts[0], parts[parts.length - 1]]);
  return [...ends].map((part) => [...part][0]).join("").toUpperCase();
}

/** @param {Facts} facts @param {number} row */
export function insuranceWords(facts, row) {
  /* In a large practice, these come with the second file. */
  if (!facts.confirmed) return "";
  const plans = labelsOf(facts, "insurance", row);
  const shown = facts.words.insuranceShown;
  const more = plans.length > shown ? ` +${plans.length - shown} more` : "";
  return plans.length ? plans.slice(0, shown).join(", ") + more : facts.words.noInsurance;
}

/** What is said of somebody, as far as it has come. @param {Facts} facts @param {Text | undefined} text */
export function saidOf(facts, row, text) {
  const confirmed = facts.confirmed?.values[facts.confirmed.code[row]];
  const [, fee, sliding] = facts.fee?.values[facts.fee.code[row]] ?? [];
  const label = openness(facts, row) === "not-now" ? facts.words.full : "Write to {name}";
  return {
    title: inLine([text?.credentials, text?.role, text?.pronouns]),
    since: confirmed ? `as of ${inWords(confirmed)}` : "",
    cost: inLine([fee, sliding, insuranceWords(facts, row)]),
    place: facts.places.values[facts.places.code[row]][0],
    works: inLine(text?.focus.slice(0, 3) ?? []),
    summary: text?.summary ?? "",
    label: text?.label ?? label.replace("{name}", firstName(facts.names[row])),
  };
}

/** @returns {import("./card.js").View} */
export function cardView(facts, row, text) {
  const { title, since, cost, place, works, summary, label } = saidOf(facts, row, text);
  const name = facts.names[row];
  const face = text?.portrait ? faceOf(facts, row, text.portrait) : undefined;
  return {
    words: [face ? "" : initials(name), name, title, , since, cost, place, works, summary, , label, ` ${name}`],
    face,
    told: text !== undefined,
  };
}

/** The picture of somebody, kept: its copies needn't be loaded. */
function faceOf(facts, row, src) {
  facts.faces ??= new Map();
  if (!facts.faces.has(row)) {
    facts.faces.set(row, el("img", { className: "portrait", alt: "", width: 80, height: 80, loading: "lazy", decoding: "async", src }));
  }
  return facts.faces.get(row);
}
