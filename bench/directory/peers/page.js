/* The page around a peer: the same filters and the same cards as ours, thirty at a time, of which
   eight are painted with the event, a screenful or two. A peer only finds people; it shows no counts,
   explains nothing and keeps no state, which is less work. */

const AT_ONCE = 8;
export const SHOWN = 30;
const PARTS = ["title", "cost", "place", "works", "summary"];

export async function run(prepare) {
  const root = document.querySelector(".directory");
  const { terms, people } = await (await fetch("/bench/records.json")).json();
  const words = (one) => one.terms.map((slug) => terms[slug].words).join(" ");
  const find = await prepare(people.map((one, id) => ({ id, ...one, words: words(one) })), terms);
  const list = root.querySelector(".directory-list");
  const model = root.querySelector(".directory-card").content.firstElementChild;
  const box = root.querySelector(".directory-q");
  const chosen = new Set();
  let latest = 0;
  const show = async () => {
    const turn = (latest += 1);
    const found = await find(box.value.trim(), [...chosen]);
    if (!found) return;
    const cards = (from, to) => found.slice(from, to).map((id) => card(model, people[id]));
    list.replaceChildren(...cards(0, AT_ONCE));
    requestAnimationFrame(() => setTimeout(() => turn === latest && list.append(...cards(AT_ONCE, SHOWN))));
  };
  root.querySelector(".directory-panel").append(filters(terms, chosen, show));
  ready(root);
  box.addEventListener("input", show);
  root.dataset.ready = "";
}

/** Our page's controls, put to use as our script does it. */
export function ready(root) {
  root.querySelector(".directory-browse").hidden = true;
  root.querySelector(".directory-pages")?.remove();
  root.querySelector(".directory-panel").open = true;
  for (const control of root.querySelectorAll("[data-waits]")) control.disabled = false;
}

function filters(terms, chosen, show) {
  const fieldset = document.createElement("fieldset");
  fieldset.className = "directory-options";
  for (const [slug, { label, kind }] of Object.entries(terms)) {
    if (kind !== "issue") continue;
    const line = document.createElement("label");
    line.className = "directory-option";
    const input = Object.assign(document.createElement("input"), { type: "checkbox", value: slug });
    input.addEventListener("change", () => {
      if (input.checked) chosen.add(slug);
      else chosen.delete(slug);
      show();
    });
    line.append(input, label);
    fieldset.append(line);
  }
  return fieldset;
}

export function card(model, one) {
  const element = model.cloneNode(true);
  const part = (name) => element.querySelector(`.therapist-card-${name}`);
  element.dataset.slug = one.slug;
  element.firstElementChild.textContent = one.initials;
  Object.assign(part("name").firstElementChild, { href: one.url, textContent: one.name });
  const [badge, since] = part("open").children;
  badge.dataset.tone = one.tone;
  badge.textContent = one.availability;
  since.textContent = one.since;
  for (const name of PARTS) part(name).textContent = one[name];
  Object.assign(part("next").firstElementChild, { href: one.url, textContent: one.next });
  return element;
}

/** The people found by a search (null: all) who have one of the chosen terms. */
export function filtered(people, found, chosen) {
  const ids = found ?? people.map((one) => one.id);
  return chosen.length ? ids.filter((id) => chosen.some((slug) => people[id].terms.includes(slug))) : ids;
}
