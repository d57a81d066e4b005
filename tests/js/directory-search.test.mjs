import assert from "node:assert/strict";
import { test } from "node:test";
import * as core from "../../assets/js/directory/core.js";
import { explain, reasonLine } from "../../assets/js/directory/explain.js";
import { addTexts, search } from "../../assets/js/directory/search.js";
import { asked, fold, forgiven, slips, words } from "../../assets/js/directory/words.js";
import { chance, index, practice } from "./directory-model.mjs";

const { facts, people, texts } = practice(300);
const bySlug = new Map(people.map((one) => [one.slug, one]));
const found = (question, from = index(facts)) => {
  const result = search(facts, from, question);
  return facts.slugs.filter((_, row) => core.has(result.rows, row));
};
const having = (kind, slug) => facts.slugs.filter((one) => bySlug.get(one)[kind].includes(slug));

test("synonyms, abbreviations, case and accents find the term", () => {
  assert.deepEqual(found("CBT"), having("approach", "cbt"));
  for (const question of ["drinking", "DRINKING", "Alcohol use", "álcohol"]) {
    const everybody = new Set(found(question));
    assert.ok(having("issue", "alcohol-use").every((slug) => everybody.has(slug)), question);
  }
});

test("a slip or two are forgiven, and told", () => {
  for (const [wrong, right] of [["anxeity", "anxiety"], ["depresion", "depression"], ["tramua", "trauma"]]) {
    const result = search(facts, index(facts), wrong);
    assert.ok(core.count(result.rows) > 0, wrong);
    assert.ok(result.hits[0].read.startsWith(right.slice(0, 4)), `${wrong} read as ${result.hits[0].read}`);
  }
  assert.deepEqual(found("xqzzqx"), []);
});

test("every person is found by their name, in any case, with or without accents", () => {
  const from = index(facts);
  for (const one of people) {
    for (const question of [one.name, one.name.toUpperCase(), fold(one.name), one.name.slice(0, -2)]) {
      const { tiers } = search(facts, from, question);
      assert.ok(core.has(tiers[0], facts.slugs.indexOf(one.slug)), question);
    }
  }
});

test("summaries are searched once they are there", () => {
  const from = index(facts);
  let row = 0;
  for (const file of texts) {
    addTexts(from, file.summary, row);
    row += file.summary.length;
  }
  const wanted = people.filter((one) => words(one.summary).some((word) => word.startsWith("homework"))).map((one) => one.slug);
  assert.ok(wanted.length > 0);
  assert.deepEqual(found("homework", from).sort(), wanted.sort());
});

/** Every word must start something that the person has: the naive model for words without slips. */
function naive(one, question) {
  const texts = [one.name, ...facts.terms.filter((term) => one[term.kind === "philosophy" ? "approach" : term.kind].includes(term.slug))
    .flatMap((term) => [term.label, term.also])];
  const own = texts.flatMap(words);
  return asked(question).every((word) => own.some((other) => other.startsWith(word)));
}

test("words that need no forgiving find exactly whom the naive model finds", () => {
  const random = chance(4);
  const from = index(facts);
  const known = [...from.entries.keys()].filter((word) => asked(word).length);
  for (let round = 0; round < 300; round += 1) {
    const question = Array.from({ length: 1 + random.below(2) }, () => {
      const word = random.pick(known);
      return word.slice(0, 1 + random.below(word.length));
    }).join(" ");
    const wanted = people.filter((one) => naive(one, question)).map((one) => one.slug).sort();
    assert.deepEqual(found(question, from).sort(), wanted, question);
  }
});

test("tiers are disjoint and together everybody found; names come first", () => {
  const random = chance(5);
  const from = index(facts);
  const known = [...from.entries.keys()];
  for (let round = 0; round < 100; round += 1) {
    const { rows, tiers } = search(facts, from, random.pick(known).slice(0, 3)) ?? { rows: core.none(300), tiers: [] };
    assert.equal(tiers.reduce((sum, tier) => sum + core.count(tier), 0), core.count(rows));
  }
});

/** Damerau's distance by the book, between a word and the best start of another. */
function byTheBook(word, key) {
  const d = Array.from({ length: word.length + 1 }, (_, i) => Array.from({ length: key.length + 1 }, (_, j) => (i ? (j ? 0 : i) : j)));
  for (let i = 1; i <= word.length; i += 1) {
    for (let j = 1; j <= key.length; j += 1) {
      d[i][j] = Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (word[i - 1] === key[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && word[i - 1] === key[j - 2] && word[i - 2] === key[j - 1]) d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return Math.min(...d[word.length]);
}

test("slips are counted as by the book, up to the limit", () => {
  const random = chance(6);
  const word = () => Array.from({ length: 1 + random.below(9) }, () => random.pick([..."abcd"])).join("");
  for (let round = 0; round < 3000; round += 1) {
    const [a, b, limit] = [word(), word(), random.below(3)];
    assert.equal(slips(a, b, limit), Math.min(limit + 1, byTheBook(a, b)), `${a} ${b} ${limit}`);
  }
});

test("silent words count only when there are no others", () => {
  assert.deepEqual(asked("I need help with my drinking"), ["drinking"]);
  assert.deepEqual(asked("help me"), ["help", "me"]);
  assert.equal(search(facts, index(facts), "  "), null);
  assert.equal(forgiven("abc"), 0);
});

test("what matched is said", () => {
  const result = search(facts, index(facts), "drinking");
  const row = facts.slugs.indexOf(having("issue", "alcohol-use")[0]);
  assert.match(reasonLine(explain(facts, {}, result, row)), /“drinking” in Alcohol use/);
});
