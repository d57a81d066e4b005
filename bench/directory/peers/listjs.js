import { card, run } from "./page.js";

/* List.js owns its list: it is given the same card as a model, and shows thirty. */
run((people) => {
  const list = document.querySelector(".directory-list");
  const model = document.querySelector(".directory-card").content.firstElementChild;
  list.classList.add("list");
  list.replaceChildren();
  const index = new List(document.querySelector(".directory-results"), {
    valueNames: ["name", "summary", "words"], page: 30,
    item: (one) => card(model, people[one.id]).outerHTML,
  }, people);
  let before = "";
  return (q, chosen) => {
    if (q !== before) index.search((before = q), ["name", "summary", "words"]);
    else if (chosen.length) index.filter((item) => chosen.some((slug) => item.values().terms.includes(slug)));
    else index.filter();
    return null;
  };
});
