/* The directory, once a browser can do more than links: filters, search, and whom they find.
   The page is whole without this; nothing is sent anywhere and nothing is kept on the device. */

import {
  Address, Cards, Filters, choose, complete, count, counts, dayThere, empty, first, format, order, parse,
  persons, place, readFacts, select, setText, trim, wire,
} from "./core.js";

/* Cards painted with the event itself: more than a screen shows at first. */
const AT_ONCE = 8;
/* Milliseconds of rest before the count is spoken. */
const QUIET = 700;

/** @param {HTMLElement} root */
export default async function start(root) {
  const late = root.querySelector(".directory-late");
  const json = await patiently(() => read(root.dataset.facts), () => (late.hidden = false));
  late.hidden = true;
  const app = new Directory(root, readFacts(json, dayThere(json.clock, json.today)));
  await app.begin();
}

const read = (url) => fetch(url).then((answer) => answer.json());

/** Does it again, less and less often, until it works: trains go through tunnels. `tell` is called
    when it failed more than once. */
function patiently(work, tell, wait = 1000) {
  const again = (go) => setTimeout(() => go(patiently(work, tell, Math.min(wait * 2, 8000))), wait);
  return work().catch(() => {
    if (wait > 1000) tell?.();
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
    this.cards = new Cards(facts, this.part("card"), (row) => this.texts?.byRow.get(row));
    this.filters = new Filters(facts, (key, slug, on) => this.go(choose(this.state, facts, key, slug, on)));
    this.list = this.part("list");
    this.maybeList = this.part("maybe-list");
    this.done = this.part("done");
  }

  async begin() {
    const there = this.cards.adopt(this.list);
    this.state = parse(location.hash, this.facts);
    this.limit = this.address.limit;
    const asBuilt = this.cards.fresh && !format(this.state) && this.limit === this.pageSize;
    if (format(this.state)) await this.load();
    else if (!asBuilt) await this.rest();
    this.find(asBuilt ? there : undefined);
    if (!asBuilt) this.paint(0, this.limit);
    this.settle();
    this.filters.reveal();
    /* The filters are filled before they are seen: nothing moves. */
    wire(this);
    this.part("guide").addEventListener("click", async () => {
      const [{ guide }] = await Promise.all([import("./guide.js"), this.rest()]);
      guide(this);
    });
    for (const control of this.root.querySelectorAll("[data-waits]")) control.disabled = false;
    this.root.dataset.ready ??= "";
    requestAnimationFrame(() => setTimeout(() => this.load()));
  }

  /** The facts of facets that are closed at first; small practices have them already. */
  rest() {
    const { later } = this.facts;
    return (this.later ??= later
      ? patiently(() => read(later)).then((json) => complete(this.facts, json))
      : Promise.resolve());
  }

  /** Everything but filtering comes right after it works. */
  load() {
    this.loading ??= Promise.all([patiently(() => import("./more.js")), this.rest()]).then(([more]) => {
      this.more = more;
      order(this.facts, this.state.sort);
      this.index = more.index(this.facts);
      this.texts = new more.Texts(this.facts, (texts, from) => this.textsCame(texts, from), () => this.changed);
      this.extras = new more.Extras(this);
      const small = this.facts.texts.length < 2;
      if (small) this.texts.load().then(() => (this.root.dataset.ready = "all"));
      if (this.root.dataset.ready === undefined) return;
      if (format(this.state)) this.again();
      else this.settle();
    });
    return this.loading;
  }

  async moved() {
    if (!this.more) await this.load();
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
    const { facts, state, more, limit } = this;
    this.found = more && state.q.trim() ? more.search(facts, this.index, state.q) : null;
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
    const { facts, state, found, more } = this;
    const plain = !more || (!found && !Object.keys(state.chosen).length);
    const why = plain ? "" : more.reasonLine(more.explain(facts, state.chosen, found, row));
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
    this.extras?.show();
  }

  countWords() {
    return this.people ? persons(this.people) : "Nobody fits all of it";
  }

  /** The count, once, when the visitor rests; a focused heading has told it already. */
  speak() {
    if (document.activeElement === this.part("number")) return;
    const perhaps = () => (this.perhaps ? ` ${this.perhaps} more may fit.` : "");
    this.say("status", () => `${this.countWords()}.${perhaps()}`, QUIET);
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
    this.more.addTexts(this.index, texts, from);
    if (this.found && this.texts.complete) this.again();
    else for (const row of [...this.rows, ...this.maybes]) if (row >= from && row < from + texts.length) this.cardOf(row);
  }
}
