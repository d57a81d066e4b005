/* Times every key and click to the paint that shows what it found. Runs before the page's scripts. */

window.measured = { type: [], choose: [], shift: 0, ready: 0 };
let at = 0;
let waiting = null;

for (const sign of ["keydown", "click"]) addEventListener(sign, (event) => (at = event.timeStamp), true);
addEventListener("input", (event) => event.target.type === "search" && (waiting = ["type", at]), true);
addEventListener("change", (event) => event.target.type === "checkbox" && (waiting = ["choose", at]), true);

function painted(then) {
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = then;
    channel.port2.postMessage(null);
  });
}

new MutationObserver((changes) => {
  if (!waiting || !changes.some(({ target }) => (target.nodeType === 1 ? target : target.parentNode)?.closest(".therapist-cards"))) return;
  const [kind, since] = waiting;
  waiting = null;
  painted(() => window.measured[kind].push(performance.now() - since));
}).observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["hidden"] });

/* What had come when the filter began to work. */
new MutationObserver((_, observer) => {
  if (!document.querySelector(".directory[data-ready]")) return;
  observer.disconnect();
  const files = [...performance.getEntriesByType("resource"), ...performance.getEntriesByType("navigation")];
  window.measured.ready = files.reduce((sum, one) => sum + one.encodedBodySize, 0);
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-ready"] });

new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.measured.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
