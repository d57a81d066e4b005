/* The cards on the page. Each shows one person after the other: for other words in an element that
   stays, a browser has a fraction of the work that another element makes. */

import { setText } from "./filters.js";

/**
 * @typedef {import("./facts.js").Facts} Facts
 * @typedef {{element: HTMLElement, row: number, told: boolean, why: string, saved: boolean}} Card
 *   `told`: whether all that there is to say has come
 * @typedef {{title: string, since: string, cost: string, place: string, works: string,
 *   summary: string, label: string, initials: string, face?: HTMLImageElement, told: boolean}} View
 *   what a card says besides name and openings, and whether texts are in it; a face stays with its
 *   person, so that it needn't be decoded again
 */

/** Facts in a line that never begins with a dot, wherever it wraps. @param {(string | null)[]} facts */
export const inLine = (facts) => facts.filter(Boolean).join("\u00a0· ");

/** Where somebody's page is. @param {Facts} facts @param {number} row */
export const pageOf = (facts, row) => `/therapists/${facts.slugOf(row)}/`;

/** Where the one next step with somebody leads. */
export const nextOf = (facts, row) => `${pageOf(facts, row)}#${openness(facts, row) === "not-now" ? "colleagues" : "write"}`;

/** Whether somebody has openings, as of today. @param {Facts} facts @param {number} row */
export const openness = ({ open }, row) => open.values[open.code[row]];

const partName = (part) => part.className.slice("therapist-card-".length);

/** What all lists' cards are made of. */
export class Cards {
  /** @param {Facts} facts @param {HTMLTemplateElement} template */
  constructor(facts, template) {
    this.facts = facts;
    this.model = template.content.firstElementChild;
    this.model.querySelector(".therapist-card-save").disabled = false;
    /** @type {Card[]} the cards that the page came with, in their order */
    this.built = [];
    /** @type {Card[]} those that no list shows now */
    this.spare = [];
    /** @type {((row: number) => View) | undefined} tells what the page didn't come with */
    this.viewOf = undefined;
  }

  /** Takes over the cards that the page came with. @param {HTMLElement} list @returns {number[]} rows */
  adopt(list) {
    const { facts } = this;
    const there = [...list.children].map((element) => [element.querySelector("a").textContent, element]);
    const wanted = new Set(there.map(([name]) => name));
    const rows = new Map();
    facts.names.forEach((name, row) => wanted.has(name) && rows.set(facts.slugOf(row), row));
    this.built = there.map(([, element]) => {
      const row = rows.get(element.dataset.slug);
      element.querySelector(".therapist-card-save").disabled = false;
      /* On another day it may say something that no longer holds. */
      return { element, row, told: facts.today === facts.built, why: "", saved: false };
    });
    return this.built.map(({ row }) => row);
  }

  /** Row → what the page's own cards say; read before the first of them says something else. */
  get views() {
    return (this.read ??= new Map(this.built.map(({ row, element }) => [row, ownView(element)])));
  }

  /** @returns {Card} one that shows nobody yet */
  blank() {
    return this.spare.pop() ?? { element: this.model.cloneNode(true), row: -1, told: false, why: "", saved: false };
  }

  /** @param {Card} card @param {number} row */
  show(card, row) {
    if (card.row === row && card.told) return;
    const { facts } = this;
    const { element } = card;
    const view = this.views.get(row) ?? this.viewOf(row);
    /* They were seen without their texts: now nothing may move. */
    element.toggleAttribute("data-room", card.row === row);
    card.row = row;
    card.told = view.told && facts.confirmed !== undefined;
    element.dataset.slug = facts.slugOf(row);
    for (let part = element.firstElementChild; part; part = part.nextElementSibling) this.fill(part, row, view);
    this.showFace(element, view);
  }

  fill(part, row, view) {
    const { facts } = this;
    const name = partName(part);
    if (name in view) setText(part, view[name]);
    else if (name === "name") link(part.firstElementChild, pageOf(facts, row), facts.names[row]);
    else if (name === "open") {
      showOpenness(part.firstElementChild, facts, row);
      setText(part.lastElementChild, view.since);
    } else if (name === "next") {
      link(part.firstElementChild, nextOf(facts, row), view.label);
      setText(part.lastElementChild.firstElementChild, ` ${facts.names[row]}`);
    }
  }

  /** Letters take the place of letters; a picture that of whatever is there, and back. */
  showFace(element, { face, initials }) {
    const there = element.querySelector(".portrait");
    const circle = () => (there && !there.src ? there : this.model.firstElementChild.cloneNode());
    const next = face ?? circle();
    if (!there) element.prepend(next);
    else if (there !== next) there.replaceWith(next);
    if (!face) setText(next, initials);
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
   *   why somebody is on the list, and whether they are on the shortlist */
  show(rows, from, about) {
    rows.forEach((row, i) => {
      const card = this.shown[from + i] ?? this.append();
      const [why, saved] = about(row);
      this.cards.show(card, row);
      if (card.why !== why) setWhy(card, why);
      if (card.saved !== saved) setSaved(card, saved);
    });
  }

  /** Makes its elements new ones to the browser, for which people who change places without being
      asked to have moved otherwise. Not under what has the focus. */
  renew() {
    if (!this.element.contains(document.activeElement)) this.element.append(...this.element.children);
  }

  append() {
    const card = this.cards.blank();
    this.shown.push(card);
    this.element.append(card.element);
    return card;
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
  const texts = [...element.children].map((part) => [partName(part), part.textContent]);
  const { title, cost, place, works, summary } = Object.fromEntries(texts);
  const [face] = element.children;
  return {
    title, cost, place, works, summary, told: true,
    since: element.querySelector(".badge + *").textContent,
    label: element.querySelector(".therapist-card-next a").textContent,
    initials: face.textContent, face: face.src ? face : undefined,
  };
}

/** @param {HTMLElement} badge @param {Facts} facts @param {number} row */
function showOpenness(badge, facts, row) {
  const now = openness(facts, row);
  setText(badge, facts.words.openness[now]);
  badge.dataset.tone = facts.words.tones[now];
}

function link(part, href, text) {
  part.href = href;
  setText(part, text);
}

function setWhy(card, why) {
  let line = card.element.querySelector(".therapist-card-why");
  if (!line) {
    line = document.createElement("p");
    line.className = "therapist-card-why";
    card.element.querySelector(".therapist-card-next").before(line);
  }
  setText(line, why);
  line.hidden = !why;
  card.why = why;
}

function setSaved(card, saved) {
  card.element.querySelector(".therapist-card-save").setAttribute("aria-pressed", String(saved));
  card.saved = saved;
}
