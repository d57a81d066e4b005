import assert from "node:assert/strict";
import { test } from "node:test";
import * as core from "../../assets/js/directory/core.js";
import { chance, practice, someChoice } from "./directory-model.mjs";

const { facts } = practice(300);
const QUESTIONS = ["", "drinking", "José & co", "50% off + more", "a=b#c,d", "“quotes”", "日本 語", "plus+sign"];

function someState(random) {
  const shortlist = facts.slugs.filter(() => random.odds(0.008)).slice(0, core.COMPARED);
  return {
    chosen: someChoice(facts, random), q: random.pick(QUESTIONS), sort: random.pick(["", "fee", "name"]),
    shortlist, compare: shortlist.length > 0 && random.odds(0.5),
  };
}

test("a state survives the address: format, then parse, gives it back", () => {
  const random = chance(1);
  for (let round = 0; round < 500; round += 1) {
    const state = someState(random);
    const fragment = core.format(state);
    assert.deepEqual(core.parse(`#${fragment}`, facts), state, fragment);
    assert.equal(core.format(core.parse(fragment, facts)), fragment);
    assert.doesNotMatch(fragment, /[\s"<>`]/);
  }
});

test("whatever stands in the address, reading it gives a valid state", () => {
  const random = chance(2);
  const bits = ["issue=", "anxiety", ",", "&", "=", "%", "%zz", "q=", "sort=fee", "shortlist=", "compare=1", "#", "+", "zzz", "approach=cbt"];
  for (let round = 0; round < 500; round += 1) {
    const hash = Array.from({ length: random.below(9) }, () => random.pick(bits)).join("");
    const state = core.parse(`#${hash}`, facts);
    assert.deepEqual(core.parse(core.format(state), facts), { ...state, q: state.q.trim() }, hash);
  }
});

test("what isn't known is left out; the rest of an old link still works", () => {
  const state = core.parse("#issue=anxiety,nonsense&color=red&shortlist=nobody&compare=1&sort=loud", facts);
  assert.deepEqual(state, { ...core.empty(), chosen: { issue: ["anxiety"] } });
});

test("a place on the page is no state", () => {
  assert.ok(!core.isState("#main"));
  assert.ok(core.isState(""));
  assert.ok(core.isState("#"));
  assert.ok(core.isState("#issue=anxiety"));
});

test("choosing and taking back leave no trace, in whatever order", () => {
  const random = chance(3);
  for (let round = 0; round < 200; round += 1) {
    const state = someState(random);
    const facet = random.pick(facts.facets);
    const { slug } = random.pick(facet.options);
    if (state.chosen[facet.key]?.includes(slug)) continue;
    const on = core.choose(state, facts, facet.key, slug, true);
    assert.ok(on.chosen[facet.key].includes(slug));
    assert.deepEqual(core.choose(on, facts, facet.key, slug, false), state);
    assert.equal(core.format(on), core.format(core.parse(core.format(on), facts)));
  }
});
