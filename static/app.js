{ // menu
// Menus made of <details> close on Escape, on a click elsewhere, and when focus leaves them.
const menus = () => document.querySelectorAll("details.menu-drop[open]");

document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("focusout", (event) => {
  const menu = event.target.closest?.("details.menu-drop");
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
});
}
{ // theme
// Light, dark or as the system: at once on the page. The form behind it keeps the choice in a
// cookie, which the server reads for the next page, so that no page flashes.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-theme-form]") || !event.submitter) return;
  event.preventDefault();
  const choice = event.submitter.value;
  if (choice === "auto") delete document.documentElement.dataset.bsTheme;
  else document.documentElement.dataset.bsTheme = choice;
  for (const button of document.querySelectorAll("[data-theme-form] button[name=theme]")) {
    button.setAttribute("aria-pressed", String(button.value === choice));
  }
  fetch(form.action, { method: "POST", body: new FormData(form, event.submitter), redirect: "manual" });
});
}
{ // toast
// Messages: good ones without a link go after eight seconds, unless one points at them or reads
// them; errors and those with Undo stay. Other behaviours say something with the event
// "house:say" {tone, text, link, href}; the server with the same event in HX-Trigger.
const list = document.querySelector(".messages");
const words = document.getElementById("words")?.dataset ?? {};
const STAYS = 8000;

function close(message) {
  message.remove();
}

function leave(message) {
  if (!message.matches(".message-good") || message.querySelector("a, form")) return;
  let timer = setTimeout(close, STAYS, message);
  const hold = () => clearTimeout(timer);
  const again = () => { timer = setTimeout(close, STAYS, message); };
  message.addEventListener("pointerenter", hold);
  message.addEventListener("focusin", hold);
  message.addEventListener("pointerleave", again);
  message.addEventListener("focusout", again);
}

function say({ tone = "good", text, link, href }) {
  for (const old of list.children) if (old.dataset.text === text) old.remove();
  const message = document.getElementById("message-shape").content.firstElementChild.cloneNode(true);
  message.classList.add(`message-${tone}`);
  message.dataset.text = text;
  message.querySelector(`.icon:not([data-tone="${tone}"])[data-tone]`)?.remove();
  for (const icon of message.querySelectorAll("[data-tone]")) if (icon.dataset.tone !== tone) icon.remove();
  message.querySelector(".message-text").textContent = text;
  const anchor = message.querySelector("a");
  if (link) Object.assign(anchor, { textContent: link, href });
  else anchor.remove();
  list.append(message);
  leave(message);
}

list?.querySelectorAll(".message").forEach(leave);
list?.addEventListener("click", (event) => {
  const button = event.target.closest(".message-close");
  if (button) close(button.closest(".message"));
});
document.addEventListener("house:say", (event) => list && say(event.detail));

// What htmx could not do is said in words; what was typed stays on the page.
const bad = (text, more = {}) => list && say({ tone: "bad", text, ...more });
document.addEventListener("htmx:sendError", () => bad(words.offline, { tone: "warn" }));
document.addEventListener("htmx:timeout", () => bad(words.offline, { tone: "warn" }));
document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  if (xhr.status === 401) bad(words.ended, { tone: "warn", link: words.signIn, href: words.signInUrl });
  else if (xhr.status === 403) bad(words.forbidden);
  else if (xhr.status === 429) bad(words.slow);
  else if (xhr.status !== 409 && xhr.status !== 422) bad(words.failed);
});
// A refusal that brings its own fragment (the form with its errors, a merge block) is shown.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if ([409, 422].includes(detail.xhr.status) && detail.xhr.responseText) {
    Object.assign(detail, { shouldSwap: true, isError: false });
  }
});
}
{ // dialog
// Dialogs: what carries data-dialog="name" opens <dialog id="name">; without script its link
// leads to a page that asks the same.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (!dialog) return;
    event.preventDefault();
    dialog.showModal();
    return;
  }
  if (event.target.closest("[data-close]")) {
    event.preventDefault();
    event.target.closest("dialog")?.close();
  } else if (event.target.matches("dialog[open]") && outside(event)) {
    event.target.close();
  }
});

function outside(event) {
  const box = event.target.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right
    || event.clientY < box.top || event.clientY > box.bottom;
}
}
{ // shortcuts
// Keys: / searches, ? shows the keys, g and a letter goes to a step. They can be switched off in
// the list of keys, because a single key can be pressed by speech input or by mistake.
const OFF = "keys-off";
let going = false;

const typing = (target) => target.isContentEditable
  || target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, dialog");
const off = () => {
  try { return localStorage.getItem(OFF) === "1"; } catch { return false; }
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target) || off()) return;
  if (going) {
    going = false;
    const step = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (step?.href) {
      event.preventDefault();
      step.click();
    }
  } else if (event.key === "/") {
    const search = document.querySelector("[data-search]");
    if (!search?.offsetParent) return;
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === "?") {
    event.preventDefault();
    document.getElementById("keys")?.showModal();
  } else if (event.key === "g") {
    going = true;
    setTimeout(() => { going = false; }, 1500);
  }
});

const box = document.querySelector("[data-keys-off]");
if (box) {
  box.checked = off();
  box.addEventListener("change", () => {
    try { localStorage.setItem(OFF, box.checked ? "1" : "0"); } catch { /* kept for this page only */ }
  });
}
}
{ // errors
// The summary of what is wrong takes the focus when a page or a fragment arrives with one.
function take(root) {
  const summary = root.querySelector?.("[data-error-summary]");
  if (!summary || summary.closest("[data-still]")) return;
  summary.focus({ preventScroll: true });
  summary.scrollIntoView({ block: "center" });
}

take(document);
document.addEventListener("htmx:afterSettle", (event) => take(event.target));
// A fragment that comes without its form brings what is wrong in it, to stand at the fields: each
// problem has the id of its field with "_error" behind it, as where the server writes the form.
document.addEventListener("htmx:afterSettle", () => {
  for (const problems of document.querySelectorAll("template[data-problems-of]")) {
    const form = document.getElementById(problems.dataset.problemsOf);
    problems.remove();
    if (form) place(problems.content.children, form);
  }
});
function place(problems, form) {
  form.querySelectorAll(".field-error").forEach((old) => old.remove());
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.classList.remove("is-invalid");
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
  for (const problem of [...problems]) {
    const field = document.getElementById(problem.id.replace(/_error$/, ""));
    if (!field) continue;
    field.classList.add("is-invalid");
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", problem.id);
    (field.closest(".with-unit") ?? field).after(problem);
  }
}
// A link of the summary leads into the field, not only to it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.scrollIntoView({ block: "center" });
});
// The server says what is wrong, where and how to mend it, for all fields at once; the browser's
// bubble would name the first one only, in words of its own.
document.addEventListener("click", (event) => {
  const form = event.target.closest("button, [type=submit]")?.form;
  if (form?.method === "post") form.noValidate = true;
}, true);
}
{ // submit-once
// A form that was sent is not sent again by a second click: its button keeps its width and says
// "Saving" until the next page or the answer is there. The server is safe without this.
const says = document.getElementById("words")?.dataset ?? {};
const NONE = "[data-theme-form], [method=dialog], [method=get], [data-again]";

function busy(button) {
  button.style.minWidth = `${button.offsetWidth}px`;
  button.dataset.busy = button.innerHTML;
  button.innerHTML = `${document.getElementById("busy-shape").innerHTML} `;
  button.append(button.dataset.saying || says.saving || "");
}

function ready(button) {
  if (button.dataset.busy === undefined) return;
  button.innerHTML = button.dataset.busy;
  delete button.dataset.busy;
  button.style.minWidth = "";
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.matches(NONE) || form.getAttribute("method") === null) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  if (event.submitter?.matches(".btn")) busy(event.submitter);
});

function release() {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  document.querySelectorAll(".btn[data-busy]").forEach(ready);
}
window.addEventListener("pageshow", (event) => event.persisted && release());
document.addEventListener("htmx:beforeRequest", (event) => {
  const button = event.detail.requestConfig?.triggeringEvent?.submitter;
  if (button?.matches(".btn") && button.dataset.busy === undefined) busy(button);
});
document.addEventListener("htmx:afterRequest", release);
// An answer that is a file leaves the page as it is: the button comes back by itself.
document.addEventListener("submit", () => setTimeout(release, 20000));
}
{ // unsaved
// Leaving a page with something typed and not saved is asked about: <form data-guard>.
const changed = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) changed.add(form);
});
document.addEventListener("submit", (event) => changed.delete(event.target));
document.addEventListener("reset", (event) => changed.delete(event.target));
document.addEventListener("house:kept", (event) => changed.delete(event.target));
window.addEventListener("beforeunload", (event) => {
  for (const form of changed) if (!form.isConnected) changed.delete(form);
  if (changed.size) event.preventDefault();
});
}
{ // autosave
// Saves a form while one writes: <form data-autosave="/address/" data-saved="id of the line">.
// The server answers {"saved": "11:42:08", "version": 4}; with 409 a merge block for
// [data-conflict], with 422 {"problem": "…"}. Without a connection the text stays and is tried
// again; when the session has ended the page says so and keeps everything. How often a change
// is sent: 0.8 s after the last key.
const w = document.getElementById("words")?.dataset ?? {};
const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] ?? "";
const timers = new WeakMap();
const flying = new WeakSet();

function show(form, state, text) {
  const line = document.getElementById(form.dataset.saved);
  if (!line) return;
  line.dataset.state = state;
  line.querySelector("[data-saved-text]").textContent = text;
}

function later(form, wait) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(send, wait, form));
}

async function send(form) {
  if (flying.has(form)) return later(form, 400);
  flying.add(form);
  show(form, "saving", w.saving);
  try {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST", body: new FormData(form), headers: { "X-CSRFToken": token(), "HX-Request": "true" },
    });
    await told(form, answer);
  } catch {
    show(form, "offline", w.offline);
    later(form, 5000);
  } finally {
    flying.delete(form);
  }
}

async function told(form, answer) {
  if (answer.ok) {
    const { saved, version } = await answer.json();
    if (version !== undefined && form.elements.version) form.elements.version.value = version;
    show(form, "saved", w.saved.replace("%s", saved));
    form.querySelector("[data-conflict]")?.replaceChildren();
    form.dispatchEvent(new CustomEvent("house:kept", { bubbles: true }));
  } else if (answer.status === 409) {
    form.querySelector("[data-conflict]").innerHTML = await answer.text();
    show(form, "refused", w.conflict);
  } else if (answer.status === 401) {
    show(form, "ended", w.ended);
    const detail = { tone: "warn", text: w.ended, link: w.signIn, href: w.signInUrl };
    document.dispatchEvent(new CustomEvent("house:say", { detail }));
  } else if (answer.status === 422) {
    show(form, "refused", (await answer.json()).problem);
  } else {
    show(form, "refused", w.failed);
    later(form, 15000);
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-autosave]");
  if (form) later(form, 800);
});
window.addEventListener("online", () => document.querySelectorAll("form[data-autosave]").forEach((form) => {
  if (document.getElementById(form.dataset.saved)?.dataset.state === "offline") send(form);
}));
// Parts saved by htmx tell the same line with the event "saved" {"at": "11:42:08"}.
document.addEventListener("saved", (event) => {
  const line = document.querySelector(".saved");
  if (!line) return;
  line.dataset.state = "saved";
  line.querySelector("[data-saved-text]").textContent = w.saved.replace("%s", event.detail.at);
});
}
{ // reorder
// Order by dragging the handle, by arrow keys on it, or by the two buttons that a click on it
// shows. <ul data-reorder="/address/"> with items [data-item="id"], each with a
// <button class="drag">. The new order is sent as order=3&order=1&…; the place is said aloud.
let dragged = null;
const csrf = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] ?? "";
const items = (list) => [...list.children].filter((one) => one.dataset.item);

async function keep(list, item) {
  const body = new URLSearchParams(items(list).map((one) => ["order", one.dataset.item]));
  const said = document.getElementById("said");
  const place = items(list).indexOf(item) + 1;
  if (said) said.textContent = `${place} / ${items(list).length}`;
  if (!list.dataset.reorder) return;
  try {
    const answer = await fetch(list.dataset.reorder, { method: "POST", body, headers: { "X-CSRFToken": csrf(), "HX-Request": "true" } });
    if (!answer.ok) throw new Error(answer.status);
    list.dispatchEvent(new CustomEvent("house:reordered", { bubbles: true }));
  } catch {
    const text = document.getElementById("words").dataset.failed;
    document.dispatchEvent(new CustomEvent("house:say", { detail: { tone: "bad", text } }));
  }
}

function move(item, by) {
  const list = item.parentElement;
  const all = items(list);
  const to = all.indexOf(item) + by;
  if (to < 0 || to >= all.length) return;
  if (by < 0) all[to].before(item);
  else all[to].after(item);
  keep(list, item);
}

const item = (event) => event.target.closest?.("[data-reorder] > [data-item]");
document.addEventListener("keydown", (event) => {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!by || !event.target.closest(".drag") || !item(event)) return;
  event.preventDefault();
  move(item(event), by);
  event.target.closest(".drag").focus();
});
document.addEventListener("click", (event) => {
  const one = item(event);
  const by = event.target.closest("[data-move]")?.dataset.move;
  if (by) {
    move(one, Number(by));
    event.target.closest("[data-move]").focus();
  } else if (one && event.target.closest(".drag")) {
    const shown = one.querySelector(".moves");
    if (shown) return shown.remove();
    const buttons = document.getElementById("moves-shape").content.cloneNode(true);
    event.target.closest(".drag").after(buttons);
  }
});
document.addEventListener("pointerdown", (event) => {
  const one = item(event);
  if (one) one.draggable = Boolean(event.target.closest(".drag"));
});
document.addEventListener("dragstart", (event) => {
  dragged = item(event);
  dragged?.classList.add("is-dragged");
});
document.addEventListener("dragover", (event) => {
  const over = item(event);
  if (!dragged || !over || over.parentElement !== dragged.parentElement || over === dragged) return;
  event.preventDefault();
  const box = over.getBoundingClientRect();
  if (event.clientY < box.top + box.height / 2) over.before(dragged);
  else over.after(dragged);
});
document.addEventListener("dragend", () => {
  if (!dragged) return;
  dragged.classList.remove("is-dragged");
  keep(dragged.parentElement, dragged);
  dragged = null;
});
}
{ // rows
// A row of a table opens in place: <a class="row-toggle" href="/page/" data-opens="row-7">
// shows and hides <tr id="row-7" class="opened" hidden>; without script its link leads to the
// page of the row. With hx-get on the link the row is fetched when it is first opened.
document.addEventListener("click", (event) => {
  const toggle = event.target.closest("[data-opens]");
  const row = toggle && document.getElementById(toggle.dataset.opens);
  if (!row || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  const open = row.hidden;
  row.hidden = !open;
  toggle.setAttribute("aria-expanded", String(open));
  toggle.closest("tr").classList.toggle("is-open", open);
});
}
{ // copy
// <button data-print> prints the page.
// <button data-copy="text"> puts the text into the clipboard and says so.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const said = document.getElementById("words").dataset;
  let detail = { tone: "good", text: said.copied };
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    detail = { tone: "bad", text: said.notCopied };
  }
  document.dispatchEvent(new CustomEvent("house:say", { detail }));
});
document.addEventListener("click", (event) => event.target.closest("[data-print]") && window.print());
}
{ // loading
// A list that takes longer says how many rows come and for how many seconds so far, from the
// second second on: <div class="loading htmx-indicator" data-loading="Loading 8,800 deals, %s
// seconds so far"><span data-loading-text></span>…. Before that its grey lines are enough.
const clocks = new WeakMap();

function indicator(element) {
  const chosen = element.closest("[hx-indicator]")?.getAttribute("hx-indicator");
  return chosen ? document.querySelector(chosen) : element.querySelector("[data-loading]");
}

document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => {
  const shown = indicator(elt);
  const text = shown?.querySelector("[data-loading-text]");
  if (!text) return;
  const start = Date.now();
  clocks.set(elt, setInterval(() => {
    const seconds = Math.floor((Date.now() - start) / 1000);
    if (seconds >= 2) text.textContent = shown.dataset.loading.replace("%s", seconds);
  }, 500));
});
document.addEventListener("htmx:afterRequest", ({ detail: { elt } }) => clearInterval(clocks.get(elt)));
}
{ // put-away
// <a data-puts-away> in a form that was fetched into a page: the form goes, and what opened it
// has the focus again. On a page of its own, and without script, it is a link.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-puts-away]");
  const place = link?.closest("[id]:has(> form)");
  const opener = place && document.querySelector(`[hx-target="#${CSS.escape(place.id)}"]`);
  if (!opener) return;
  event.preventDefault();
  place.replaceChildren();
  opener.focus();
});
}
