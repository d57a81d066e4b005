/* What most visits never need: ways out of a short list, the shortlist, and comparing. */

import { el, setText, toggleSaved } from "./core.js";
import { asMessage } from "./explain.js";
import { showChips } from "./chips.js";
import { FEW, neighbors, rescues } from "./rescues.js";

export class Extras {
  /** @param {any} app the directory */
  constructor(app) {
    this.app = app;
    this.bar = app.part("shortlist");
    this.rescue = app.part("rescue");
    this.dialog = app.part("compare");
    this.dialog.addEventListener("close", () => this.closed());
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
    link.href = link.pathname + (message ? `#message=${encodeURIComponent(message)}` : "");
  }

  rescues() {
    const { facts, index, state, people } = this.app;
    const asked = Object.keys(state.chosen).length > 0 || state.q.trim() !== "";
    this.rescue.hidden = !asked || people > FEW;
    if (this.rescue.hidden) return;
    const steps = rescues(facts, index, state, people).map(({ label, people: more, state: next }) => {
      const button = el("button", { type: "button", className: "button button-quiet" }, `${label}: ${persons(more)}`);
      button.addEventListener("click", () => {
        this.app.go(next);
        this.app.keepFocus();
      });
      return el("li", {}, button);
    });
    const near = neighbors(facts, state).filter((one) => one.people);
    const links = near.map(({ label, url, people: there }) =>
      el("li", {}, el("a", { className: "tag", href: url }, label, " ", el("span", { className: "tag-count" }, String(there)))));
    const [title, stepList, nearTitle, nearList] = this.rescue.querySelectorAll("h2, ul, h3");
    setText(title, people ? "Would you like to see more people?" : "Nobody here fits all of this. One step helps:");
    stepList.replaceChildren(...steps);
    nearTitle.hidden = nearList.hidden = !links.length;
    nearList.replaceChildren(...links);
  }

  people() {
    const { facts, state } = this.app;
    return state.shortlist.map((slug) => facts.slugs.indexOf(slug));
  }

  shortlist() {
    const rows = this.people();
    this.bar.hidden = !rows.length;
    if (!rows.length) return;
    const { facts } = this.app;
    const items = rows.map((row) => {
      const button = el("button", { type: "button", className: "directory-chip" },
        el("span", { className: "visually-hidden" }, "Take out "), facts.names[row]);
      button.addEventListener("click", () => this.takeOut(row));
      return el("li", {}, button);
    });
    this.bar.querySelector("ul").replaceChildren(...items);
    const button = this.bar.querySelector(".button");
    setText(button, rows.length === 1 ? "Look closer" : `Compare ${rows.length} people`);
    button.onclick = () => this.app.go({ ...this.app.state, compare: true });
  }

  takeOut(row) {
    toggleSaved(this.app, this.app.facts.slugOf(row));
    this.app.keepFocus();
  }

  async compare() {
    const { state, facts, texts } = this.app;
    if (!state.compare) {
      if (this.dialog.open) this.dialog.close();
      return;
    }
    const { compareTable } = await import("./compare.js");
    const table = compareTable(facts, this.people(), (row) => texts.byRow.get(row));
    this.dialog.querySelector(".directory-compare-table").replaceChildren(table);
    if (!this.dialog.open) this.dialog.showModal();
    if (!texts.complete) texts.load().then(() => this.app.state.compare && this.compare());
  }

  /** Closing goes back, so that Back and the dialog's own button do the same. */
  closed() {
    const { app } = this;
    if (app.state.compare) app.go({ ...app.state, compare: false });
  }
}

const persons = (number) => (number === 1 ? "1 person" : `${number} people`);
