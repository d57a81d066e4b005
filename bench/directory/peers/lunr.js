import { filtered, run } from "./page.js";

run((people) => {
  const index = lunr(function build() {
    for (const field of ["name", "summary", "words"]) this.field(field);
    for (const one of people) this.add(one);
  });
  const find = (q) => index.query((query) => {
    for (const word of lunr.tokenizer(q)) {
      query.term(word, { wildcard: lunr.Query.wildcard.TRAILING });
      query.term(word, { editDistance: word.toString().length > 3 ? 1 : 0 });
    }
  }).map((one) => Number(one.ref));
  return (q, chosen) => filtered(people, q ? find(q) : null, chosen);
});
