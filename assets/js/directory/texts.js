/* The cards' texts. They are asked for one file after the other, always in the same order and never
   by what somebody looks for: a server's log must not tell it. */

import { column, pause, put, read } from "./core.js";

/** @typedef {import("./card.js").Text} Text */

/* Milliseconds without a change: typing goes before unpacking. */
const RESTED = 250;

export class Texts {
  /**
   * @param {import("./facts.js").Facts} facts
   * @param {(texts: string[], from: number) => void} arrived
   * @param {() => number} [changed] when the visitor last changed something
   */
  constructor(facts, arrived, changed = () => 0) {
    this.facts = facts;
    this.arrived = arrived;
    this.resting = () => performance.now() - changed() > RESTED;
    /** @type {Map<number, Text>} */
    this.byRow = new Map();
    this.issues = facts.terms.filter((one) => one.kind === "issue").map((one) => one.label);
  }

  /** Whether everything has come. */
  get complete() {
    return this.byRow.size === this.facts.rows;
  }

  /** Loads every file, once. A file that fails leaves its cards shorter. */
  load() {
    return (this.loading ??= this.loadAll());
  }

  async loadAll() {
    const coming = this.facts.texts.map(() => null);
    let from = 0;
    const ask = (at) => (coming[at] ??= read(this.facts.texts[at]));
    for (let at = 0; at < coming.length; at += 1) {
      for (let ahead = at; ahead < Math.min(at + 3, coming.length); ahead += 1) ask(ahead).catch(() => {});
      const file = await ask(at).catch(() => null);
      if (!file) return;
      do await pause(this.resting() ? 0 : RESTED);
      while (!this.resting());
      this.take(file, from);
      from += file.summary.length;
    }
  }

  /** Unpacks a file whose first person is in row `from`. */
  take(file, from) {
    const { summary, focus, portrait, label } = file;
    const values = (name) => {
      const { values: distinct, code } = column(file[name], summary.length);
      return (i) => distinct[code[i]];
    };
    const [pronouns, role, credentials] = ["pronouns", "role", "credentials"].map(values);
    for (let i = 0; i < summary.length; i += 1) {
      this.byRow.set(from + i, {
        summary: summary[i], pronouns: pronouns(i), portrait: portrait[i], label: label[i],
        focus: focus[i].split(" ").map((at) => this.issues[Number(at)]),
        credentials: this.labels(credentials(i), from + i),
        role: this.labels(role(i), from + i),
      });
    }
    this.arrived(summary, from);
  }

  /** The labels of terms, which from now on a search finds in this row, too. */
  labels(slugs, row) {
    return slugs.map((slug) => {
      const term = this.facts.term.get(slug);
      put(term.bits, row);
      return term.label;
    }).join(", ");
  }
}
