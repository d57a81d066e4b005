/* The directory, once a browser can do more than links: filters, search, and what they find.
   The page is whole without this; nothing is sent anywhere and nothing is kept on the device. */

import { count } from "./bits.js";
import { Cards } from "./card.js";
import { asMessage, explain, reasonLine } from "./explain.js";
import { dayThere, readFacts } from "./facts.js";
import { choose, empty, format, isState, parse, COMPARED } from "./fragment.js";
import { Filters, el, setText } from "./filters.js";
import { first, order } from "./order.js";
import { counts, select } from "./query.js";
import { addTexts, index, search } from "./search.js";
import { Texts } from "./texts.js";

const AT_ONCE = 8; // cards painted with the event itself: more than any screen shows at first
const QUIET = 700; // milliseconds of no typing before the count is spoken and the address changed
const WIDE = "(min-width: 62em)";

/** @param {HTMLElement} root */
export default async function start(root) {
  const answer = await fetch(root.dataset.facts, { credentials: "same-origin" });
  const json = await answer.json();
  const facts = readFacts(json, dayThere(json.zone, json.today));
  const app = new Directory(root, facts);
  app.begin();
  return app;
}

class Directory {
  constructor(root, facts) {
    this.root = root;
    this.facts = facts;
    this.part = (name) => root.querySelector(`.directory-${name}`);
    this.pageSize = Number(root.dataset.pageSize);
    this.index = index(facts);
    this.texts = new Texts(facts, (texts, from) => this.textsCame(texts, from));
    this.cards = new Cards(facts, this.part("card"), (row) => this.texts.byRow.get(row));
    this.filters = new Filters(facts, (key, slug, on) => this.go(choose(this.state, facts, key, slug, on)));
    this.list = this.part("list");
    this.more = { list: this.part("maybe-list"), section: this.part("maybe") };
    this.state = empty();
    this.limit = this.pageSize;
  }

  begin() {
    this.cards.adopt(this.list);
    this.panel();
    this.listen();
    this.state = parse(location.hash, this.facts);
    const asBuilt = format(this.state) === "" && this.sameOrder();
    this.find();
    if (!asBuilt) this.paint(0, this.limit);
    this.settle("none");
    this.filters.reveal();
    for (const control of this.root.querySelectorAll("[data-waits]")) control.disabled = false;
    this.root.dataset.ready = "";
    if (this.facts.texts.length < 2) this.idle(() => this.texts.load());
  }

  /** Whether the page's own list is what would be shown: same day, and the first page of it. */
  sameOrder() {
    const ranked = order(this.facts, "");
    const slugs = [...this.list.children].map((one) => one.dataset.slug);
    return slugs.every((slug, i) => this.facts.slugs[ranked[i]] === slug);
  }

  panel() {
    const panel = this.part("panel");
    const wide = matchMedia(WIDE);
    const adapt = () => (panel.open = wide.matches);
    wide.addEventListener("change", adapt);
    this.part("browse").hidden = true;
    panel.append(this.filters.element, this.part("done"));
    this.part("done").hidden = false;
    adapt();
    this.part("pages")?.remove();
  }

  listen() {
    const { root } = this;
    const box = this.part("q");
    box.addEventListener("input", () => this.go({ ...this.state, q: box.value }, "type"));
    this.part("search").addEventListener("submit", (event) => this.submitted(event));
    this.part("sort").addEventListener("change", (event) => this.go({ ...this.state, sort: event.target.value }));
    this.part("more").addEventListener("click", () => this.showMore());
    this.part("done").addEventListener("click", () => this.showList());
    this.part("guide").addEventListener("click", () => this.guide());
    root.addEventListener("click", (event) => this.clicked(event));
    root.addEventListener("focusin", () => this.texts.load(), { once: true });
    root.addEventListener("pointerdown", () => this.texts.load(), { once: true });
    addEventListener("popstate", () => this.moved());
  }

  submitted(event) {
    event.preventDefault();
    this.flush();
    this.showList();
  }

  clicked(event) {
    const save = event.target.closest(".therapist-card-save");
    if (save) this.toggleSaved(save.closest("[data-slug]").dataset.slug);
  }

  /** Back, Forward, or a place on this page. The latter must not cost the visitor their choice. */
  moved() {
    clearTimeout(this.later);
    if (!isState(location.hash)) {
      history.replaceState(null, "", this.address());
      return;
    }
    this.state = parse(location.hash, this.facts);
    this.limit = this.pageSize;
    this.find();
    this.paint(0, this.limit);
    this.settle("none");
    this.filters.reveal();
  }

  /**
   * A new state: its first cards at once, the rest after they are painted.
   * @param {import("./fragment.js").State} state @param {"push" | "type" | "replace"} how
   */
  go(state, how = "push") {
    if (how === "push") this.flush();
    this.state = state;
    this.limit = this.pageSize;
    this.find();
    this.paint(0, AT_ONCE);
    cancelAnimationFrame(this.frame);
    clearTimeout(this.task);
    this.frame = requestAnimationFrame(() => {
      this.task = setTimeout(() => {
        this.paint(AT_ONCE, this.limit);
        this.settle(how);
      });
    });
  }

  find() {
    const { facts, state } = this;
    this.found = state.q.trim() ? search(facts, this.index, state.q) : null;
    this.selection = select(facts, state.chosen, this.found?.rows ?? null);
    this.people = count(this.selection.match);
    this.perhaps = count(this.selection.maybe);
    const ranked = order(facts, state.sort);
    const { match, maybe } = this.selection;
    const tiers = (of) => (this.found ? this.found.tiers.map((tier) => tier.map((word, i) => word & of[i])) : [of]);
    this.rows = first(tiers(match), ranked, this.limit);
    this.maybes = this.rows.length < this.limit ? first(tiers(maybe), ranked, this.limit - this.rows.length) : [];
  }

  cardOf(row) {
    const { facts, state, found } = this;
    const plain = !found && !Object.keys(state.chosen).length;
    const why = plain ? "" : reasonLine(explain(facts, state.chosen, found, row));
    return this.cards.get(row, why, state.shortlist.includes(facts.slugs[row]));
  }

  /** Puts the cards `from`…`to` into their places; places after `to` stay as they were. */
  paint(from, to) {
    put(this.list, this.rows.slice(from, to).map((row) => this.cardOf(row)), from);
    if (to < this.limit) return;
    trim(this.list, this.rows.length);
    put(this.more.list, this.maybes.map((row) => this.cardOf(row)), 0);
    trim(this.more.list, this.maybes.length);
    this.more.section.hidden = !this.maybes.length;
  }

  /** Everything that may follow the cards by a frame: counts, words, the address. */
  settle(how) {
    const { facts, state, selection } = this;
    this.filters.show(state.chosen, (key) => counts(facts, selection, key));
    const box = this.part("q");
    if (how !== "type" && box.value.trim() !== state.q.trim()) box.value = state.q;
    this.part("sort").value = state.sort;
    setText(this.part("number"), this.countWords());
    setText(this.part("done"), this.people === 1 ? "Show 1 person" : `Show ${this.people} people`);
    this.part("more").hidden = this.rows.length + this.maybes.length >= this.people + this.perhaps;
    this.chips();
    this.intake();
    this.extras();
    if (how === "push") history.pushState(null, "", this.address());
    if (how === "replace") history.replaceState(null, "", this.address());
    clearTimeout(this.later);
    this.pending = how === "type";
    this.later = setTimeout(() => {
      this.flush();
      if (how !== "none") setText(this.part("status"), this.spoken());
    }, QUIET);
  }

  /** Typing replaces the address, and only when it rests: browsers refuse many changes in a row. */
  flush() {
    if (this.pending) history.replaceState(null, "", this.address());
    this.pending = false;
  }

  address() {
    const fragment = format(this.state);
    return location.pathname + location.search + (fragment ? `#${fragment}` : "");
  }

  /** A new entry in the history, for what will then be changed step by step. */
  mark() {
    this.flush();
    history.pushState(null, "", this.address());
  }

  countWords() {
    const { people } = this;
    return people === 1 ? "1 person" : people === 0 ? "Nobody yet" : `${people.toLocaleString("en-US")} people`;
  }

  spoken() {
    const perhaps = this.perhaps ? ` ${this.perhaps} more may fit.` : "";
    return `${this.countWords()} in the list.${perhaps}`;
  }

  chips() {
    const { facts, state } = this;
    const every = Object.entries(state.chosen).flatMap(([key, slugs]) => slugs.map((slug) => [key, slug]));
    const chips = every.map(([key, slug]) => {
      const { label } = facts.facet.get(key).options.find((one) => one.slug === slug);
      const chip = el("button", { type: "button", className: "directory-chip" }, el("span", { className: "visually-hidden" }, "Remove "), label);
      chip.addEventListener("click", () => this.unchoose(key, slug));
      return el("li", {}, chip);
    });
    const heard = (this.found?.hits ?? []).map((hit) => el("li", {}, el("span", { className: "directory-heard" }, heardWords(facts, hit))));
    const clear = el("button", { type: "button", className: "directory-clear" }, "Clear all");
    clear.addEventListener("click", () => this.clear());
    const box = this.part("chips");
    const any = chips.length + heard.length > 0;
    box.replaceChildren(...chips, ...heard, ...(any ? [el("li", {}, clear)] : []));
    this.part("nothing").hidden = any;
  }

  unchoose(key, slug) {
    this.go(choose(this.state, this.facts, key, slug, false));
    this.keepFocus();
  }

  clear() {
    this.go({ ...this.state, chosen: {}, q: "" });
    this.keepFocus();
  }

  /** What was focused is about to go: the heading of the list is the nearest thing that stays. */
  keepFocus() {
    this.part("number").focus({ preventScroll: true });
  }

  showList() {
    if (!matchMedia(WIDE).matches) this.part("panel").open = false;
    this.part("number").focus();
  }

  showMore() {
    const before = this.rows.length;
    this.limit += this.pageSize;
    this.find();
    this.paint(0, this.limit);
    this.settle("replace");
    const next = this.list.children[before] ?? this.more.list.firstElementChild;
    next?.querySelector("a").focus();
  }

  toggleSaved(slug) {
    const { shortlist } = this.state;
    if (!shortlist.includes(slug) && shortlist.length === COMPARED) {
      setText(this.part("status"), `The shortlist holds ${COMPARED} people. Take somebody out first.`);
      return;
    }
    const next = shortlist.includes(slug) ? shortlist.filter((one) => one !== slug) : [...shortlist, slug];
    this.go({ ...this.state, shortlist: next, compare: this.state.compare && next.length > 0 });
  }

  /** Writing to the practice carries the choice, in the fragment, into a form that shows it. */
  intake() {
    const link = this.part("intake-link");
    const message = asMessage(this.facts, this.state);
    link.href = link.pathname + (message ? `#message=${encodeURIComponent(message)}` : "");
  }

  /** The parts that most visits never need come when they are needed. */
  async extras() {
    const needed = this.extra || this.state.shortlist.length || this.people <= 3;
    if (!needed) return;
    this.extra ??= import("./extras.js").then(({ Extras }) => new Extras(this));
    (await this.extra).show();
  }

  async guide() {
    const { guide } = await import("./guide.js");
    guide(this);
  }

  textsCame(texts, from) {
    addTexts(this.index, texts, from);
    const shown = [...this.rows, ...this.maybes].some((row) => row >= from && row < from + texts.length);
    if (!shown && !(this.found && this.texts.complete)) return;
    this.idle(() => {
      this.find();
      this.paint(0, this.limit);
      if (this.found) this.settle("replace");
    });
  }

  idle(job) {
    if ("requestIdleCallback" in window) requestIdleCallback(job, { timeout: 1000 });
    else setTimeout(job, 50);
  }
}

function heardWords(facts, { word, read, terms, names, texts }) {
  const labels = [...terms].slice(0, 2).map((place) => facts.terms[place].label);
  const asked = read && read !== word && !read.startsWith(word) ? `“${word}” read as “${read}”` : `“${word}”`;
  if (labels.length) return `${asked}: ${labels.join(", ")}`;
  if (names.some(Boolean)) return `${asked}: a name`;
  return texts.some(Boolean) ? `${asked}: in their words` : `${asked}: nothing found`;
}

/** Puts elements into a list from a place on; what stands there already stays untouched. */
function put(list, elements, from) {
  elements.forEach((element, i) => {
    const there = list.children[from + i];
    if (there === element) return;
    if (there) there.replaceWith(element);
    else list.append(element);
  });
}

function trim(list, length) {
  while (list.children.length > length) list.lastElementChild.remove();
}
