/* The filters: native checkboxes in fieldsets, one disclosure a facet, counts beside each option. */

/** @param {string} tag @param {object} [props] @param {...(Node | string)} children */
export function el(tag, props = {}, ...children) {
  const element = Object.assign(document.createElement(tag), props);
  element.append(...children);
  return element;
}

const OPEN_AT_FIRST = 2;

export class Filters {
  /**
   * @param {import("./facts.js").Facts} facts
   * @param {(key: string, slug: string, on: boolean) => void} choose
   */
  constructor(facts, choose) {
    this.facts = facts;
    this.made = new Map();
    this.element = el("div", { className: "directory-facets" });
    this.element.addEventListener("change", ({ target }) => choose(target.name, target.value, target.checked));
    this.boxes = facts.facets.map((facet, at) => this.disclosure(facet, at));
    this.element.append(...this.boxes);
  }

  disclosure({ key, legend }, at) {
    const chosen = el("span", { className: "directory-facet-chosen" });
    const box = el("details", { className: "directory-facet", open: at < OPEN_AT_FIRST }, el("summary", {}, legend, " ", chosen));
    box.dataset.facet = key;
    box.addEventListener("toggle", () => box.open && this.fill(key));
    return box;
  }

  /** Builds a facet's options when they are first to be seen. */
  fill(key) {
    const { legend, hint, options } = this.facts.facet.get(key);
    const box = this.boxOf(key);
    /* Who has what in a facet that is closed at first may still be on its way. */
    const there = this.facts.confirmed || this.boxes.indexOf(box) < OPEN_AT_FIRST;
    if (this.made.has(key) || !this.now || !there) return;
    const lines = options.map((option) => line(key, option));
    const fieldset = el("fieldset", { className: "directory-options" }, el("legend", { className: "visually-hidden" }, legend));
    if (hint) fieldset.append(el("p", { className: "text-quiet text-small" }, hint));
    fieldset.append(...lines);
    box.append(fieldset);
    this.made.set(key, lines);
    this.refresh(key);
  }

  boxOf(key) {
    return this.boxes.find((box) => box.dataset.facet === key);
  }

  /**
   * Shows a state: what is chosen, and the counts of what can be seen.
   * @param {Record<string, string[]>} chosen @param {(key: string) => number[]} countsOf
   */
  show(chosen, countsOf) {
    this.now = { chosen, countsOf };
    for (const box of this.boxes) {
      const { facet } = box.dataset;
      const number = chosen[facet]?.length ?? 0;
      setText(box.querySelector(".directory-facet-chosen"), number ? `${number} chosen` : "");
      if (box.open) this.fill(facet);
      if (this.made.has(facet)) this.refresh(facet);
    }
  }

  /** Opens what has a choice in it, so that a shared link shows what it chose. */
  reveal() {
    for (const key of Object.keys(this.now.chosen)) {
      this.boxOf(key).open = true;
      this.fill(key);
    }
  }

  refresh(key) {
    const picked = this.now.chosen[key] ?? [];
    const numbers = this.now.countsOf(key);
    this.made.get(key).forEach((label, i) => {
      const input = label.firstChild;
      input.checked = picked.includes(input.value);
      setText(label.lastChild, String(numbers[i]));
      label.toggleAttribute("data-none", numbers[i] === 0);
    });
  }
}

const line = (name, { slug, label }) =>
  el("label", { className: "directory-option" },
    el("input", { type: "checkbox", name, value: slug }), `${label} `, el("span", { className: "directory-count" }));

/** @param {number} number */
export const persons = (number) =>
  number === 1 ? "1 person" : `${String(number).replace(/\B(?=(\d{3})+$)/g, ",")} people`;

/** Other words in an element that holds nothing else, where they differ: less to lay out again. */
export function setText(element, text) {
  const node = element.firstChild;
  if (!node) element.textContent = text;
  else if (node.data !== text) node.data = text;
}
