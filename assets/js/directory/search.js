/* Search over names, terms with their synonyms, and (once they are there) summaries. */

import { add, keep, none, ones, put } from "./core.js";
import { asked, forgiven, letters, slips, words } from "./words.js";

/**
 * @typedef {import("./facts.js").Facts} Facts
 * @typedef {import("./bits.js").Bits} Bits
 * @typedef {{keys: string[], sorted: boolean, letters?: Uint32Array, entries: Map<string, Entry>}} Index
 * @typedef {{names: number[], terms: number[], texts: number[]}} Entry rows, places in facts.terms, rows
 * @typedef {{word: string, read: string, names: Bits, terms: Set<number>, byTerm: Bits, texts: Bits}} Hit
 *   one asked word; `read` is what it was taken for where a slip was forgiven
 * @typedef {{rows: Bits, tiers: Bits[], hits: Hit[]}} Found
 */

const entry = () => ({ names: [], terms: [], texts: [] });

/** @param {Facts} facts @returns {Index} */
export function index(facts) {
  const found = { keys: [], sorted: false, entries: new Map() };
  facts.names.forEach((name, row) => words(name).forEach((word) => post(found, word, "names", row)));
  facts.terms.forEach((term, place) => {
    for (const text of [term.label, ...term.synonyms]) {
      for (const word of words(text)) post(found, word, "terms", place);
    }
  });
  keysOf(found);
  return found;
}

/** @param {Index} to @param {string} word @param {keyof Entry} list @param {number} value */
function post(to, word, list, value) {
  let found = to.entries.get(word);
  if (!found) {
    to.entries.set(word, (found = entry()));
    to.keys.push(word);
    to.sorted = false;
  }
  const values = found[list];
  if (values[values.length - 1] !== value) values.push(value);
}

/** Adds summaries: `texts[i]` belongs to row `from + i`. @param {Index} to @param {string[]} texts */
export function addTexts(to, texts, from) {
  texts.forEach((text, i) => {
    for (const word of words(text)) post(to, word, "texts", from + i);
  });
  /* Now, while the visitor rests, and not with the next letter. */
  keysOf(to);
}

/** Every word in order. Few of many are new at a time, which sorts fast. @param {Index} from */
function keysOf(from) {
  if (!from.sorted) {
    from.keys.sort();
    from.letters = undefined;
    from.sorted = true;
  }
  return from.keys;
}

/** Every key that starts with a word; only the word itself when it has a single letter. */
function starting(from, word) {
  const keys = keysOf(from);
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle] < word) low = middle + 1;
    else high = middle;
  }
  const found = [];
  while (low < keys.length && keys[low].startsWith(word)) found.push(keys[low++]);
  return found;
}

/** The keys with the fewest forgiven slips; none when there are too many slips. */
function near(from, word) {
  let limit = forgiven(word);
  if (!limit) return [];
  let found = [];
  const own = letters(word);
  const keys = keysOf(from);
  from.letters ??= Uint32Array.from(keys, letters);
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at];
    if (key.length < word.length - limit || key.length < 3) continue;
    /* Each letter that lacks is a slip. */
    if (ones(own & ~from.letters[at]) > limit) continue;
    const distance = slips(word, key, limit);
    if (distance > limit) continue;
    if (distance < limit) found = [];
    limit = distance;
    found.push(key);
  }
  return found;
}

/** @param {Facts} facts @param {Index} from @param {string} word @returns {Hit} */
function hit(facts, from, word) {
  let keys = starting(from, word);
  let read = word;
  if (!keys.length) {
    keys = near(from, word);
    read = keys[0] ?? "";
  }
  const found = { word, read, names: none(facts.rows), terms: new Set(), byTerm: none(facts.rows), texts: none(facts.rows) };
  for (const key of keys) {
    const { names, terms, texts } = from.entries.get(key);
    for (const row of names) put(found.names, row);
    for (const place of terms) found.terms.add(place);
    for (const row of texts) put(found.texts, row);
  }
  for (const place of found.terms) add(found.byTerm, facts.terms[place].bits);
  return found;
}

/**
 * Everybody in whom every asked word is found. Tiers, the best first: all words in the name; all in
 * name or terms; the rest.
 * @param {Facts} facts @param {Index} from @param {string} question
 * @returns {Found | null} null when nothing is asked
 */
export function search(facts, from, question) {
  const asking = asked(question);
  if (!asking.length) return null;
  const hits = asking.map((word) => hit(facts, from, word));
  const named = facts.everyone.slice();
  const termed = facts.everyone.slice();
  const rows = facts.everyone.slice();
  for (const one of hits) {
    keep(named, one.names);
    const either = add(one.names.slice(), one.byTerm);
    keep(termed, either);
    keep(rows, add(either, one.texts));
  }
  const rest = rows.map((word, i) => word & ~termed[i]);
  return { rows, tiers: [named, termed.map((word, i) => word & ~named[i]), rest], hits };
}
