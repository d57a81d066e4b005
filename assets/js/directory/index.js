/* The directory, once a browser can do more than links: filters, search, and whom they find.
   The page is whole without this; nothing is sent anywhere and nothing is kept on the device. */

import { Address } from "./address.js";
import { count } from "./bits.js";
import { Cards } from "./card.js";
import { showChips } from "./chips.js";
import { wire } from "./controls.js";
import { explain, reasonLine } from "./explain.js";
import { showIntake, showRescues } from "./extras.js";
import { complete, dayThere, readFacts } from "./facts.js";
import { Filters, persons, place, setText, trim } from "./filters.js";
import { choose, empty, format, parse } from "./fragment.js";
import { first, order } from "./order.js";
import { counts, select } from "./query.js";
import { addTexts, makeIndex, search } from "./search.js";

/* Cards painted with the event itself: more than a screen shows at first. */
const AT_ONCE = 8;
/* Milliseconds of rest before the count is spoken. */
const SPOKEN = 700;

/** @param {HTMLElement} root */
export async function start(root) {
  const late = root.querySelector(".directory-late");
  const tell = () => (late.hidden = false);
  const json = await patiently(() => read(root.dataset.facts), tell);
  const app = new Directory(root, readFacts(json, dayThere(json.clock, json.today)));
  await app.begin(tell);
  late.hidden = true;
}

const read = (url) => fetch(url).then((answer) => answer.json());

/** Does it again, less and less often, until it works: trains go through tunnels. `tell` is called
    when it failed more than once; `work` is told how often it was done before. */
function patiently(work, tell, times = 0) {
  const again = (go) => setTimeout(() => go(patiently(work, tell, times + 1)), Math.min(1000 * 2 ** times, 8000));
  return work(times).catch(() => {
    if (times) tell?.();
    return new Promise(again);
  });
}

class Directory {
  /** @param {HTMLElement} root @param {import("./facts.js").Facts} facts */
  constructor(root, facts) {
    this.root = root;
    this.facts = facts;
    this.part = (name) => root.querySelector(`.directory-${name}`);
    this.limit = this.pageSize = Number(root.dataset.pageSize);
    this.state = empty();
    /* When the visitor last changed something. */
    this.changed = -Infinity;
    this.address = new Address(this);
    this.cards = new Cards(facts);
    this.filters = new Filters(facts, (key, slug, on) => this.go(choose(this.state, facts, key, slug, on)));
    this.list = this.part("list");
    this.maybeList = this.part("maybe-list");
    this.done = this.part("done");
  }

  /**
   * A script that comes when it is needed; the page tells its address. Some browsers never ask again
   * for one that didn't come, but for another address they do. @param {string} name
   * @param {() => void} [tell]
   */
  script(name, tell) {
    return patiently((times) => import(this.root.dataset[name] + (times ? `?${times}` : "")), tell);
  }

  /** @param {() => void} tell says that something hasn't come yet */
  async begin(tell) {
    const { facts } = this;
    const there = this.cards.adopt(this.list);
    this.whole = there.length === facts.rows;
    this.state = parse(location.hash, facts);
    this.limit = this.address.limit;
    const asBuilt = facts.today === facts.built && !format(this.state) && this.limit === this.pageSize;
    await Promise.all([this.whole || this.load(tell), asBuilt || this.rest()]);
    this.find(asBuilt ? there : undefined);
    if (!asBuilt) this.paint(0, this.limit);
    this.settle();
    this.filters.reveal();
    /* The filters are filled before they are seen: nothing moves. */
    wire(this);
    this.part("guide").addEventListener("click", async () => {
      const [{ guide }] = await Promise.all([this.script("guide"), this.rest()]);
      guide(this);
    });
    for (const control of this.root.querySelectorAll("[data-waits]")) control.disabled = false;
    this.root.dataset.ready = "";
    requestAnimationFrame(() => setTimeout(() => this.idle()));
  }

  /** The facts of facets that are closed at first; small practices have them already. */
  rest() {
    const { later } = this.facts;
    return (this.later ??= later
      ? patiently(() => read(later)).then((json) => complete(this.facts, json))
      : Promise.resolve());
  }

  /** What makes the cards that the page didn't come with, and their texts. */
  load(tell) {
    return (this.loading ??= this.script("more", tell).then(({ Maker, Texts }) => {
      this.texts = new Texts(this.facts, (texts, from) => this.textsCame(texts, from), () => this.changed);
      this.cards.maker = new Maker(this.facts, this.part("card"), (row) => this.texts.byRow.get(row));
    }));
  }

  /** What the first choice and the first letter would have to wait for, right after the page works. */
  async idle() {
    order(this.facts, this.state.sort);
    /* Once without a visitor who waits: browsers read code when it first runs. */
    search(this.facts, this.index, "rehearsed");
    await this.rest();
    for (const row of [...this.rows, ...this.maybes]) this.cardOf(row);
    if (!this.whole && this.facts.texts.length < 2) await this.texts.load();
    this.root.dataset.ready = "all";
  }

  /** What is searched. Where everybody's card is on the page, their summaries stand there. */
  get index() {
    if (this.searched) return this.searched;
    this.searched = makeIndex(this.facts);
    const summary = (row) => this.cards.made.get(row).element.querySelector(".therapist-card-summary").textContent;
    if (this.whole) addTexts(this.searched, this.facts.names.map((_, row) => summary(row)), 0);
    return this.searched;
  }

  async moved() {
    await this.rest();
    this.state = parse(location.hash, this.facts);
    this.limit = this.address.limit;
    /* An open guide would show the answers of another state. */
    this.part("guide-dialog").close();
    this.again();
    this.filters.reveal();
  }

  /**
   * A new state: its first cards with the event, the rest after they are painted.
   * @param {import("./fragment.js").State} state @param {"push" | "type" | "replace"} how
   */
  go(state, how = "push") {
    if (how !== "type") this.address.flush();
    this.changed = performance.now();
    /* Until everything that follows the first paint is there, too. */
    this.root.dataset.busy = "";
    /* The shortlist finds nobody else: who is shown stays, however many there are. */
    const same = ["chosen", "q", "sort"].every((key) => state[key] === this.state[key]);
    if (!same) this.limit = this.pageSize;
    this.state = state;
    this.find();
    this.paint(0, AT_ONCE);
    if (how !== "type") this.address.follow(how);
    clearTimeout(this.task);
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      this.task = setTimeout(() => {
        if (how === "type") this.address.follow(how);
        this.paint(AT_ONCE, this.limit);
        this.settle();
        if (!same) this.speak();
        delete this.root.dataset.busy;
      });
    });
  }

  /** The same state once more: its texts have come, or the visitor went back to it. */
  again() {
    this.find();
    this.paint(0, this.limit);
    this.settle();
  }

  /** Who fits. @param {number[]} [known] the rows to show, when they are known already */
  find(known) {
    const { facts, state, limit } = this;
    this.found = state.q.trim() ? search(facts, this.index, state.q) : null;
    this.selection = select(facts, state.chosen, this.found?.rows ?? null);
    this.people = count(this.selection.match);
    this.perhaps = count(this.selection.maybe);
    if (known) {
      [this.rows, this.maybes] = [known, []];
      return;
    }
    const ranked = order(facts, state.sort);
    const tiers = (of) => (this.found?.tiers ?? [facts.everyone]).map((tier) => tier.map((word, i) => word & of[i]));
    this.rows = first(tiers(this.selection.match), ranked, limit);
    this.maybes = first(tiers(this.selection.maybe), ranked, limit - this.rows.length);
  }

  cardOf(row) {
    const { facts, state, found } = this;
    const why = reasonLine(explain(facts, state.chosen, found, row));
    return this.cards.get(row, why, state.shortlist.includes(facts.slugOf(row)));
  }

  /** Puts the cards `from`…`to` into their places; those after `to` stay as they were. */
  paint(from, to) {
    place(this.list, this.rows.slice(from, to).map((row) => this.cardOf(row)), from);
    if (to < this.limit) return;
    trim(this.list, this.rows.length);
    place(this.maybeList, this.maybes.map((row) => this.cardOf(row)), 0);
    trim(this.maybeList, this.maybes.length);
    this.part("maybe").hidden = !this.maybes.length;
  }

  /** Everything that may follow the cards by a frame: counts and words. */
  settle() {
    const { facts, state, selection } = this;
    this.filters.show(state.chosen, (key) => counts(facts, selection, key));
    const box = this.part("q");
    if (box.value.trim() !== state.q.trim()) box.value = state.q;
    this.part("sort").value = state.sort;
    setText(this.part("number"), this.countWords());
    setText(this.done, `Show ${this.countWords().toLowerCase()}`);
    this.part("more").hidden = this.rows.length + this.maybes.length >= this.people + this.perhaps;
    showChips(this);
    showIntake(this);
    showRescues(this);
    this.showShortlist();
  }

  /** Its script comes with the first person on it. */
  async showShortlist() {
    if (!this.state.shortlist.length && !this.shortlist) return;
    this.shortlist ??= this.script("shortlist").then(({ Shortlist }) => new Shortlist(this));
    (await this.shortlist).show();
  }

  countWords() {
    return this.people ? persons(this.people) : "Nobody fits all of it";
  }

  /** The count, once, when the visitor rests; a focused heading has told it already. */
  speak() {
    if (document.activeElement === this.part("number")) return;
    const perhaps = () => (this.perhaps ? ` ${this.perhaps} more may fit.` : "");
    this.say("status", () => `${this.countWords()}.${perhaps()}`, SPOKEN);
  }

  /** Says something in a live region, and nothing else; cleared first, or the same is silent. */
  say(part, words, wait) {
    clearTimeout(this.speaking);
    const place = this.part(part);
    place.textContent = "";
    this.speaking = setTimeout(() => (place.textContent = words()), wait);
  }

  /** What was focused is about to go: the heading of the list is the nearest thing that stays. */
  keepFocus() {
    const number = this.part("number");
    /* What gets the focus is read at once. */
    setText(number, this.countWords());
    number.focus();
  }

  textsCame(texts, from) {
    /* Where everybody is on the page, they were read there. */
    if (this.whole) return;
    addTexts(this.index, texts, from);
    if (this.found && this.texts.complete) this.again();
    else for (const row of [...this.rows, ...this.maybes]) if (row >= from && row < from + texts.length) this.cardOf(row);
  }
}
