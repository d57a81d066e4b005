/* The directory, once a browser can do more than links: filters, search, and whom they find.
   The page is whole without this; nothing is sent anywhere and nothing is kept on the device. */

import { Address } from "./address.js";
import { count } from "./bits.js";
import { Cards, List, SCREENFUL } from "./card.js";
import { showChips } from "./chips.js";
import { wire } from "./controls.js";
import { explain, reasonLine } from "./explain.js";
import { showIntake, showRescues } from "./extras.js";
import { complete, dayThere, readFacts } from "./facts.js";
import { Filters, persons, setText } from "./filters.js";
import { choose, format, parse } from "./fragment.js";
import { first, order } from "./order.js";
import { counts, select } from "./query.js";
import { addTexts, newIndex, search, takeIn } from "./search.js";
import { patiently, pause, read } from "./waiting.js";

/* Milliseconds of rest before the count is spoken. */
const SPOKEN = 700;
/* Milliseconds for the browser to show that the page works. */
const BREATH = 100;

/** @param {HTMLElement} root */
export async function start(root) {
  const late = root.querySelector(".directory-late");
  const tell = () => (late.hidden = false);
  const json = await patiently(() => read(root.dataset.facts), tell);
  const app = new Directory(root, readFacts(json, dayThere(json.clock, json.today)));
  await app.begin(tell);
  late.hidden = true;
}

class Directory {
  /** @param {HTMLElement} root @param {import("./facts.js").Facts} facts */
  constructor(root, facts) {
    this.root = root;
    this.facts = facts;
    this.part = (name) => root.querySelector(`.directory-${name}`);
    this.pageSize = Number(root.dataset.pageSize);
    /* When the visitor last changed something. */
    this.changed = -Infinity;
    this.searched = newIndex();
    this.indexing = this.makeIndex();
    this.address = new Address(this);
    this.cards = new Cards(facts, this.part("card"));
    this.filters = new Filters(facts, (key, slug, on) => this.go(choose(this.state, facts, key, slug, on)));
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
    const there = this.cards.adopt(this.part("list"));
    this.list = new List(this.part("list"), this.cards, this.cards.built);
    this.maybeList = new List(this.part("maybe-list"), this.cards);
    this.whole = there.length === facts.rows;
    this.state = parse(location.hash, facts);
    this.limit = this.address.limit;
    const asBuilt = !format(this.state) && this.limit === this.pageSize;
    await Promise.all([this.whole || this.load(tell), asBuilt || this.rest()]);
    this.find(asBuilt ? there : undefined);
    if (!asBuilt) this.repaint();
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
    this.idle();
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
    return (this.loading ??= this.script("more", tell).then(({ cardView, Texts }) => {
      this.texts = new Texts(this.facts, (texts, from) => this.textsCame(texts, from), () => this.changed);
      this.cards.viewOf = (row) => cardView(this.facts, row, this.texts.byRow.get(row));
    }));
  }

  /** What the first choice and the first letter would have to wait for, bit by bit, right after the
      page works. */
  async idle() {
    await pause(BREATH);
    this.part("list").dataset.rests = "";
    await pause();
    for (const _ of this.indexing) await pause();
    await this.rest();
    order(this.facts, this.state.sort);
    await pause();
    this.rehearse();
    await pause();
    /* On another day than the build's, others come first. */
    if (this.facts.today !== this.facts.built) this.again();
    else this.showFilters();
    if (this.cards.bare || this.facts.texts.length < 2) await this.texts?.load();
    this.root.dataset.ready = "all";
  }

  /** The way of the first letter, once without a visitor who waits: browsers read code when it first
      runs. */
  rehearse() {
    const { cards, facts, rows: [row] } = this;
    const found = search(facts, this.index, "anxiety xyz");
    if (row === undefined) return;
    reasonLine(explain(facts, {}, found, row));
    const card = cards.blank();
    cards.show(card, row);
    cards.spare.push(card);
  }

  /** What is searched. */
  get index() {
    for (const _ of this.indexing);
    return this.searched;
  }

  /** Where everybody's card is on the page, their summaries stand there. */
  *makeIndex() {
    const { cards, facts, searched } = this;
    yield* takeIn(searched, facts);
    if (this.whole) addTexts(searched, facts.names.map((_, row) => cards.summaryOf(row)), 0);
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
   * A new state: the cards on the screen with the event, the rest after they are painted.
   * @param {import("./fragment.js").State} state @param {"push" | "type" | "replace"} how
   */
  go(state, how = "push") {
    this.address.turn(how);
    this.changed = performance.now();
    /* Until everything that follows the first paint is there, too. */
    this.root.dataset.busy = "";
    /* The shortlist finds nobody else: who is shown stays, however many there are. */
    const same = ["chosen", "q", "sort"].every((key) => state[key] === this.state[key]);
    if (!same) this.limit = this.pageSize;
    this.state = state;
    this.find();
    const [from, to] = this.list.inView(this.rows.length);
    /* Where nobody on the screen is another, who comes after them is what is new. */
    let news = this.paint(from, to);
    for (let at = to; !news && at < this.limit; at += SCREENFUL) news = this.paint(at, at + SCREENFUL);
    clearTimeout(this.task);
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      this.task = setTimeout(() => {
        this.address.follow();
        this.paint(0, this.limit);
        this.settle();
        if (!same) this.speak();
        delete this.root.dataset.busy;
      });
    });
  }

  /** The same state once more: its texts have come, or the visitor went back to it. */
  again() {
    this.find();
    this.repaint();
    this.settle();
  }

  /** Other people, without an event that asked for them. */
  repaint() {
    this.list.renew();
    this.maybeList.renew();
    this.paint(0, this.limit);
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

  /** Why somebody is on the list, and whether on the shortlist. */
  about(row) {
    const { facts, state, found } = this;
    return [reasonLine(explain(facts, state.chosen, found, row)), state.shortlist.includes(facts.slugOf(row))];
  }

  /** Puts the people `from`…`to` into their places, others stay as they were. @returns {boolean}
      whether anything is to be seen of it */
  paint(from, to) {
    const about = (row) => this.about(row);
    const news = this.list.show(this.rows.slice(from, to), from, about);
    /* Who doesn't fit goes at once where nobody is still to come. */
    if (this.rows.length <= to) this.list.trim(this.rows.length);
    if (to < this.limit) return news;
    this.maybeList.trim(this.maybes.length);
    this.maybeList.show(this.maybes, 0, about);
    this.part("maybe").hidden = !this.maybes.length;
    return news;
  }

  /** Everything that may follow the cards by a frame: counts and words. */
  settle() {
    const { state } = this;
    this.showFilters();
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

  showFilters() {
    const { facts, state, selection } = this;
    this.filters.show(state.chosen, (key) => counts(facts, selection, key));
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
    else this.paint(0, this.limit);
  }
}
