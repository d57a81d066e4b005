/* What is chosen, in one line: each choice can be taken back there, and what a search understood. */

import { el } from "./filters.js";
import { choose } from "./fragment.js";
import { named } from "./explain.js";

/** @param {any} app the directory */
export function showChips(app) {
  const { facts, state, found } = app;
  const chosen = Object.entries(state.chosen).flatMap(([key, slugs]) => slugs.map((slug) => {
    const take = leading(app, () => choose(app.state, facts, key, slug, false));
    return removing("Remove ", named(facts, key, [slug])[0], take);
  }));
  const heard = (found?.hits ?? []).map((hit) => el("span", { className: "directory-heard" }, heardWords(facts, hit)));
  const every = [...chosen, ...heard];
  if (every.length) every.push(clearing(app));
  fill(app.part("chips"), every);
  app.part("nothing").hidden = every.length > 0;
}

/** @param {HTMLElement} list @param {HTMLElement[]} items */
export const fill = (list, items) => list.replaceChildren(...items.map((one) => el("li", {}, one)));

const clearing = (app) =>
  el("button", { className: "directory-clear", onclick: leading(app, () => ({ ...app.state, chosen: {}, q: "" })) }, "Clear all");

/** A chip that takes away what it says. */
export const removing = (verb, label, onclick) =>
  el("button", { className: "directory-chip", onclick }, el("span", { className: "visually-hidden" }, verb), label);

/** To a state in which the pressed button isn't there: the heading, with its number, gets the focus. */
export const leading = (app, next) => () => {
  app.go(next());
  app.keepFocus();
};

/** "“drinking”: Alcohol use". @param {import("./search.js").Hit} hit */
function heardWords(facts, { word, read, terms, names, texts }) {
  const slip = read && !read.startsWith(word);
  const asked = slip ? `“${word}” read as “${read}”` : `“${word}”`;
  const labels = [...terms].slice(0, 2).map((place) => facts.terms[place].label);
  if (labels.length) return `${asked}: ${labels.join(", ")}`;
  if (names.some(Boolean)) return `${asked}: a name`;
  return texts.some(Boolean) ? `${asked}: in their words` : `${asked}: nothing found`;
}
