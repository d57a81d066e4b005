/* The floor: our page and our cards, painting other people on the same events and nothing else. */

import { Cards, List, cardView, readFacts } from "./cards.js";
import { SHOWN, ready } from "./page.js";

const root = document.querySelector(".directory");
const part = (name) => root.querySelector(`.directory-${name}`);
const { people } = await (await fetch("/bench/few.json")).json();
const rows = people.length;
const texts = people.map((one) => ({ ...one, focus: one.works.split(" · "), credentials: "", role: one.title, label: one.next }));
const facts = readFacts({
  names: { given: people.map((one) => one.name).join("\n"), last: "", steps: "A".repeat(rows) }, slugs: people.map((one) => one.slug), expires: [],
  terms: { kinds: [], labels: "", slugs: "", also: "", related: "", bits: [] },
  places: [people.map((one) => [one.place, []]), digits(rows)], offices: {}, facets: [], pages: [], texts: [],
  fee: [people.map((one) => [0, one.cost, null]), digits(rows)], valid: 60, today: "2026-11-23", now: {}, fees: [],
  open: [["accepting"], "A".repeat(rows)], confirmed: [["2026-11-01"], "A".repeat(rows)],
  words: { openness: { accepting: "Accepting new people" }, tones: { accepting: "good" }, noInsurance: "", insuranceShown: 2 },
}, "2026-11-23");
const cards = new Cards(facts, part("card"));
cards.viewOf = (row) => cardView(facts, row, texts[row]);
cards.adopt(part("list"));
const list = new List(part("list"), cards, cards.built);
const about = () => ["", false];
let step = 0;

function digits(count) {
  const all = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return Array.from({ length: count }, (_, i) => all[i % 64]).join("") + Array.from({ length: count }, (_, i) => all[i >> 6]).join("");
}

function show() {
  step += 17;
  const shown = Array.from({ length: Math.min(SHOWN, rows) }, (_, i) => (i + step) % rows);
  const [from, to] = list.inView(rows);
  list.show(shown.slice(from, to), from, about);
  requestAnimationFrame(() => setTimeout(() => list.show(shown, 0, about)));
}

part("q").addEventListener("input", show);
const fieldset = document.createElement("fieldset");
fieldset.className = "directory-options";
for (let i = 0; i < 31; i += 1) {
  const line = document.createElement("label");
  line.className = "directory-option";
  const input = Object.assign(document.createElement("input"), { type: "checkbox" });
  input.addEventListener("change", show);
  line.append(input, `Option ${i + 1}`);
  fieldset.append(line);
}
part("panel").append(fieldset);
ready(root);
root.dataset.ready = "";
