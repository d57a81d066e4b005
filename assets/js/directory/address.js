/* The address bar and the history: choosing pushes, typing replaces, Back and Forward restore. */

import { format, isState } from "./fragment.js";

const QUIET = 700; // milliseconds without typing before the address follows: browsers refuse more

export class Address {
  /** @param {() => import("./fragment.js").State} stateNow @param {() => void} moved the visitor went to another state */
  constructor(stateNow, moved) {
    this.stateNow = stateNow;
    addEventListener("popstate", () => {
      clearTimeout(this.timer);
      this.waiting = false;
      if (isState(location.hash)) moved();
      else history.replaceState(null, "", this.of(stateNow())); // a place on the page: keep the choice
    });
  }

  of(state) {
    const fragment = format(state);
    return location.pathname + location.search + (fragment ? `#${fragment}` : "");
  }

  /** @param {"push" | "replace" | "type"} how */
  follow(how) {
    clearTimeout(this.timer);
    this.waiting = how === "type";
    if (how === "type") this.timer = setTimeout(() => this.flush(), QUIET);
    else if (how === "push") history.pushState(null, "", this.of(this.stateNow()));
    else history.replaceState(null, "", this.of(this.stateNow()));
  }

  /** Writes what typing has left unwritten. */
  flush() {
    clearTimeout(this.timer);
    if (this.waiting) history.replaceState(null, "", this.of(this.stateNow()));
    this.waiting = false;
  }
}
