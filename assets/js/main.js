/* Starts what a page asks for with data-module="name". Each module's default export takes the
   element. One that fails is reported and leaves the others, and the page's plain HTML, alone. */

const modules = {
  "contact-form": () => import("./contact-form.js"),
  directory: () => import("./directory/index.js"),
};

async function start(element) {
  const load = modules[element.dataset.module];
  if (!load) throw new Error(`No module is called "${element.dataset.module}"`);
  const { default: enhance } = await load();
  await enhance(element);
}

for (const element of document.querySelectorAll("[data-module]")) {
  start(element).catch((error) => console.error(error));
}
