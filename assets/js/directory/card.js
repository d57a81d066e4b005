/* The cards on the page. Each shows one person after the other: for other words in an element that
   stays, a browser has a fraction of the work that another element makes. */

import { setText } from "./filters.js";

/**
 * @typedef {import("./facts.js").Facts} Facts
 * @typedef {{element: HTMLElement, row: number, told: boolean, why: string, saved: boolean}} Card
 *   `told`: whether all that there is to say has come
 * @typedef {{words: string[], face?: HTMLImageElement, told: boolean}} View what a card says, in the
 *   order of PARTS but for openings and reasons, which change, and whether texts are in it; a picture
 *   is kept, so that its copies needn't be loaded
 */

/* What holds the words of a card, in this order: initials, name, title, openings, since when, cost,
   place, specialties, summary, reasons, next step, name of whom the button saves. */
const PARTS = ".portrait, a, p, span";
const [NAME, OPEN, SUMMARY, WHY, NEXT] = [1, 3, 8, 9, 10];

/* As many cards as a tall screen shows. */
export const SCREENFUL = 8;

/** Facts in a line that never begins with a dot, wherever it wraps. @param {(string | null)[]} facts */
export const inLine = (facts) => facts.filter(Boolean).join("\u00a0· ");

/** Where somebody's page is. @param {Facts} facts @param {number} row */
export const pageOf = (facts, row) => `/therapists/${facts.slugOf(row)}/`;

/** Where the one next step with somebody leads. */
export const nextOf = (facts, row) => `${pageOf(facts, row)}#${openness(facts, row) === "not-now" ? "colleagues" : "write"}`;

/** Whether somebody has openings, as of today. @param {Facts} facts @param {number} row */
export const openness = ({ open }, row) => open.values[open.code[row]];

/** What all lists' cards are made of; `viewOf` tells what the page didn't come with, once it can. */
export class Cards {
  /** @param {Facts} facts @param {HTMLTemplateElement} template */
  constructor(facts, template) {
    this.facts = facts;
    this.model = template.content.firstElementChild;
    /** @type {Card[]} those that no list shows now */
    this.spare = [];
    /** @type {Set<Element>} those on the screen; to ask a card where it is would make the browser lay
        out the page once more */
    this.seen = new Set();
    this.watch = new IntersectionObserver((news) => {
      for (const { isIntersecting, target } of news) this.seen[isIntersecting ? "add" : "delete"](target);
    });
  }

  /** @returns {Card} one that can be put on the shortlist */
  cardIn(element, row = -1, told = false) {
    element.querySelector("button").disabled = false;
    this.watch.observe(element);
    return { element, row, told, why: "", saved: false };
  }

  /** Takes over the cards that the page came with. @param {HTMLElement} list @returns {number[]} rows */
  adopt(list) {
    const { facts } = this;
    const there = [...list.children].map((element) => [element.querySelector("a").textContent, element]);
    const wanted = new Set(there.map(([name]) => name));
    const rows = new Map();
    facts.names.forEach((name, row) => wanted.has(name) && rows.set(facts.slugOf(row), row));
    /* On another day they may say something that no longer holds. */
    this.built = there.map(([, element]) => this.cardIn(element, rows.get(element.dataset.slug), facts.today === facts.built));
    return this.built.map(({ row }) => row);
  }

  /** Row → what the page's own cards say; read before the first of them says something else. */
  get views() {
    return (this.read ??= new Map(this.built.map(({ row, element }) => [row, ownView(element)])));
  }

  /** The summary of somebody whose card the page came with. @param {number} row */
  summaryOf(row) {
    return this.views.get(row).words[SUMMARY];
  }

  /** @returns {Card} one that shows nobody yet */
  blank() {
    return this.spare.pop() ?? this.cardIn(this.model.cloneNode(true));
  }

  /** @param {Card} card @param {number} row */
  show(card, row) {
    if (card.row === row && card.told) return;
    const { facts } = this;
    const { element } = card;
    const view = this.views.get(row) ?? this.viewOf(row);
    const parts = [...element.querySelectorAll(PARTS)];
    const now = openness(facts, row);
    /* They were seen without their texts: now nothing may move. */
    element.toggleAttribute("data-room", card.row === row);
    card.row = row;
    card.told = view.told && facts.confirmed !== undefined;
    this.bare ||= !card.told;
    element.dataset.slug = facts.slugOf(row);
    parts[NAME].href = pageOf(facts, row);
    parts[NEXT].href = nextOf(facts, row);
    parts[OPEN].dataset.tone = facts.words.tones[now];
    setText(parts[OPEN], facts.words.openness[now]);
    /* Letters take the place of letters; a picture that of whatever is there, and back. */
    if (parts[0].src !== view.face?.src) {
      const face = (view.face ?? this.model.firstElementChild).cloneNode();
      parts[0].replaceWith(face);
      parts[0] = face;
    }
    view.words.forEach((words, i) => setText(parts[i], words));
  }
}

/** A list of people on the page. */
export class List {
  /** @param {HTMLElement} element @param {Cards} cards @param {Card[]} [shown] what is on it */
  constructor(element, cards, shown = []) {
    this.element = element;
    this.cards = cards;
    this.shown = [...shown];
  }

  /** Shows people from a place on; who stands there already stays untouched.
   * @param {number[]} rows @param {number} from @param {(row: number) => [string, boolean]} about
   *   why somebody is on the list, and whether they are on the shortlist
   * @returns {boolean} whether anything is to be seen of it */
  show(rows, from, about) {
    let news = false;
    rows.forEach((row, i) => {
      const card = this.shown[from + i] ?? this.append();
      const [why, saved] = about(row);
      news ||= card.row !== row || card.why !== why || card.saved !== saved;
      this.cards.show(card, row);
      if (card.why !== why) setWhy(card, why);
      if (card.saved !== saved) setSaved(card, saved);
    });
    return news;
  }

  /** Places on the screen, from and to, of a list that is going to be so long; and one more, for other
      cards may be shorter. Where the list ends on the screen, or isn't on it, nobody knows how many
      will be. @param {number} length @returns {[number, number]} */
  inView(length) {
    const seen = this.shown.map(({ element }) => this.cards.seen.has(element));
    const [from, last] = [Math.max(0, seen.indexOf(true)), seen.lastIndexOf(true)];
    const to = last < 0 || seen.at(-1) ? from + SCREENFUL : last + 2;
    return [Math.max(0, Math.min(from, length + from - to)), to];
  }

  append() {
    const card = this.cards.blank();
    this.shown.push(card);
    this.element.append(card.element);
    return card;
  }

  /** Makes its elements new ones to the browser, for which people who change places without being
      asked to have moved otherwise. Not under what has the focus. */
  renew() {
    if (!this.element.contains(document.activeElement)) this.element.append(...this.element.children);
  }

  /** Takes away what is beyond a length. @param {number} length */
  trim(length) {
    for (const card of this.shown.splice(length)) {
      card.element.remove();
      this.cards.spare.push(card);
    }
  }
}

/** What a card of the page's own says. @param {HTMLElement} element @returns {View} */
function ownView(element) {
  const parts = [...element.querySelectorAll(PARTS)];
  const words = parts.map((part) => part.textContent);
  delete words[OPEN];
  delete words[WHY];
  return { words, face: parts[0].src ? parts[0] : undefined, told: true };
}

function setWhy(card, why) {
  const line = card.element.querySelector(".therapist-card-why");
  setText(line, why);
  line.hidden = !why;
  card.why = why;
}

function setSaved(card, saved) {
  card.element.querySelector("button").setAttribute("aria-pressed", String(saved));
  card.saved = saved;
}
