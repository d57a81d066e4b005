/* Keeps a page of the local server up to date while its files are edited. */

const SCROLLED = "preview-scrolled";
const style = document.createElement("link");
style.rel = "stylesheet";
style.href = new URL("style.css", import.meta.url).href;

/** @returns {string} the output file of this page */
function ownFile() {
  const path = decodeURIComponent(location.pathname).slice(1);
  return path.endsWith("/") || path === "" ? `${path}index.html` : path;
}

/** Lay a build's mistakes over the page, or take them away. @param {string} words */
function show(words) {
  document.querySelector("preview-mistakes")?.remove();
  if (!words) return;
  const box = document.createElement("preview-mistakes");
  const title = document.createElement("h2");
  title.textContent = "This isn’t published yet";
  const text = document.createElement("pre");
  text.textContent = words;
  text.tabIndex = 0;
  const note = document.createElement("p");
  note.textContent = "Below is the last good site. This goes away when the files are mended.";
  box.setAttribute("role", "alert");
  box.append(title, text, note);
  document.body.append(box);
}

/** Load the page again, and come back to the same spot. */
function again() {
  sessionStorage.setItem(SCROLLED, JSON.stringify([location.pathname, scrollX, scrollY]));
  location.reload();
}

function back() {
  const [path, x, y] = JSON.parse(sessionStorage.getItem(SCROLLED) ?? "[]");
  sessionStorage.removeItem(SCROLLED);
  if (path === location.pathname) scrollTo({ left: x, top: y, behavior: "instant" });
}

/** Put the new style in before the old one goes, so that nothing flashes. @param {string} href */
function restyle(href) {
  const old = [...document.querySelectorAll('link[rel="stylesheet"][href^="/assets/"]')];
  if (!old.length) return;
  const fresh = /** @type {HTMLLinkElement} */ (old[0].cloneNode());
  fresh.href = href;
  // One that was saved over before it came is gone again, and never loads.
  fresh.onload = () => old.forEach((one) => one.remove());
  fresh.onerror = () => fresh.remove();
  old[old.length - 1].after(fresh);
}

document.head.append(style);
back();
const events = new EventSource(new URL("events", import.meta.url));
let lost = false;
events.onerror = () => {
  lost = true;
};
events.onopen = () => {
  // The server was started again: what it shows may be another site.
  if (lost) again();
};
events.onmessage = ({ data }) => {
  const news = JSON.parse(data);
  if (news.mistakes !== undefined) show(news.mistakes);
  if (news.style) {
    show("");
    restyle(news.style);
  }
  if (news.pages) {
    show("");
    if (news.pages.includes(ownFile())) again();
  }
};
