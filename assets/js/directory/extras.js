/* What most visits never need: ways out of a short list, the shortlist, and comparing. */

import { el, persons, setText, toggleSaved } from "./core.js";
import { asMessage } from "./explain.js";
import { fill, leading, removing, showChips } from "./chips.js";
import { FEW, neighbors, rescues } from "./rescues.js";

export class Extras {
  /** @param {any} app the directory */
  constructor(app) {
    this.app = app;
    this.bar = app.part("shortlist");
    this.rescue = app.part("rescue");
    this.button = this.bar.querySelector(".button");
    this.button.onclick = () => {
      app.go({ ...app.state, compare: true });
      this.opened = location.href;
    };
    this.dialog = app.part("compare");
    this.dialog.onclose = () => this.closed();
  }

  show() {
    showChips(this.app);
    this.intake();
    this.rescues();
    this.shortlist();
    this.compare();
  }

  /** Writing to the practice carries the choice, in the fragment, into a form that shows it. */
  intake() {
    const link = this.app.part("intake-link");
    const message = asMessage(this.app.facts, this.app.state);
    link.href = link.pathname + (message && `#message=${encodeURIComponent(message)}`);
  }

  rescues() {
    const { facts, index, state, people } = this.app;
    const asked = Object.keys(state.chosen).length || state.q.trim();
    this.rescue.hidden = !asked || people > FEW;
    if (this.rescue.hidden) return;
    const steps = rescues(facts, index, state, people).map(({ label, people: more, state: next }) =>
      el("button", { className: "button button-quiet", onclick: leading(this.app, () => next) }, `${label}: ${persons(more)}`));
    const near = neighbors(facts, state).filter((one) => one.people);
    const links = near.map(({ label, url, people: there }) =>
      el("a", { className: "tag", href: url }, label, " ", el("span", { className: "tag-count" }, String(there))));
    const [title, stepList, nearTitle, nearList] = this.rescue.querySelectorAll("h2, ul, h3");
    setText(title, people ? "Would you like to see more people?" : "Nobody here fits all of this. One step helps:");
    fill(stepList, steps);
    nearTitle.hidden = nearList.hidden = !links.length;
    fill(nearList, links);
  }

  people() {
    const { facts, state } = this.app;
    return state.shortlist.map((slug) => facts.slugs.indexOf(slug));
  }

  shortlist() {
    const rows = this.people();
    const list = this.bar.querySelector("ul");
    const at = [...list.children].findIndex((item) => item.contains(document.activeElement));
    fill(list, rows.map((row) => this.saved(row)));
    setText(this.app.part("full"), "");
    setText(this.button, rows.length === 1 ? "Look closer" : `Compare ${rows.length} people`);
    this.bar.hidden = !rows.length;
    if (at >= 0) this.stay(list.children[at]?.firstElementChild);
  }

  saved(row) {
    const { facts } = this.app;
    return removing("Take out ", facts.names[row], () => toggleSaved(this.app, facts.slugOf(row)));
  }

  /** Keeps the focus in the bar, as long as there is one. */
  stay(button = this.button) {
    if (this.bar.hidden) this.app.keepFocus();
    else button.focus();
  }

  async compare() {
    const { app } = this;
    if (!app.state.compare) return this.dialog.close();
    const { compare } = await import("./compare.js");
    /* It may have been left meanwhile. */
    if (app.state.compare) compare(app, this.dialog, this.people());
  }

  /** Closing is the way back, so that Back never opens it again. A shared link has none. */
  closed() {
    const { app } = this;
    this.stay();
    if (!app.state.compare) return;
    if (location.href === this.opened) history.back();
    else app.go({ ...app.state, compare: false }, "replace");
  }
}
