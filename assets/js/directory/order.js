/* The order of people: openings first, then a fair shuffle of the day. The build makes the same. */

import { has } from "./bits.js";

/** FNV-1a, from a value on. */
function fnv(value, text) {
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value;
}

/** FNV-1a of `2026-11-23:slug`, mixed once more; `begun` is that of the day's part. */
function dayHash(begun, slug) {
  let value = fnv(begun, slug);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

const OPENNESS = ["accepting", "ask", "waitlist", "not-now"];
/* Tier, hash and row together stay within the 53 bits of a number. */
const ROWS = 2 ** 19;

/** Rows sorted by a key of at most 34 bits, then by row. */
function sorted(rows, key) {
  const keys = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) keys[row] = key(row) * ROWS + row;
  keys.sort();
  return Uint32Array.from(keys, (value) => value % ROWS);
}

/** @typedef {"" | "fee" | "name"} Sort */

/**
 * The rows in the order of a sort: "" is the day's, "fee" the lowest stated fee, "name" the rows'
 * own. @param {import("./facts.js").Facts} facts @param {Sort} sort @returns {Uint32Array}
 */
export function order(facts, sort) {
  facts.orders ??= {};
  const { fee, open } = facts;
  const lowest = (row) => fee.values[fee.code[row]][0];
  const tiers = open.values.map((value) => OPENNESS.indexOf(value) * 2 ** 32);
  const begun = fnv(0x811c9dc5, `${facts.today}:`);
  facts.orders[sort] ??= {
    "": () => sorted(facts.rows, (row) => tiers[open.code[row]] + dayHash(begun, facts.slugs[row])),
    fee: () => sorted(facts.rows, lowest),
    name: () => Uint32Array.from({ length: facts.rows }, (_, row) => row),
  }[sort]();
  return facts.orders[sort];
}

/**
 * The first `limit` rows of a set, tier by tier, each tier in the given order.
 * @param {import("./bits.js").Bits[]} tiers disjoint sets, the best first
 * @param {Uint32Array} ranked @param {number} limit
 */
export function first(tiers, ranked, limit) {
  const found = [];
  for (const tier of tiers) {
    for (let i = 0; i < ranked.length && found.length < limit; i += 1) {
      if (has(tier, ranked[i])) found.push(ranked[i]);
    }
  }
  return found;
}
