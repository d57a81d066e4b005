/* Up to four people side by side: the same questions answered for each, unknown said as such. */

import { el, nextOf, openness, pageOf, setText } from "./core.js";
import { saidOf, insuranceWords, labelsOf } from "./more.js";

const NOT_STATED = "Not stated";

/**
 * The questions and each person's answer.
 * @param {import("./facts.js").Facts} facts @param {number[]} rows
 * @param {(row: number) => import("./card.js").Text | undefined} textOf
 * @returns {{question: string, answers: string[]}[]}
 */
export function comparison(facts, rows, textOf) {
  const list = (kind) => (row) => labelsOf(facts, kind, row).join(", ");
  const view = (name) => (row) => saidOf(facts, row, textOf(row))[name];
  const questions = {
    "Taking new people": (row) => `${facts.words.openness[openness(facts, row)]}, ${view("since")(row)}`,
    Fee: (row) => facts.fee.values[facts.fee.code[row]].slice(1).filter(Boolean).join(", "),
    Insurance: (row) => list("insurance")(row) || insuranceWords(facts, row),
    "Where and how": view("place"),
    "Licensed in": list("state"),
    "Time of day": list("availability"),
    "Focuses on": (row) => textOf(row)?.focus.join(", "),
    "Works with": list("issue"),
    "Way of working": (row) => [list("approach")(row), list("philosophy")(row)].filter(Boolean).join(", "),
    "Sees": list("population"),
    Languages: list("language"),
    "About them": list("identity"),
    Training: view("title"),
  };
  return Object.entries(questions).map(([question, answer]) => ({
    question, answers: rows.map((row) => answer(row) || NOT_STATED),
  }));
}

/** Rows are laid out as grids; their roles keep them a table for every reader. */
const row = (...cells) => el("tr", { role: "row" }, ...cells);

/** @returns {HTMLTableElement} Still without what depends on texts: `answer` puts it in. */
function compareTable(facts, rows) {
  const names = rows.map((row) => el("th", { scope: "col", role: "columnheader" },
    el("a", { href: pageOf(facts, row) }, facts.names[row]), el("a", { className: "button", href: nextOf(facts, row) })));
  const body = comparison(facts, rows, () => undefined).map(({ question }) =>
    row(el("th", { scope: "row", role: "rowheader" }, question), ...rows.map(() => el("td", { role: "cell" }))));
  return el("table", { role: "table", style: `--people: ${rows.length}` },
    el("caption", { className: "visually-hidden" }, "People on your shortlist, side by side"),
    el("thead", { role: "rowgroup" }, row(...names)),
    el("tbody", { role: "rowgroup" }, ...body));
}

/** Says what is known by now in the cells that there are: focus and scrolling stay where they were. */
function answer(table, facts, rows, textOf) {
  const labels = rows.map((row) => saidOf(facts, row, textOf(row)).label);
  const answers = comparison(facts, rows, textOf).map((one) => one.answers);
  [labels, ...answers].forEach((said, line) => said.forEach((words, column) => {
    const { cells } = table.rows[line];
    setText(line ? cells[column + 1] : cells[column].lastChild, words);
  }));
}

/** Opens the dialog with these people; what their texts say is added when they have come. */
export async function compare({ facts, texts }, dialog, rows) {
  const frame = dialog.querySelector(".directory-compare-table"), people = rows.join();
  if (frame.dataset.people !== people) frame.replaceChildren(compareTable(facts, rows));
  frame.dataset.people = people;
  const table = frame.firstElementChild;
  const show = () => answer(table, facts, rows, (row) => texts.byRow.get(row));
  show();
  if (!dialog.open) dialog.showModal();
  if (texts.complete) return;
  await texts.load();
  show();
}
