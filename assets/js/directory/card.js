/* The cards on the page: one element a person, used again wherever they stand on the list. */

/**
 * @typedef {import("./facts.js").Facts} Facts
 * @typedef {{element: HTMLElement, told: boolean, why: string, saved: boolean}} Card
 *   `told`: whether its text has come
 */

/** Facts in a line that never begins with a dot, wherever it wraps. @param {(string | null)[]} facts */
export const inLine = (facts) => facts.filter(Boolean).join("\u00a0· ");

/** Keeps cards; gives the same element for the same row again. */
export class Cards {
  /** @param {Facts} facts */
  constructor(facts) {
    this.facts = facts;
    /** @type {Map<number, Card>} */
    this.made = new Map();
    /** @type {import("./making.js").Maker | undefined} who makes the cards that the page lacks */
    this.maker = undefined;
  }

  /** Takes over the cards that the page came with. @param {HTMLElement} list @returns {number[]} rows */
  adopt(list) {
    const { names, slugOf } = this.facts;
    const there = [...list.children].map((element) => [element.querySelector("a").textContent, element]);
    const wanted = new Set(there.map(([name]) => name));
    const rows = new Map();
    names.forEach((name, row) => wanted.has(name) && rows.set(slugOf(row), row));
    return there.map(([, element]) => {
      const row = rows.get(element.dataset.slug);
      this.made.set(row, { element, told: true, why: "", saved: false });
      element.querySelector(".therapist-card-save").disabled = false;
      /* On another day it may say something that no longer holds. */
      showOpenness(element.querySelector(".badge"), this.facts, row);
      return row;
    });
  }

  /** The card of a row with its reasons. @param {number} row @param {string} why @param {boolean} saved */
  get(row, why, saved) {
    let card = this.made.get(row);
    if (!card) this.made.set(row, (card = { element: this.maker.blank(), told: false, why: "", saved: false }));
    if (!card.told) card.told = this.maker.fill(card.element, row);
    if (card.why !== why) setWhy(card, why);
    if (card.saved !== saved) setSaved(card, saved);
    return card.element;
  }
}

/** Whether somebody has openings, as of today. @param {HTMLElement} badge @param {Facts} facts */
export function showOpenness(badge, { open, words }, row) {
  const now = open.values[open.code[row]];
  if (badge.textContent === words.openness[now]) return;
  badge.dataset.tone = words.tones[now];
  badge.textContent = words.openness[now];
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
