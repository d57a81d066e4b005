/* What is chosen, in one line: each choice can be taken back there, and what a search understood. */

import { choose, el } from "./core.js";

/** @param {any} app the directory */
export function showChips(app) {
  const { facts, state, found } = app;
  const chosen = Object.entries(state.chosen).flatMap(([key, slugs]) => slugs.map((slug) => chip(app, key, slug)));
  const heard = (found?.hits ?? []).map((hit) => el("span", { className: "directory-heard" }, heardWords(facts, hit)));
  const every = [...chosen, ...heard];
  if (every.length) every.push(clearing(app));
  app.part("chips").replaceChildren(...every.map((one) => el("li", {}, one)));
  app.part("nothing").hidden = every.length > 0;
}

function chip(app, key, slug) {
  const { label } = app.facts.facet.get(key).options.find((one) => one.slug === slug);
  return leading(app, "directory-chip", () => choose(app.state, app.facts, key, slug, false),
    el("span", { className: "visually-hidden" }, "Remove "), label);
}

const clearing = (app) =>
  leading(app, "directory-clear", () => ({ ...app.state, chosen: {}, q: "" }), "Clear all");

/** A button to another state, in which it won't be there: the heading, with the new number, gets
    the focus. @param {() => import("./fragment.js").State} next */
export function leading(app, className, next, ...words) {
  const onclick = () => {
    app.go(next());
    app.keepFocus();
  };
  return el("button", { type: "button", className, onclick }, ...words);
}

/** "“drinking”: Alcohol use". @param {import("./search.js").Hit} hit */
export function heardWords(facts, { word, read, terms, names, texts }) {
  const slip = read && !read.startsWith(word);
  const asked = slip ? `“${word}” read as “${read}”` : `“${word}”`;
  const labels = [...terms].slice(0, 2).map((place) => facts.terms[place].label);
  if (labels.length) return `${asked}: ${labels.join(", ")}`;
  if (names.some(Boolean)) return `${asked}: a name`;
  return texts.some(Boolean) ? `${asked}: in their words` : `${asked}: nothing found`;
}
