/* The facts behind filters and search, unpacked from the columns that the build wrote. */

import { add, all, both, digit, drop, keep, none, put, unpack } from "./bits.js";

/**
 * @typedef {import("./bits.js").Bits} Bits
 * @typedef {{rows: number, today: string, built: string, names: string[], slugs: string[],
 *   slugOf: (row: number) => string, terms: Choice[],
 *   term: Map<string, Choice>, facets: Facet[], facet: Map<string, Facet>,
 *   open: Column, confirmed: Column | undefined, fee: Column | undefined, places: Column,
 *   offices: Record<string, string | null>, valid: number,
 *   inPerson: string, everyone: Bits, pages: string[], words: any, texts: string[], later?: string,
 *   reached: Map<string, Bits>, orders?: any}} Facts
 * @typedef {{values: any[], code: Uint16Array}} Column
 */

const FACET_OF_KIND = { philosophy: "approach" };
const MAY_BE_SILENT = ["identity", "availability"];
const DAY = 86400000;

/** Something to choose; who has it is found out when somebody asks. */
class Choice {
  /** @param {object} told @param {() => Bits} make */
  constructor(told, make) {
    Object.assign(this, told, { make });
  }

  /** @returns {Bits} */
  get bits() {
    return (this.found ??= this.make());
  }
}

/** Choices of one sort. */
class Facet {
  constructor(told, options, silent) {
    Object.assign(this, told, { options, silent });
  }

  /** Who says nothing in it; null where that can't be. @returns {Bits | null} */
  get unknown() {
    return (this.unsaid ??= this.silent?.() ?? null);
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

/** The slug of a name; `own` tells another: how many of its words, what follows them, or all of it. */
function slugOf(name, own) {
  const usual = slugified(name);
  if (!own || own[0] === "-") return usual + (own ?? "");
  return own[0] === "+" ? usual.split("-", own).join("-") : own;
}

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

/** The vocabulary, which comes by columns. @returns {Choice[]} */
function readTerms({ kinds, labels, slugs, also, related, bits }, rows) {
  const kind = kinds.flatMap(([name, times]) => Array(times).fill(name));
  const [words, near, own] = [also, related, slugs].map((text) => text.split("\n"));
  return lines(labels).map((label, i) => new Choice({
    label, slug: slugOf(label, own[i]), kind: kind[i], also: words[i], related: near[i], packed: bits[i],
  }, function () {
    return unpack(this.packed, rows);
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
  const stale = values.map((date) => (Date.parse(today) - Date.parse(date)) / DAY > valid);
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
    one.packed = places.values.some(at) ? "+" : "";
  }
  const facts = {
    rows, today, built: json.today, names, terms, term, valid: json.valid, open: column(json.open, rows),
    slugOf: (row) => slugOf(names[row], json.slugs[row]),
    get slugs() {
      return (this.everySlug ??= names.map((_, row) => this.slugOf(row)));
    },
    places, offices: json.offices, inPerson: json.inPerson, everyone: all(rows),
    pages: json.pages, words: json.words, texts: json.texts, later: json.later, facets: [],
    reached: new Map(),
  };
  if (json.confirmed) dated(facts, json);
  facts.facets = json.facets
    .map(([key, legend, hint]) => new Facet({ key, legend, hint }, ...optionsOf(facts, json, key)))
    .filter((one) => one.options.length);
  facts.facet = new Map(facts.facets.map((one) => [one.key, one]));
  return facts;
}

/** Takes the second file of a large practice. @param {Facts} facts @param {any} later */
export function complete(facts, later) {
  for (const [slug, packed] of Object.entries(later.terms)) Object.assign(facts.term.get(slug), { packed, found: undefined });
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

/** The options of a facet, and what finds those who say nothing in it: unknown, which isn't no. */
function optionsOf(facts, json, key) {
  if (key === "fee") return [json.fees.map((one) => new Choice(one, () => where(facts.fee, affordable(one))))];
  if (key === "accepting") {
    const is = (name) => () => where(facts.open, (value) => value === name);
    return [[new Choice(json.now, is("accepting"))], is("ask")];
  }
  const options = facts.terms.filter((one) => (FACET_OF_KIND[one.kind] ?? one.kind) === key && anybody(one));
  const silent = () => options.reduce((bits, one) => drop(bits, one.bits), facts.everyone.slice());
  return [options, MAY_BE_SILENT.includes(key) ? silent : undefined];
}

/** Whether anybody has a term; licenses may have ended. */
const anybody = ({ found, packed }) => (found ? found.some(Boolean) : /[^A]/.test(packed));

/** What people can pay; without a limit, the option is the sliding scale itself. */
const affordable = ({ limit }) => ([lowest, , sliding]) => (limit ? lowest <= limit : sliding !== null);

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
