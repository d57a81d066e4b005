/* Cards from facts, in the markup that the build gave in a template: for people whose card the page
   didn't come with. */

import { has, inLine, showOpenness } from "./core.js";

/**
 * @typedef {import("./facts.js").Facts} Facts
 * @typedef {{summary: string, focus: string[], pronouns: string | null, credentials: string,
 *   role: string, portrait: string | null, label: string}} Text what comes after the facts
 */

const firstName = (name) => name.split(/\s+/)[0];

/** The labels of the terms of a kind that somebody has, in the vocabulary's order. */
export const labelsOf = (facts, kind, row) =>
  facts.terms.filter((one) => one.kind === kind && has(one.bits, row)).map((one) => one.label);

/** @param {string} name */
export function initials(name) {
  const parts = name.trim().split(/\s+/);
  const ends = new Set([parts[0], parts[parts.length - 1]]);
  return [...ends].map((part) => [...part][0]).join("").toUpperCase();
}

/** @param {Facts} facts @param {number} row */
export function insuranceWords(facts, row) {
  /* In a large practice, these come with the second file. */
  if (!facts.confirmed) return "";
  const plans = labelsOf(facts, "insurance", row);
  const shown = facts.words.insuranceShown;
  const more = plans.length > shown ? ` +${plans.length - shown} more` : "";
  return plans.length ? plans.slice(0, shown).join(", ") + more : facts.words.noInsurance;
}

/** What a card says about a row. @param {Facts} facts @param {number} row @param {Text | undefined} text */
export function cardView(facts, row, text) {
  const name = facts.names[row];
  const open = facts.open.values[facts.open.code[row]];
  const [, confirmed] = facts.confirmed?.values[facts.confirmed.code[row]] ?? [];
  const [, fee, sliding] = facts.fee.values[facts.fee.code[row]];
  const url = `/therapists/${facts.slugOf(row)}/`;
  const full = open === "not-now";
  const title = [text?.credentials, text?.role, text?.pronouns];
  return {
    slug: facts.slugOf(row), name, url, initials: initials(name),
    title: inLine(title),
    availability: facts.words.openness[open], confirmed,
    cost: inLine([fee, sliding, insuranceWords(facts, row)]),
    place: facts.places.values[facts.places.code[row]][0],
    works: inLine(text?.focus.slice(0, 3) ?? []),
    summary: text?.summary ?? "",
    portrait: text?.portrait ?? null,
    nextLabel: text?.label ?? (full ? facts.words.full : "Write to {name}").replace("{name}", firstName(name)),
    nextUrl: `${url}#${full ? "colleagues" : "write"}`,
  };
}

/** Makes cards. */
export class Maker {
  /** @param {Facts} facts @param {HTMLTemplateElement} template @param {(row: number) => Text | undefined} textOf */
  constructor(facts, template, textOf) {
    this.facts = facts;
    this.model = template.content.firstElementChild;
    this.textOf = textOf;
  }

  /** @returns {HTMLElement} */
  blank() {
    return this.model.cloneNode(true);
  }

  /**
   * Fills what is known. A card of which something hasn't come yet is filled again when it has.
   * @param {HTMLElement} element @param {number} row @returns {boolean} whether all is there
   */
  fill(element, row) {
    const text = this.textOf(row);
    const view = cardView(this.facts, row, text);
    const part = (name) => element.querySelector(`.therapist-card-${name}`);
    const bare = element.isConnected && !part("summary").textContent;
    /* It was seen without: now nothing may move. */
    if (text && bare) element.dataset.room = "";
    element.dataset.slug = view.slug;
    link(part("name"), view.url, view.name);
    const [badge, since] = part("open").children;
    showOpenness(badge, this.facts, row);
    since.textContent = view.confirmed ? `as of ${view.confirmed}` : "";
    for (const name of ["title", "cost", "place", "works", "summary"]) part(name).textContent = view[name];
    link(part("next"), view.nextUrl, view.nextLabel);
    const save = part("save");
    save.disabled = false;
    save.firstElementChild.textContent = ` ${view.name}`;
    face(element.firstElementChild, view);
    return text !== undefined && this.facts.confirmed !== undefined;
  }
}

const link = (part, href, textContent) => Object.assign(part.firstElementChild, { href, textContent });

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
