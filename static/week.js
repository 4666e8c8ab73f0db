{ // keys
// Moving in the grid of the week: arrows, Enter goes down and on to the next day, Escape takes
// back what was typed. Without script Tab moves. On a phone the tabs show one day.
const grid = document.querySelector(".week");
const FIELD = ".day input:not([type=hidden])";
const rows = () => [...grid.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll(FIELD)]);
const shown = (field) => field && field.offsetParent !== null;

function go(field) {
  if (!shown(field)) return false;
  field.focus();
  field.select();
  return true;
}

function target(key, field) {
  const all = rows();
  const row = all.findIndex((fields) => fields.includes(field));
  const column = all[row].indexOf(field);
  const start = field.selectionStart === 0, end = field.selectionEnd === field.value.length;
  return {
    ArrowUp: all[row - 1]?.[column],
    ArrowDown: all[row + 1]?.[column],
    ArrowLeft: start ? all[row][column - 1] : null,
    ArrowRight: end ? all[row][column + 1] : null,
    Enter: all[row + 1]?.[column] ?? all[0][column + 1],
  }[key];
}

grid?.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!field.matches(FIELD) || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") {
    field.value = field.form.elements[`w${field.name.slice(1)}`].value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.select();
  }
  const moved = go(target(event.key, field));
  if (moved || event.key === "Enter") event.preventDefault();
  if (!moved && event.key === "Enter") field.blur();
});
grid?.addEventListener("focusin", (event) => event.target.matches(FIELD) && event.target.select());

document.addEventListener("click", (event) => {
  const tab = event.target.closest(".day-tabs a");
  if (!tab || !grid) return;
  event.preventDefault();
  grid.dataset.day = tab.dataset.day;
  for (const one of tab.parentElement.children) one.removeAttribute("aria-current");
  tab.setAttribute("aria-current", "true");
  history.replaceState(null, "", tab.href);
});

// "Go to Thursday" leads into its first cell, and "Add a row" to the choice.
function lead() {
  const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!place) return;
  const day = place.closest?.(".day");
  const tab = day && document.querySelector(`.day-tabs a[data-day="${[...day.classList].find((name) => name.startsWith("day-")).slice(4)}"]`);
  if (tab && grid.dataset.day !== tab.dataset.day) tab.click();
  (place.matches("input") ? place : place.querySelector("select"))?.focus();
}
window.addEventListener("hashchange", lead);
lead();
}
{ // steps
// Minus and plus beside each cell: for a thumb. The style sheet shows them on a phone only.
const words = document.querySelector("[data-week]")?.dataset ?? {};

function button(sign, said, field) {
  const made = document.createElement("button");
  made.type = "button";
  made.tabIndex = -1;
  made.textContent = sign;
  made.dataset.stepBy = sign === "+" ? "1" : "-1";
  made.setAttribute("aria-label", `${field.getAttribute("aria-label")}: ${said}`);
  return made;
}

function step(field, by) {
  const unit = Number(field.dataset.step);
  const now = Number(field.value.trim().replace(",", "."));
  if (Number.isNaN(now)) return;
  const next = Math.max(0, now + by * unit);
  field.value = String(Math.round(next * 100) / 100);
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function dress(root) {
  for (const field of root.querySelectorAll(".cell-input > input:not([type=hidden])")) {
    if (field.parentElement.querySelector("button")) continue;
    field.before(button("\u2212", words.less, field));
    field.after(button("+", words.more, field));
  }
}

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-step-by]");
  if (pressed) step(pressed.parentElement.querySelector("input:not([type=hidden])"), Number(pressed.dataset.stepBy));
});
dress(document);
}
{ // save
// Saves each cell as it is typed, one after the other, so that the sums that come back are those
// of the last one. Nothing typed is lost: without a connection it is tried again, when the
// session has ended or the server refuses it stays in its cell with the reason.
const form = document.querySelector("form[data-week]");
const said = document.getElementById("words")?.dataset ?? {};
const line = () => document.getElementById("week-saved");
const field = (key) => document.getElementById(`q-${key}`);
const was = (key) => form.elements[`w-${key}`];
const waiting = new Set();
let busy = false;
let flying = null;
const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] ?? "";

function tell(state, text) {
  const saved = line();
  if (!saved) return;
  saved.dataset.state = state;
  saved.querySelector("[data-saved-text]").textContent = text;
}

const ask = (body) => fetch(form.action, {
  method: "POST", body, keepalive: true, headers: { "X-CSRFToken": token(), "HX-Request": "true" },
});

async function post(key, typed) {
  const body = new URLSearchParams([[`q-${key}`, typed], [`w-${key}`, was(key).value]]);
  const answer = await ask(body);
  return answer.status === 403 ? again(body, answer) : answer;
}

// After signing in again in another window the form token of this page is an old one.
async function again(body, refusal) {
  const answer = await fetch(location.href);
  if (answer.redirected) return new Response(null, { status: 401 });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.body.getAttribute("hx-headers");
  if (!fresh) return refusal;
  document.body.setAttribute("hx-headers", fresh);
  return ask(body);
}

async function send(key) {
  const typed = field(key).value;
  tell("saving", said.saving);
  flying = key;
  const answer = await post(key, typed).finally(() => { flying = null; });
  if ([200, 409, 422].includes(answer.status)) place(await answer.text(), key, typed, answer.ok);
  else if (answer.status === 401) ended(key);
  else refused(key, answer.status === 403 ? said.forbidden : said.failed);
}

// Puts the parts of an answer in their places; what was typed on meanwhile is left alone.
function place(html, key, typed, kept) {
  const parts = document.createElement("template");
  parts.innerHTML = html;
  const cell = parts.content.querySelector(`[data-cell="${key}"]`);
  if (cell) renewCell(cell, key, typed, kept);
  for (const part of parts.content.querySelectorAll("[id]")) {
    if (!part.closest("[data-cell]") && !part.closest(".next")) document.getElementById(part.id)?.replaceWith(part);
  }
  const next = parts.content.querySelector(".next");
  if (next && kept) document.querySelector(".main > .next")?.replaceWith(next);
  if (!kept) tell("refused", form.dataset.refused);
  document.dispatchEvent(new CustomEvent("week:answered", { detail: { key, typed, kept } }));
}

function renewCell(cell, key, typed, kept) {
  const old = field(key), fresh = cell.querySelector(`[name="q-${key}"]`);
  if (!fresh) return location.reload();
  was(key).value = cell.querySelector(`[name="w-${key}"]`).value;
  if (old.value === typed && kept) {
    const all = old === document.activeElement;
    old.value = fresh.value;
    if (all) old.select();
  }
  const home = old.closest("[data-cell]");
  home.querySelector(".field-error")?.remove();
  const problem = cell.querySelector(".field-error");
  if (problem) home.append(problem);
  for (const name of ["aria-invalid", "aria-describedby"]) {
    if (fresh.hasAttribute(name)) old.setAttribute(name, fresh.getAttribute(name));
    else old.removeAttribute(name);
  }
}

function ended(key) {
  waiting.add(key);
  tell("ended", said.ended);
  const detail = { tone: "warn", text: said.ended, link: said.signIn, href: `${said.signInUrl}?next=${encodeURIComponent(location.pathname)}` };
  document.dispatchEvent(new CustomEvent("house:say", { detail }));
  throw new Error("ended");
}

function refused(key, text) {
  tell("refused", text);
  field(key).setAttribute("aria-invalid", "true");
}

async function work() {
  if (busy) return;
  busy = true;
  try {
    for (const key of waiting) {
      waiting.delete(key);
      await send(key).catch((problem) => { waiting.add(key); throw problem; });
    }
  } catch (problem) {
    if (problem.message !== "ended") {
      tell("offline", said.offline);
      setTimeout(work, 5000);
    }
  } finally {
    busy = false;
  }
}

// Does the server know the text already? Not while another one is on its way there.
function isKept(key) {
  const same = field(key).value === was(key).value && !field(key).hasAttribute("aria-invalid");
  return same && flying !== key && !waiting.has(key);
}

form?.addEventListener("change", (event) => {
  const key = event.target.name?.startsWith("q-") && event.target.name.slice(2);
  if (!key || isKept(key)) return;
  document.dispatchEvent(new CustomEvent("week:typed", { detail: { key, typed: event.target.value } }));
  waiting.add(key);
  work();
});
form?.addEventListener("submit", (event) => event.preventDefault());
window.addEventListener("online", work);
window.addEventListener("focus", () => waiting.size && work());
window.addEventListener("beforeunload", (event) => (waiting.size || busy) && event.preventDefault());
}
{ // keep
// What was typed and not saved yet survives a closed page or a new sign-in: this browser keeps
// it for the tab, and the page takes it up again.
const form = document.querySelector("form[data-week]");
const place = form && `week:${form.dataset.week}`;

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(place)) ?? {};
  } catch {
    return {};
  }
}

function keep(change) {
  const cells = kept();
  change(cells);
  if (Object.keys(cells).length) sessionStorage.setItem(place, JSON.stringify(cells));
  else sessionStorage.removeItem(place);
}

document.addEventListener("week:typed", ({ detail }) => keep((cells) => { cells[detail.key] = detail.typed; }));
document.addEventListener("week:answered", ({ detail }) => keep((cells) => {
  if (cells[detail.key] === detail.typed && detail.kept) delete cells[detail.key];
}));

if (form) {
  for (const [key, typed] of Object.entries(kept())) {
    const field = document.getElementById(`q-${key}`);
    if (!field || field.value === typed) keep((cells) => { delete cells[key]; });
    else {
      field.value = typed;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}
}
