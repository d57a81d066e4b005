/* The cards' texts. They are asked for one file after the other, always in the same order and never
   by what somebody looks for: a server's log must not tell it. */

import { column } from "./core.js";

/** @typedef {import("./card.js").Text} Text */

export class Texts {
  /** @param {import("./facts.js").Facts} facts @param {(texts: string[], from: number) => void} arrived */
  constructor(facts, arrived) {
    this.facts = facts;
    this.arrived = arrived;
    /** @type {Map<number, Text>} */
    this.byRow = new Map();
    this.issues = facts.terms.filter((one) => one.kind === "issue").map((one) => one.label);
    this.started = false;
  }

  /** Whether everything has come. */
  get complete() {
    return this.byRow.size === this.facts.rows;
  }

  /** Loads every file; a second call does nothing. A file that fails leaves its cards shorter. */
  async load() {
    if (this.started) return;
    this.started = true;
    const coming = this.facts.texts.map(() => null);
    let from = 0;
    const ask = (at) => (coming[at] ??= fetch(this.facts.texts[at]).then((answer) => answer.json()));
    for (let at = 0; at < coming.length; at += 1) {
      for (let ahead = at; ahead < Math.min(at + 3, coming.length); ahead += 1) ask(ahead).catch(() => {});
      const file = await ask(at).catch(() => null);
      if (!file) return;
      this.take(file, from);
      from += file.summary.length;
      await new Promise((done) => setTimeout(done)); // typing goes first
    }
  }

  take(file, from) {
    const rows = file.summary.length;
    const pronouns = column(file.pronouns, rows);
    const credentials = column(file.credentials, rows);
    file.summary.forEach((summary, i) => {
      this.byRow.set(from + i, {
        summary,
        focus: file.focus[i].split(" ").map((place) => this.issues[Number(place)]),
        pronouns: pronouns.values[pronouns.code[i]],
        credentials: credentials.values[credentials.code[i]],
        portrait: file.portrait[i],
        label: file.label[i],
      });
    });
    this.arrived(file.summary, from);
  }
}
