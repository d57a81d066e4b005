/* Starts what a page asks for with data-module="name". Each module's `start` takes the element. One
   that fails is reported and leaves the others, and the page's plain HTML, alone. */

const modules = {
  "contact-form": () => import("./contact-form.js"),
  directory: () => import("./directory/core.js"),
};

async function start(element) {
  const load = modules[element.dataset.module];
  if (!load) throw new Error(`No module is called "${element.dataset.module}"`);
  const module = await load();
  await module.start(element);
}

for (const element of document.querySelectorAll("[data-module]")) {
  start(element).catch((error) => console.error(error));
}
