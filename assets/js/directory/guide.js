/* A guided start for people who don't know the words: at most five plain questions. Each answer only
   sets a filter, which is shown; every question can be skipped, and the guide left at any point. */

import { choose, el, named, setText } from "./core.js";

/** Facet → the question that asks for it. Facets that nobody fills are not asked for. */
export const QUESTIONS = [
  { key: "issue", ask: "What has been hardest lately?", hint: "Choose what comes close. You can choose several, or none." },
  { key: "population", ask: "Who is it for?", hint: "Yourself counts, and so does somebody you worry about." },
  { key: "state", ask: "Where will you be during sessions?", hint: "It decides who may legally see you." },
  { key: "format", ask: "How would you like to talk?", hint: "You can change this later." },
  { key: "fee", ask: "What could you pay for a session?", hint: "Without insurance. Sliding scales are counted in." },
];

/** @param {any} app the directory */
export function guide(app) {
  const questions = QUESTIONS.filter(({ key }) => app.facts.facet.has(key));
  const dialog = app.part("guide-dialog");
  let at = 0;
  /* All answers together are one step in the history. */
  let how = "push";
  const set = (key, slug, on) => {
    app.go(choose(app.state, app.facts, key, slug, on), how);
    how = "replace";
    tell();
  };
  const tell = () => {
    const chosen = Object.entries(app.state.chosen).flatMap(([key, slugs]) => named(app.facts, key, slugs));
    setText(dialog.querySelector(".directory-guide-set"),
      chosen.length ? `Filters set: ${chosen.join(", ")}.` : "No filters set so far.");
    setText(dialog.querySelector(".directory-guide-show"), `Show ${app.countWords().toLowerCase()}`);
  };
  const show = () => {
    const question = questions[at];
    dialog.querySelector(".directory-guide-question").replaceChildren(fieldset(app, question, set));
    setText(dialog.querySelector(".directory-guide-step"), `Question ${at + 1} of ${questions.length}`);
    dialog.querySelector(".directory-guide-back").disabled = at === 0;
    setText(dialog.querySelector(".directory-guide-next"), at + 1 < questions.length ? "Next question" : "Finish");
    tell();
    dialog.querySelector("legend").focus();
  };
  const step = (by) => {
    at += by;
    if (at < questions.length) show();
    else dialog.close();
  };
  dialog.querySelector(".directory-guide-back").onclick = () => step(-1);
  dialog.querySelector(".directory-guide-next").onclick = () => step(1);
  dialog.querySelector(".directory-guide-show").onclick = () => dialog.close();
  dialog.querySelector(".directory-guide-undo").onclick = () => {
    app.address.flush();
    /* Going back closes it, too. */
    if (how === "replace") history.back();
    else dialog.close();
  };
  dialog.onclose = () => {
    app.filters.reveal();
    app.keepFocus();
  };
  dialog.showModal();
  show();
}

function fieldset(app, { key, ask, hint }, set) {
  const { options } = app.facts.facet.get(key);
  const picked = app.state.chosen[key] ?? [];
  const lines = options.map(({ slug, label }) => {
    const input = el("input", { type: "checkbox", value: slug, checked: picked.includes(slug) });
    input.addEventListener("change", () => set(key, slug, input.checked));
    return el("label", { className: "directory-option" }, input, el("span", {}, label));
  });
  const box = el("fieldset", { className: "directory-options" }, el("legend", { tabIndex: -1 }, ask),
    el("p", { className: "text-quiet text-small" }, hint));
  box.append(el("div", { className: "directory-guide-options" }, ...lines));
  return box;
}
