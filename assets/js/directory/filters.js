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
    this.choose = choose;
    this.made = new Map();
    this.element = el("div", { className: "directory-facets" });
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
    if (this.made.has(key) || !this.now || options.some((one) => one.late)) return;
    const lines = options.map((option) => line(key, option, (on) => this.choose(key, option.slug, on)));
    const fieldset = el("fieldset", { className: "directory-options" }, el("legend", { className: "visually-hidden" }, legend));
    if (hint) fieldset.append(el("p", { className: "text-quiet text-small" }, hint));
    fieldset.append(...lines.map((one) => one.label));
    this.boxOf(key).append(fieldset);
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
    this.made.get(key).forEach(({ input, number, slug, label }, i) => {
      input.checked = picked.includes(slug);
      setText(number, String(numbers[i]));
      label.dataset.none = String(numbers[i] === 0);
    });
  }
}

function line(key, { slug, label: words }, choose) {
  const input = el("input", { type: "checkbox", name: key, value: slug });
  const number = el("span", { className: "directory-count" });
  const label = el("label", { className: "directory-option" }, input, el("span", {}, words), " ", number);
  input.addEventListener("change", () => choose(input.checked));
  return { slug, input, number, label };
}

/** Puts elements into a list from a place on; what stands there already stays untouched. */
export function place(list, elements, from) {
  elements.forEach((element, i) => {
    const there = list.children[from + i];
    if (there === element) return;
    if (there) there.replaceWith(element);
    else list.append(element);
  });
}

/** @param {HTMLElement} list @param {number} length */
export function trim(list, length) {
  while (list.children.length > length) list.lastElementChild.remove();
}

/** @param {number} number */
export const persons = (number) =>
  number === 1 ? "1 person" : `${String(number).replace(/\B(?=(\d{3})+$)/g, ",")} people`;

/** Changes a text only when it differs: less to lay out again. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
