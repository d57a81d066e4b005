/* Cards from facts, in the markup that the build gave in a template: one card everywhere. */

import { labelsOf } from "./facts.js";

/**
 * @typedef {import("./facts.js").Facts} Facts
 * @typedef {{summary: string, focus: string[], pronouns: string | null, credentials: string,
 *   role: string, portrait: string | null, label: string}} Text what comes after the facts
 */

const firstName = (name) => name.split(/\s+/)[0];

/** Facts in a line that never begins with a dot, wherever it wraps. @param {(string | null)[]} facts */
export const inLine = (facts) => facts.filter(Boolean).join("\u00a0· ");

/** @param {string} name */
export function initials(name) {
  const parts = name.trim().split(/\s+/);
  const ends = new Set([parts[0], parts[parts.length - 1]]);
  return [...ends].map((part) => [...part][0]).join("").toUpperCase();
}

/** @param {Facts} facts @param {number} row */
export function insuranceWords(facts, row) {
  const plans = labelsOf(facts, "insurance", row);
  const shown = facts.words.insuranceShown;
  const more = plans.length > shown ? ` +${plans.length - shown} more` : "";
  return plans.length ? plans.slice(0, shown).join(", ") + more : facts.words.noInsurance;
}

/** What a card says about a row. @param {Facts} facts @param {number} row @param {Text | undefined} text */
export function cardView(facts, row, text) {
  const name = facts.names[row];
  const [open, , , confirmed] = facts.status.values[facts.status.code[row]];
  const [, fee, sliding] = facts.fee.values[facts.fee.code[row]];
  const url = `/therapists/${facts.slugOf(row)}/`;
  const full = open === "not-now";
  const title = [text?.credentials, text?.role, text?.pronouns];
  return {
    slug: facts.slugOf(row), name, url, initials: initials(name),
    title: inLine(title),
    availability: facts.words.openness[open], tone: facts.words.tones[open], confirmed,
    cost: inLine([fee, sliding, insuranceWords(facts, row)]),
    place: facts.places.values[facts.places.code[row]][0],
    specialties: text?.focus.slice(0, 3) ?? [],
    summary: text?.summary ?? "",
    portrait: text?.portrait ?? null,
    nextLabel: text?.label ?? (full ? facts.words.full : "Write to {name}").replace("{name}", firstName(name)),
    nextUrl: `${url}#${full ? "colleagues" : "write"}`,
  };
}

/** Builds and keeps cards; gives the same element for the same row again. */
export class Cards {
  /** @param {Facts} facts @param {HTMLTemplateElement} template @param {(row: number) => Text | undefined} textOf */
  constructor(facts, template, textOf) {
    this.facts = facts;
    this.model = template.content.firstElementChild;
    this.textOf = textOf;
    /** @type {Map<number, {element: HTMLElement, told: boolean, why: string, saved: boolean}>} */
    this.made = new Map();
    /* Cards of another day may say something that no longer holds: they are filled again. */
    this.fresh = facts.today === facts.built;
  }

  /** Takes over the cards that the page came with. @param {HTMLElement} list @returns {number[]} rows */
  adopt(list) {
    return [...list.children].map((element) => {
      const { names, slugOf } = this.facts;
      const name = element.querySelector("a").textContent;
      let row = names.indexOf(name);
      while (slugOf(row) !== element.dataset.slug) row = names.indexOf(name, row + 1);
      this.made.set(row, { element, told: this.fresh, why: "", saved: false });
      element.querySelector(".therapist-card-save").disabled = false;
      return row;
    });
  }

  /** The card of a row with its reasons. @param {number} row @param {string} why @param {boolean} saved */
  get(row, why, saved) {
    let card = this.made.get(row);
    if (!card) this.made.set(row, (card = { element: this.model.cloneNode(true), told: false, why: "", saved: false }));
    if (!card.told) this.fill(card, row);
    if (card.why !== why) setWhy(card, why);
    if (card.saved !== saved) setSaved(card, saved);
    return card.element;
  }

  /** Fills what is known; a card whose text hasn't come yet is filled again when it has. */
  fill(card, row) {
    const text = this.textOf(row);
    const view = cardView(this.facts, row, text);
    const { element } = card;
    const part = (name) => element.querySelector(`.therapist-card-${name}`);
    const bare = element.isConnected && !part("summary").textContent;
    /* It was seen without: now nothing may move. */
    if (text && bare) element.dataset.room = "";
    element.dataset.slug = view.slug;
    const link = part("name").firstElementChild;
    link.href = view.url;
    link.textContent = view.name;
    if (text || !part("title").textContent) part("title").textContent = view.title;
    const [badge, since] = part("open").children;
    badge.dataset.tone = view.tone;
    badge.textContent = view.availability;
    since.textContent = `as of ${view.confirmed}`;
    part("cost").textContent = view.cost;
    part("place").textContent = view.place;
    if (text) part("works").textContent = inLine(view.specialties);
    if (text) part("summary").textContent = view.summary;
    const next = part("next").firstElementChild;
    next.href = view.nextUrl;
    next.textContent = view.nextLabel;
    const save = part("save");
    save.disabled = false;
    save.firstElementChild.textContent = ` ${view.name}`;
    face(element.firstElementChild, view);
    card.told = text !== undefined;
  }
}

function face(portrait, view) {
  if (portrait.src) return;
  if (!view.portrait) {
    portrait.textContent = view.initials;
    return;
  }
  const image = Object.assign(document.createElement("img"), {
    className: "portrait", alt: "", width: 80, height: 80, loading: "lazy", decoding: "async", src: view.portrait,
  });
  portrait.replaceWith(image);
}

function setWhy(card, why) {
  let line = card.element.querySelector(".therapist-card-why");
  if (!line) {
    line = document.createElement("p");
    line.className = "therapist-card-why";
    card.element.querySelector(".therapist-card-next").before(line);
  }
  line.textContent = why;
  line.hidden = !why;
  card.why = why;
}

function setSaved(card, saved) {
  card.element.querySelector(".therapist-card-save").setAttribute("aria-pressed", String(saved));
  card.saved = saved;
}

