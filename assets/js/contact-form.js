// Sends the contact form without leaving the page: errors appear beside their fields, and when
// something fails every word stays where it is. Without this script the form works the same, one
// page load slower.

/** @param {HTMLFormElement} form */
export function start(form) {
  const opened = performance.now();
  takeMessageFromAddress(form);
  // One number for as long as the form is open: a retry can't arrive twice.
  form.elements.attempt.value ||= newNumber();
  // Here before it says anything: screen readers don't hear one that comes with its words.
  const status = make("p", "visually-hidden");
  status.setAttribute("role", "status");
  form.querySelector(".contact-send").append(status);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, (performance.now() - opened) / 1000);
  });
  form.addEventListener("change", ({ target }) => takeBack(target));
  // Browsers keep a page that was left: whoever comes back to it may write again.
  window.addEventListener("pagehide", () => showSending(form, false));
}

/** As crypto.randomUUID(), which browsers offer on secure pages only. */
function newNumber() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Other pages hand words over as #message=…, which no server sees. */
function takeMessageFromAddress(form) {
  const words = new URLSearchParams(location.hash.slice(1)).get("message");
  const area = form.elements.message;
  if (words && !area.value) area.value = words;
}

async function send(form, seconds) {
  // A second click while the first is on its way does nothing.
  if (form.getAttribute("aria-busy") === "true") return;
  showSending(form, true);
  clear(form);
  const body = new URLSearchParams(new FormData(form));
  body.set("seconds", seconds.toFixed(1));
  try {
    const answer = await ask(form.action, body);
    // Still on its way until the receipt is there.
    if (answer.outcome === "sent") return location.assign(answer.receipt);
    showSending(form, false);
    if (answer.outcome === "invalid") showErrors(form, answer.errors);
    else showNotice(form, words(answer.outcome));
  } catch {
    showSending(form, false);
    showNotice(form, words("failed"));
  }
}

/** Says that the message is on its way, or no longer. The button isn't disabled, which would take
    the focus from it. */
function showSending(form, sending) {
  if (sending === (form.getAttribute("aria-busy") === "true")) return;
  const button = form.querySelector(".contact-send button");
  if (sending) {
    form.setAttribute("aria-busy", "true");
    button.setAttribute("aria-disabled", "true");
    form.dataset.button = button.textContent;
  } else {
    form.removeAttribute("aria-busy");
    button.removeAttribute("aria-disabled");
  }
  button.textContent = sending ? "Sending…" : form.dataset.button;
  form.querySelector("[role=status]").textContent = sending ? "Sending your message…" : "";
}

async function ask(address, body) {
  const response = await fetch(address, {
    method: "POST",
    body,
    headers: { accept: "application/json" },
    signal: AbortSignal.timeout(35_000), // the function answers or fails within 30 s
  });
  return response.json();
}

function words(outcome) {
  if (outcome === "limited") {
    return "Your message was not sent yet: several came from your connection within minutes. Everything you wrote is still here. Please send it again in ten minutes, or call us:";
  }
  return "Your message could not be sent. Everything you wrote is still here. Please try again (it can’t arrive twice), or call us:";
}

function clear(form) {
  document.title = document.title.replace(/^Error: /, "");
  for (const old of form.querySelectorAll(".contact-error, .contact-summary")) old.remove();
  for (const control of form.querySelectorAll("[aria-invalid]")) {
    markRight(control);
  }
}

function markRight(control) {
  control.removeAttribute("aria-invalid");
  describe(control, `${control.id}-error`, false);
}

/** Takes an error back once its field was changed and looks right, as far as a browser can tell;
    sending tells for certain. The words keep their room: a button that moved away from under the
    pointer, as the field lost the focus, would miss its click. */
function takeBack(control) {
  if (control.getAttribute("aria-invalid") !== "true") return;
  if (!control.validity.valid || (control.required && !control.value.trim())) return;
  markRight(control);
  document.getElementById(`${control.id}-error`).style.visibility = "hidden";
}

function showErrors(form, errors) {
  const list = make("ul");
  list.setAttribute("role", "list");
  for (const [name, text] of Object.entries(errors)) {
    const control = form.elements[name];
    if (!control) continue;
    showError(form, control, name, text);
    const link = make("a", "", text);
    link.href = `#${control.id}`;
    const item = make("li");
    item.append(link);
    list.append(item);
  }
  document.title = `Error: ${document.title}`;
  const heading = make(`h${form.dataset.headingLevel}`, "small-title", "There is a problem");
  showSummary(form, heading, list);
}

function showError(form, control, name, text) {
  const error = make("p", "contact-error");
  error.id = `${control.id}-error`;
  error.append(make("span", "visually-hidden", "Error: "), text);
  const field = form.querySelector(`[data-field="${name}"]`);
  field.insertBefore(error, control.type === "checkbox" ? field.firstChild : control);
  control.closest("details")?.setAttribute("open", "");
  control.setAttribute("aria-invalid", "true");
  describe(control, error.id, true);
}

/** Adds or removes one of the texts that describe a control. */
function describe(control, id, add) {
  const ids = (control.getAttribute("aria-describedby") ?? "").split(" ");
  const kept = ids.filter((one) => one && one !== id);
  if (add) kept.push(id);
  if (kept.length) control.setAttribute("aria-describedby", kept.join(" "));
  else control.removeAttribute("aria-describedby");
}

/** Words that end with the phone number, as the form's own link to it. */
function showNotice(form, text) {
  const line = make("p", "", `${text} `);
  line.append(form.querySelector('a[href^="tel:"]').cloneNode(true), ".");
  showSummary(form, line);
}

function showSummary(form, ...parts) {
  const box = make("div", "contact-summary flow");
  box.dataset.gap = "2xs";
  box.setAttribute("role", "alert");
  box.tabIndex = -1;
  box.append(...parts);
  form.prepend(box);
  box.focus();
}

function make(name, className = "", text = "") {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(text);
  return element;
}
