/* The shortlist and comparing, which most visits never need: they come with the first person on it. */

import { compare } from "./compare.js";
import { fill, pause, removing, setText, toggleSaved } from "./core.js";

/* Milliseconds that comparing waits for texts: what is told late moves what somebody reads. */
const MOMENT = 300;

export class Shortlist {
  /** @param {any} app the directory */
  constructor(app) {
    this.app = app;
    this.bar = app.part("shortlist");
    this.button = this.bar.querySelector(".button");
    this.button.onclick = () => app.go({ ...app.state, compare: true });
    this.dialog = app.part("compare");
    this.dialog.onclose = () => this.closed();
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
    await Promise.all([app.load(), app.rest()]);
    await Promise.race([app.texts.load(), pause(MOMENT)]);
    /* It may have been left meanwhile. */
    if (app.state.compare) compare(app, this.dialog, this.people());
  }

  /** Closing is the way back, so that Back never opens it again. A shared link has none. */
  closed() {
    const { app } = this;
    this.stay();
    if (!app.state.compare) return;
    if (history.state?.opened) history.back();
    else app.go({ ...app.state, compare: false }, "replace");
  }
}
