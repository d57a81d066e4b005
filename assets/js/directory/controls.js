/* What stands on the page already, put to use: search, order, shortlist buttons, the panel. */

import { COMPARED } from "./fragment.js";

const WIDE = "(min-width: 62em)";

/** @param {any} app the directory */
export function wire(app) {
  const { root } = app;
  const on = (name, sign, act) => app.part(name).addEventListener(sign, act);
  panel(app);
  on("q", "input", (event) => app.go({ ...app.state, q: event.target.value }, "type"));
  on("search", "submit", (event) => {
    event.preventDefault();
    app.address.flush();
    showList(app);
  });
  on("sort", "change", async ({ target: { value: sort } }) => {
    await app.rest();
    app.go({ ...app.state, sort });
  });
  on("more", "click", () => showMore(app));
  app.done.addEventListener("click", () => showList(app));
  root.addEventListener("click", (event) => {
    /* Where a link leads away, Back finds what was just typed. */
    app.address.flush();
    const save = event.target.closest(".therapist-card-save");
    if (save) toggleSaved(app, save.closest("[data-slug]").dataset.slug);
  });
  for (const sign of ["focusin", "pointerdown"]) root.addEventListener(sign, () => {
    /* Something will be typed or chosen. */
    app.changed = performance.now();
    app.texts?.load();
  });
}

/** The filters take the place of the links; on wide screens they are always open. */
function panel(app) {
  const box = app.part("panel");
  const wide = matchMedia(WIDE);
  /* Turning or zooming must not take away what somebody is just using. */
  const adapt = () => (box.open = wide.matches || (box.open && box.contains(document.activeElement)));
  wide.addEventListener("change", adapt);
  app.part("browse").hidden = true;
  app.part("pages")?.remove();
  box.append(app.filters.element, app.done);
  app.done.hidden = false;
  adapt();
}

/** From the filters to whom they found. */
function showList(app) {
  if (!matchMedia(WIDE).matches) app.part("panel").open = false;
  app.part("number").focus();
}

function showMore(app) {
  const [before, beforeMaybe] = [app.rows.length, app.maybes.length];
  app.limit += app.pageSize;
  app.again();
  app.address.write("replace");
  const next = app.list.shown[before] ?? app.maybeList.shown[beforeMaybe];
  next?.element.querySelector("a").focus();
}

/** Puts somebody on the shortlist, or takes them off. */
export function toggleSaved(app, slug) {
  const { shortlist, compare } = app.state;
  if (!shortlist.includes(slug) && shortlist.length === COMPARED) {
    app.say("full", () => `The shortlist holds ${COMPARED} people. Take somebody out first.`, 50);
    return;
  }
  const next = shortlist.includes(slug) ? shortlist.filter((one) => one !== slug) : [...shortlist, slug];
  app.go({ ...app.state, shortlist: next, compare: compare && next.length > 0 });
}
