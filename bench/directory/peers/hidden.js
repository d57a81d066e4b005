/* Every card in the HTML; those that don't fit are hidden by attribute. */

import { ready } from "./page.js";

const root = document.querySelector(".directory");
const cards = [...root.querySelector(".directory-list").children];
const texts = cards.map((one) => one.textContent.toLowerCase());
const terms = cards.map((one) => one.dataset.terms.split(" "));
const box = root.querySelector(".directory-q");
const chosen = new Set();

function show() {
  const q = box.value.trim().toLowerCase();
  cards.forEach((one, i) => {
    one.hidden = !texts[i].includes(q) || (chosen.size > 0 && !terms[i].some((slug) => chosen.has(slug)));
  });
}

box.addEventListener("input", show);
for (const input of root.querySelectorAll(".directory-option input")) {
  input.addEventListener("change", () => {
    if (input.checked) chosen.add(input.value);
    else chosen.delete(input.value);
    show();
  });
}
ready(root);
root.dataset.ready = "";
