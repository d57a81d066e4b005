/* Ways on from a list: to the practice with the choice, and out of a short one. */

import { fill, leading } from "./chips.js";
import { asMessage } from "./explain.js";
import { el, persons, setText } from "./filters.js";
import { FEW, neighbors, rescues } from "./rescues.js";

/** Writing to the practice carries the choice, in the fragment, into a form that shows it. */
export function showIntake(app) {
  const link = app.part("intake-link");
  const message = asMessage(app.facts, app.state);
  link.href = link.pathname + (message && `#message=${encodeURIComponent(message)}`);
}

/** @param {any} app the directory */
export function showRescues(app) {
  const { facts, state, people } = app;
  const box = app.part("rescue");
  const asks = Object.keys(state.chosen).length || state.q.trim();
  box.hidden = !asks || people > FEW;
  if (box.hidden) return;
  const steps = rescues(facts, app.index, state, people).map(({ label, people: more, state: next }) =>
    el("button", { className: "button button-quiet", onclick: leading(app, () => next) }, `${label}: ${persons(more)}`));
  const near = neighbors(facts, state).filter((one) => one.people);
  const links = near.map(({ label, url, people: there }) =>
    el("a", { className: "tag", href: url }, label, " ", el("span", { className: "tag-count" }, String(there))));
  const [title, stepList, nearTitle, nearList] = box.querySelectorAll("h2, ul, h3");
  setText(title, people ? "Would you like to see more people?" : "Nobody here fits all of this. One step helps:");
  fill(stepList, steps);
  nearTitle.hidden = nearList.hidden = !links.length;
  fill(nearList, links);
}
