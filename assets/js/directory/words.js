/* Words as people type them: without case, accents and punctuation; small slips forgiven. */

const LETTERS = { ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ß: "ss", æ: "ae", œ: "oe", ı: "i" };

/* Words that say that somebody is looking, not for what. */
const SILENT = new Set(
  ("a about am an and any anyone are at be been being but by can cant cannot counseling counselor do dont " +
    "feel feeling find for from get have help i im in into is it ive keep like looking me my need " +
    "of on or our someone somebody stop struggling take that the therapist therapists therapy " +
    "to too want we who will with work works would you your").split(" "),
);

/** @param {string} text */
export const fold = (text) =>
  text.toLowerCase().replace(/[øłđðþßæœı]/g, (letter) => LETTERS[letter])
    .normalize("NFD").replace(/[\u0300-\u036f'’]/g, "");

/** The words of a text. @param {string} text @returns {string[]} */
export const words = (text) =>
  (/^[\x20-\x7e]*$/.test(text)
    ? text.toLowerCase().replaceAll("'", "").match(/[a-z0-9]+/g) // the same, ten times as fast
    : fold(text).match(/[\p{L}\p{N}]+/gu)) ?? [];

/** Which letters a word has, as bits. @param {string} word */
export function letters(word) {
  let bits = 0;
  for (let i = 0; i < word.length; i += 1) bits |= 1 << (word.charCodeAt(i) & 31);
  return bits;
}

/** What a question asks for: silent words count only when there are no others. */
export function asked(text) {
  const every = [...new Set(words(text))];
  const telling = every.filter((word) => !SILENT.has(word));
  return telling.length ? telling : every;
}

/** How many slips a word of this length is forgiven. @param {string} word */
export const forgiven = (word) => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);

/**
 * The number of slips (a letter more, less, other, or two swapped) between `word` and the start of
 * `key` that fits it best; more than `limit` comes out as limit + 1.
 * @param {string} word @param {string} key @param {number} limit
 */
export function slips(word, key, limit) {
  const width = Math.min(key.length, word.length + limit);
  let before = [];
  let last = Array.from({ length: width + 1 }, (_, j) => j);
  for (let i = 1; i <= word.length; i += 1) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= width; j += 1) {
      const same = word[i - 1] === key[j - 1];
      let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && word[i - 1] === key[j - 2] && word[i - 2] === key[j - 1];
      if (swapped) cost = Math.min(cost, before[j - 2] + 1);
      row.push(cost);
      if (cost < best) best = cost;
    }
    if (best > limit && Math.min(...last) > limit) return limit + 1;
    before = last;
    last = row;
  }
  return Math.min(limit + 1, ...last.slice(Math.max(0, word.length - limit)));
}
