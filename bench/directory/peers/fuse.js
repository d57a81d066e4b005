import Fuse from "./vendor/fuse.js";
import { filtered, run } from "./page.js";

run((people) => {
  const index = new Fuse(people, { keys: ["name", "summary", "words"], threshold: 0.3, ignoreLocation: true });
  return (q, chosen) => filtered(people, q ? index.search(q).map((one) => one.item.id) : null, chosen);
});
