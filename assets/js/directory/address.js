/* The address bar and the history: choosing pushes, typing replaces, Back and Forward restore. */

import { format, isState } from "./fragment.js";

/* Milliseconds without typing before the address follows: browsers refuse more. */
const QUIET = 700;

export class Address {
  /** @param {any} app the directory: its `state` and `limit` are written, `moved` is called */
  constructor(app) {
    this.app = app;
    addEventListener("popstate", () => {
      clearTimeout(this.timer);
      this.waiting = false;
      if (isState(location.hash)) app.moved();
      /* A place on the page: keep the choice. */
      else this.write("replace");
    });
  }

  /** How many people were shown here: a link doesn't tell it, the way back from a profile does. */
  get limit() {
    return Number(history.state) || this.app.pageSize;
  }

  /** @param {"push" | "replace" | "type"} how */
  follow(how) {
    clearTimeout(this.timer);
    this.waiting = how === "type";
    if (this.waiting) this.timer = setTimeout(() => this.flush(), QUIET);
    else this.write(how);
  }

  write(how) {
    const { state, limit, pageSize } = this.app;
    const fragment = format(state);
    const url = location.pathname + location.search + (fragment && `#${fragment}`);
    history[`${how}State`](limit > pageSize ? limit : null, "", url);
  }

  /** Writes what typing has left unwritten. */
  flush() {
    clearTimeout(this.timer);
    if (this.waiting) this.write("replace");
    this.waiting = false;
  }
}
