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
      this.how = undefined;
      if (isState(location.hash)) app.moved();
      /* A place on the page: keep the choice. */
      else this.write("replace");
    });
  }

  /** How many people were shown here: a link doesn't tell it, the way back from a profile does. */
  get limit() {
    return history.state?.limit || this.app.pageSize;
  }

  /** Before a state follows another: tells that one, unless typing just goes on.
   * @param {"push" | "replace" | "type"} how the new one will be told */
  turn(how) {
    if (how !== "type" || this.how !== "type") this.flush();
    this.how = how;
  }

  /** After the page shows a state: tells it; what is typed, once typing rests. */
  follow() {
    clearTimeout(this.timer);
    if (this.how === "type") this.timer = setTimeout(() => this.flush(), QUIET);
    else this.flush();
  }

  /** Tells what is still untold. */
  flush() {
    clearTimeout(this.timer);
    if (this.how) this.write(this.how === "type" ? "replace" : this.how);
    this.how = undefined;
  }

  write(how) {
    const { state, limit, pageSize } = this.app;
    const fragment = format(state);
    const url = location.pathname + location.search + (fragment && `#${fragment}`);
    const more = limit > pageSize && limit;
    /* Comparing that was opened here is left by going back, after a reload, too. */
    const opened = state.compare && (how === "push" || history.state?.opened);
    history[`${how}State`](more || opened ? { limit: more, opened } : null, "", url);
  }
}
