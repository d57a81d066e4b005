/* Search over names, terms with their synonyms, and (once they are there) summaries. */

import { add, keep, none, ones, put } from "./bits.js";
import { asked, forgiven, letters, slips, words } from "./words.js";

/**
 * @typedef {import("./facts.js").Facts} Facts
 * @typedef {import("./bits.js").Bits} Bits
 * @typedef {{keys: string[], sorted: boolean, letters?: Uint32Array, entries: Map<string, number[]>}} Index
 *   for each word, where it is: see NAMES
 * @typedef {{word: string, read: string, names: Bits, terms: Set<number>, byTerm: Bits, texts: Bits}} Hit
 *   one asked word; `read` is what it was taken for where a slip was forgiven
 * @typedef {{rows: Bits, tiers: Bits[], hits: Hit[]}} Found
 */

/* A place is a number: that of a row or a term, times four, and one of these. One list a word takes
   a quarter of the memory of three. */
const NAMES = 0;
const TERMS = 1;
const TEXTS = 2;
/* Names that take a few milliseconds. */
const SOME = 1000;

/** @returns {Index} */
export const newIndex = () => ({ keys: [], sorted: false, entries: new Map() });

/** Takes in everybody's name and all terms, bit by bit, so that a slow phone never stands still.
 * @param {Index} to @param {Facts} facts */
export function* takeIn(to, facts) {
  for (let from = 0; from < facts.rows; from += SOME) {
    postAll(to, facts.names.slice(from, from + SOME), NAMES, from);
    yield;
  }
  postAll(to, facts.terms.map(({ label, also }) => `${label} ${also}`), TERMS, 0);
}

/** Adds summaries: `texts[i]` belongs to row `from + i`. @param {Index} to @param {string[]} texts */
export const addTexts = (to, texts, from) => postAll(to, texts, TEXTS, from);

/** Notes the words of texts: `texts[i]` is of the row or term `from + i`. */
function postAll(to, texts, kind, from) {
  const touched = new Set();
  texts.forEach((text, i) => {
    for (const word of words(text)) {
      post(to, word, (from + i) * 4 + kind);
      touched.add(word);
    }
  });
  /* Lists without room to grow, and their order now, while the visitor rests: not with the next letter. */
  for (const word of touched) to.entries.set(word, to.entries.get(word).slice());
  keysOf(to);
}

/** @param {Index} to @param {string} word @param {number} place */
function post(to, word, place) {
  const places = to.entries.get(word);
  if (!places) {
    to.entries.set(word, [place]);
    to.keys.push(word);
    to.sorted = false;
  } else if (places[places.length - 1] !== place) places.push(place);
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
    for (const place of from.entries.get(key)) {
      if ((place & 3) === TERMS) found.terms.add(place >> 2);
      else put((place & 3) === NAMES ? found.names : found.texts, place >> 2);
    }
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
