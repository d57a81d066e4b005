/* Times every key and click, to the change of the page that shows what it found and to that change's
   paint. Runs before the page's scripts. */

window.measured = { type: [], choose: [], typed: [], chosen: [], shift: 0, ready: 0, waiting: null };
const CHANGED = { type: "typed", choose: "chosen" };
let at = 0;

/* `kind` of event, when its key or click came, and when scripts began to hear of it. */
const wait = (kind) => (measured.waiting = [kind, at, performance.now()]);
for (const sign of ["keydown", "click"]) addEventListener(sign, (event) => (at = event.timeStamp), true);
addEventListener("input", (event) => event.target.type === "search" && wait("type"), true);
addEventListener("change", (event) => event.target.type === "checkbox" && wait("choose"), true);

/* Right after the next frame. A task of the highest priority: a message or a timer may come only
   after whatever the page itself puts off until then. */
const painted = (then) => requestAnimationFrame(() => scheduler.postTask(then, { priority: "user-blocking" }));

const pause = (time) => new Promise((done) => setTimeout(done, time));
let told = () => {};

/* Until what was asked for is painted, a moment has passed, and the page rests. Somebody who types
   fast leaves that moment; a page that is slow must not be asked twice at once. What changes no card
   is never painted: after a while it isn't waited for, nor counted. Nothing looks meanwhile. */
measured.settled = async (answered, moment) => {
  if (measured.waiting) await Promise.race([new Promise((done) => (told = done)), pause(answered)]);
  await pause(moment);
  measured.waiting = null;
  await scheduler.postTask(() => {}, { priority: "background" });
};

new MutationObserver((changes) => {
  const { waiting } = measured;
  if (!waiting?.length || !changes.some(({ target }) => (target.nodeType === 1 ? target : target.parentNode)?.closest(".therapist-cards"))) return;
  const [kind, since, heard] = waiting;
  measured[CHANGED[kind]].push(performance.now() - heard);
  painted(() => {
    measured[kind].push(performance.now() - since);
    measured.waiting = null;
    told();
  });
  waiting.length = 0; // the first change counts, once
}).observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["hidden"] });

/* When the filter began to work, and the page to listen, and what had come by then. */
new MutationObserver((_, observer) => {
  if (!document.querySelector(".directory[data-ready]")) return;
  observer.disconnect();
  scheduler.postTask(() => (measured.works = performance.now()), { priority: "user-blocking" });
  const files = [...performance.getEntriesByType("resource"), ...performance.getEntriesByType("navigation")];
  window.measured.ready = files.reduce((sum, one) => sum + one.encodedBodySize, 0);
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-ready"] });

new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.measured.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
