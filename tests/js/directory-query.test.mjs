import assert from "node:assert/strict";
import { test } from "node:test";
import * as core from "../../assets/js/directory/core.js";
import { explain } from "../../assets/js/directory/explain.js";
import { rescues } from "../../assets/js/directory/rescues.js";
import { SIZES, chance, countOf, index, practice, someChoice, verdict } from "./directory-model.mjs";

const ROUNDS = { 0: 5, 1: 60, 5: 200, 33: 250, 300: 120 };
const slugsIn = (facts, bits) => facts.slugs.filter((_, row) => core.has(bits, row)).sort();

for (const size of SIZES) {
  const { facts, people, limits, order, bySlug } = practice(size);

  test(`${size}: every person keeps their terms through packing and unpacking`, () => {
    assert.equal(facts.rows, size);
    assert.deepEqual(facts.names, facts.slugs.map((slug) => bySlug.get(slug).name));
    assert.deepEqual([...facts.slugs].sort(), [...bySlug.keys()].sort());
    for (const term of facts.terms) {
      const kind = term.kind === "philosophy" ? "approach" : term.kind;
      const has = people.filter((one) => one[kind].includes(term.slug)).map((one) => one.slug).sort();
      assert.deepEqual(slugsIn(facts, term.bits), has, term.slug);
    }
  });

  test(`${size}: a choice finds whom the naive model finds, and the same maybes`, () => {
    const random = chance(size + 1);
    for (let round = 0; round < ROUNDS[size]; round += 1) {
      const chosen = someChoice(facts, random);
      const { match, maybe } = core.select(facts, chosen);
      const by = (word) => people.filter((one) => verdict(one, chosen, limits) === word).map((one) => one.slug).sort();
      assert.deepEqual(slugsIn(facts, match), by("match"), JSON.stringify(chosen));
      assert.deepEqual(slugsIn(facts, maybe), by("maybe"), JSON.stringify(chosen));
    }
  });

  test(`${size}: every option's number is what choosing it would leave`, () => {
    const random = chance(size + 2);
    for (let round = 0; round < ROUNDS[size] / 5; round += 1) {
      const chosen = someChoice(facts, random);
      const selection = core.select(facts, chosen);
      for (const { key, options } of facts.facets) {
        const wanted = options.map((one) => countOf(people, chosen, key, one.slug, limits));
        assert.deepEqual(core.counts(facts, selection, key), wanted, `${key} with ${JSON.stringify(chosen)}`);
      }
    }
  });

  test(`${size}: the browser's order is the build's; sorts by fee and name hold`, () => {
    const named = (sort) => [...core.order(facts, sort)].map((row) => facts.slugs[row]);
    assert.deepEqual(named(""), order);
    const fees = named("fee").map((slug) => bySlug.get(slug).affordable[0]);
    assert.deepEqual(fees, [...fees].sort((a, b) => a - b));
    const names = named("name").map((slug) => bySlug.get(slug).name.toLowerCase());
    assert.deepEqual(names, [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
  });

  test(`${size}: the first rows of a set are its first in the given order, tier by tier`, () => {
    const random = chance(size + 3);
    const ranked = core.order(facts, "");
    for (let round = 0; round < 20; round += 1) {
      const tiers = [core.none(size), core.none(size)];
      for (let row = 0; row < size; row += 1) if (random.odds(0.5)) core.put(tiers[random.below(2)], row);
      const all = tiers.flatMap((tier) => [...ranked].filter((row) => core.has(tier, row)));
      const limit = random.below(size + 2);
      assert.deepEqual(core.first(tiers, ranked, limit), all.slice(0, limit));
    }
  });

  test(`${size}: reasons name something met in every facet, or say what is unknown`, () => {
    const random = chance(size + 4);
    for (let round = 0; round < ROUNDS[size] / 4; round += 1) {
      const chosen = someChoice(facts, random);
      const { match, maybe } = core.select(facts, chosen);
      const keys = Object.keys(chosen).length;
      for (let row = 0; row < size; row += 1) {
        const { meets, unknown } = explain(facts, chosen, null, row);
        if (core.has(match, row)) {
          assert.equal(unknown.length, 0);
          assert.ok(keys === 0 || meets.length > 0);
        }
        if (core.has(maybe, row)) assert.ok(unknown.length > 0);
      }
    }
  });

  test(`${size}: each rescue is one step away and finds as many as it says`, () => {
    const random = chance(size + 5);
    const from = index(facts);
    for (let round = 0; round < ROUNDS[size] / 4; round += 1) {
      const state = { ...core.empty(), chosen: someChoice(facts, random) };
      const now = core.total(facts, state.chosen, null);
      const steps = rescues(facts, from, state, now);
      assert.ok(steps.length > 0 || now === size);
      for (const { label, people: gained, state: next } of steps) {
        const naive = people.filter((one) => verdict(one, next.chosen, limits) === "match").length;
        assert.equal(gained, naive);
        assert.ok(gained > now);
        const kept = Object.keys(next.chosen).length;
        assert.equal(kept, label === "Clear all" ? 0 : Object.keys(state.chosen).length - 1);
      }
    }
  });
}

test("months later, nobody counts as accepting any more: they are to be asked", () => {
  const { facts, people } = practice(300, "2027-09-01");
  const { options, unknown } = facts.facet.get("accepting");
  assert.equal(core.count(options[0].bits), 0);
  const once = people.filter((one) => ["accepting", "ask"].includes(one.openness)).map((one) => one.slug);
  assert.deepEqual(slugsIn(facts, unknown), once.sort());
});

test("licenses that ran out since the build no longer count", () => {
  const later = "2027-01-20";
  const { facts, people, raw } = practice(300, later);
  assert.ok(raw.expires.length > 0);
  for (const term of facts.terms.filter((one) => one.kind === "state")) {
    const licensed = people.filter((one) => one.licenses.some(([state, last]) => state === term.slug && last >= later));
    assert.deepEqual(slugsIn(facts, term.bits), licensed.map((one) => one.slug).sort());
  }
});

test("the day at the practice is the calendar's there, whatever the visitor's clock is set to", () => {
  const { raw } = practice(5);
  const there = new Intl.DateTimeFormat("en-CA", { timeZone: "America/Los_Angeles" });
  const random = chance(8);
  const start = Date.parse("2026-11-23T08:00:00Z");
  for (let round = 0; round < 500; round += 1) {
    const now = start + random.below(380 * 24 * 60) * 60000;
    assert.equal(core.dayThere(raw.clock, raw.today, now), there.format(now), new Date(now).toISOString());
  }
  assert.equal(core.dayThere(raw.clock, raw.today, start - 5e9), raw.today);
});

test("sets of rows behave like sets", () => {
  const random = chance(9);
  for (const rows of [0, 1, 31, 32, 33, 64, 97, 250]) {
    const draw = () => Array.from({ length: rows }, () => random.odds(0.4));
    const pack = (flags) => flags.reduce((bits, on, row) => (on && core.put(bits, row), bits), core.none(rows));
    const flags = (bits) => Array.from({ length: rows }, (_, row) => core.has(bits, row));
    const [a, b] = [draw(), draw()];
    assert.deepEqual(flags(core.both(pack(a), pack(b))), a.map((on, i) => on && b[i]));
    assert.deepEqual(flags(core.add(pack(a), pack(b))), a.map((on, i) => on || b[i]));
    assert.deepEqual(flags(core.drop(pack(a), pack(b))), a.map((on, i) => on && !b[i]));
    assert.equal(core.count(pack(a)), a.filter(Boolean).length);
    assert.equal(core.count(pack(a), pack(b)), a.filter((on, i) => on && b[i]).length);
    assert.equal(core.count(core.all(rows)), rows);
  }
});
