/* The shortlist and comparing, which most visits never need: they come with the first person on it. */

import { el, setText, toggleSaved } from "./core.js";

export class Shortlist {
  /** @param {any} app the directory */
  constructor(app) {
    this.app = app;
    this.bar = app.part("shortlist");
    this.dialog = app.part("compare");
    this.dialog.addEventListener("close", () => this.closed());
  }

  show() {
    this.list();
    this.compare();
  }

  people() {
    const { facts, state } = this.app;
    return state.shortlist.map((slug) => facts.slugs.indexOf(slug));
  }

  list() {
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
    const { app } = this;
    if (!app.state.compare) {
      if (this.dialog.open) this.dialog.close();
      return;
    }
    const [{ compareTable }] = await Promise.all([import("./compare.js"), app.load()]);
    const table = compareTable(app.facts, this.people(), (row) => app.texts.byRow.get(row));
    this.dialog.querySelector(".directory-compare-table").replaceChildren(table);
    if (!this.dialog.open) this.dialog.showModal();
    if (!app.texts.complete) app.texts.load().then(() => app.state.compare && this.compare());
  }

  /** Closing goes back, so that Back and the dialog's own button do the same. */
  closed() {
    const { app } = this;
    if (app.state.compare) app.go({ ...app.state, compare: false });
  }
}
