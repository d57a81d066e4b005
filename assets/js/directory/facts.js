/* The facts behind filters and search, unpacked from the columns that the build wrote. */

import { add, all, both, digit, drop, keep, none, put, unpack } from "./bits.js";

/**
 * @typedef {import("./bits.js").Bits} Bits
 * @typedef {{slug: string, label: string, bits: Bits}} Option
 * @typedef {{key: string, legend: string, options: Option[], unknown: Bits | null, hint: string}} Facet
 * @typedef {{rows: number, today: string, built: string, names: string[], slugs: string[],
 *   slugOf: (row: number) => string, terms: Term[],
 *   term: Map<string, Term>, facets: Facet[], facet: Map<string, Facet>,
 *   open: Column, confirmed: Column | undefined, fee: Column | undefined, places: Column,
 *   offices: Record<string, string | null>, valid: number,
 *   inPerson: string, everyone: Bits, pages: string[], words: any, texts: string[], later?: string,
 *   reached: Map<string, Bits>, orders?: any}} Facts
 * @typedef {{values: any[], code: Uint16Array}} Column
 */

const FACET_OF_KIND = { philosophy: "approach" };
const MAY_BE_SILENT = ["identity", "availability"];
const DAY = 86400000;

/** A term of the vocabulary; who has it is unpacked when somebody asks. */
class Term {
  constructor(told) {
    Object.assign(this, told);
  }

  /** @returns {Bits} */
  get bits() {
    return (this.unpacked ??= this.make?.() ?? unpack(this.packed, this.rows));
  }

  set bits(bits) {
    this.unpacked = bits;
  }

  /** Whether anybody has it. */
  get known() {
    return this.unpacked ? this.bits.some(Boolean) : this.told ?? /[^A]/.test(this.packed);
  }
}

/**
 * The day it is now where the practice is; never before the day of the build. The build tells the
 * clock's offsets: a phone takes a tenth of a second to look up a time zone.
 * @param {[number, number][]} offsets [from: seconds since 1970, minutes], the earliest first
 * @param {string} built ISO date @param {number} [now] milliseconds since 1970
 */
export function dayThere(offsets, built, now = Date.now()) {
  const current = offsets.findLast(([from]) => from * 1000 <= now) ?? offsets[0];
  const day = new Date(now + current[1] * 60000).toISOString().slice(0, 10);
  return day > built ? day : built;
}

/** The slug that most names have. @param {string} name */
export const slugified = (name) =>
  name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

const lines = (text) => (text ? text.split("\n") : []);

/** Names, sorted: what stands before the last word where that changes, and steps through all last
    words. @returns {string[]} */
function readNames({ given, last, steps }) {
  const firsts = lines(given);
  const lasts = last.split("\n");
  const step = codes(steps, firsts.length);
  let before = "";
  let at = 0;
  return firsts.map((one, row) => {
    before = one || before;
    at = (at + step[row]) % lasts.length;
    return `${before} ${lasts[at]}`.trim();
  });
}

/** The vocabulary, which comes by columns. @returns {Term[]} */
function readTerms({ kinds, labels, slugs, also, related, bits }, rows) {
  const kind = kinds.flatMap(([name, times]) => Array(times).fill(name));
  const [words, near] = [also, related].map((text) => text.split("\n"));
  return lines(labels).map((label, i) => new Term({
    label, slug: slugs[i] ?? slugified(label), kind: kind[i], also: words[i], related: near[i],
    packed: bits[i], rows,
  }));
}

/** A column of few distinct values; who has which is unpacked when somebody asks. @returns {Column} */
export function column([values, digits], rows) {
  let code;
  return { values, get code() { return (code ??= codes(digits, rows)); } };
}

function codes(digits, rows) {
  const code = new Uint16Array(rows);
  for (let plane = 0; plane * rows < digits.length; plane += 1) {
    const from = plane * rows;
    for (let row = 0; row < rows; row += 1) code[row] |= digit(digits, from + row) << (6 * plane);
  }
  return code;
}

/** Fees, and when openings were confirmed: "accepting" that nobody did for too long becomes "ask". */
function dated(facts, { fee, confirmed }) {
  const { open, rows, today, valid } = facts;
  facts.fee = column(fee, rows);
  const { values, code } = (facts.confirmed = column(confirmed, rows));
  const stale = values.map(([date]) => (Date.parse(today) - Date.parse(date)) / DAY > valid);
  const accepting = open.values.indexOf("accepting");
  const ask = open.values.push("ask") - 1;
  for (let row = 0; row < rows; row += 1) if (open.code[row] === accepting && stale[code[row]]) open.code[row] = ask;
}

/** The rows whose value of a column passes a test. */
function where(col, test) {
  const passing = col.values.map(test);
  const bits = none(col.code.length);
  for (let row = 0; row < col.code.length; row += 1) if (passing[col.code[row]]) put(bits, row);
  return bits;
}

/**
 * @param {any} json what the build wrote
 * @param {string} today ISO date; decides what still counts as accepting, and which licenses run
 * @returns {Facts}
 */
export function readFacts(json, today) {
  const names = readNames(json.names);
  const rows = names.length;
  const terms = readTerms(json.terms, rows);
  const term = new Map(terms.map((one) => [one.slug, one]));
  expire(term, json.expires, today);
  const places = column(json.places, rows);
  for (const one of terms.filter(({ kind }) => kind === "format" || kind === "location")) {
    const at = ([, slugs]) => slugs.includes(one.slug);
    one.make = () => where(places, at);
    one.told = places.values.some(at);
  }
  const facts = {
    rows, today, built: json.today, names, terms, term, valid: json.valid, open: column(json.open, rows),
    slugOf(row) {
      const own = json.slugs[row] ?? "-";
      return own[0] === "-" ? slugified(names[row] + own) : own;
    },
    get slugs() {
      return (this.everySlug ??= names.map((_, row) => this.slugOf(row)));
    },
    places, offices: json.offices, inPerson: json.inPerson, everyone: all(rows),
    pages: json.pages, words: json.words, texts: json.texts, later: json.later, facets: [],
    reached: new Map(),
  };
  if (json.confirmed) dated(facts, json);
  facts.facets = json.facets
    .map(([key, legend, hint]) => Object.defineProperty(facet(facts, json, key, legend), "hint", { value: hint }))
    .filter((one) => one.options.length);
  facts.facet = new Map(facts.facets.map((one) => [one.key, one]));
  return facts;
}

/** Takes the second file of a large practice. @param {Facts} facts @param {any} later */
export function complete(facts, later) {
  for (const [slug, packed] of Object.entries(later.terms)) Object.assign(facts.term.get(slug), { packed, unpacked: undefined });
  expire(facts.term, later.expires, facts.today);
  dated(facts, later);
  facts.orders = undefined;
  facts.reached.clear();
}

/** Licenses that ended since the build. */
function expire(term, expires, today) {
  for (const [row, state, last] of expires) {
    if (last < today) term.get(state).bits[row >>> 5] &= ~(1 << (row & 31));
  }
}

/** @returns {Facet} */
function facet(facts, json, key, legend) {
  if (key === "fee") return { key, legend, options: fees(facts, json.fees), unknown: null };
  if (key === "accepting") {
    const is = (name) => where(facts.open, (value) => value === name);
    return unpacked({ key, legend, options: [unpacked(json.now, "bits", () => is("accepting"))] }, "unknown", () => is("ask"));
  }
  const options = facts.terms.filter(
    (one) => (FACET_OF_KIND[one.kind] ?? one.kind) === key && one.known,
  );
  if (!MAY_BE_SILENT.includes(key)) return { key, legend, options, unknown: null };
  return unpacked({ key, legend, options }, "unknown", () => silent(facts, options));
}

/** An object with a set that is made when somebody asks for it. */
function unpacked(object, name, make) {
  let bits;
  return Object.defineProperty({ ...object }, name, { enumerable: true, get: () => (bits ??= make()) });
}

/** Who says nothing in a facet: unknown, which is not the same as no. */
const silent = (facts, options) =>
  options.reduce((bits, one) => drop(bits, one.bits), facts.everyone.slice());

/** What people can pay; without a limit, the option is the sliding scale itself. */
const fees = (facts, options) =>
  options.map(({ slug, label, limit }) =>
    unpacked({ slug, label }, "bits", () =>
      where(facts.fee, ([lowest, , sliding]) => (limit ? lowest <= limit : sliding !== null))));

/**
 * Who can meet a visitor who is in `state` (null: anywhere) in this way: a format, or an office.
 * A license of that state is needed; in person, an office there.
 * @param {Facts} facts @param {string | null} state @param {string} place @returns {Bits}
 */
export function reach(facts, state, place) {
  if (state === null) return facts.term.get(place).bits;
  const key = `${state} ${place}`;
  if (!facts.reached.has(key)) facts.reached.set(key, reachIn(facts, state, place));
  return facts.reached.get(key);
}

function reachIn(facts, state, place) {
  const here = (office) => [state, null].includes(facts.offices[office]);
  if (place in facts.offices && !here(place)) return none(facts.rows);
  const bits = both(facts.term.get(place).bits, facts.term.get(state).bits);
  if (place !== facts.inPerson) return bits;
  const offices = Object.keys(facts.offices).filter(here);
  const there = offices.reduce((sum, one) => add(sum, facts.term.get(one).bits), none(facts.rows));
  return keep(bits, there);
}
