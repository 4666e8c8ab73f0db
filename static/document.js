{ // send
// Sending from the page of a draft. What the parts share hangs on the form as form.editor.
const form = document.querySelector("form[data-document]");
const words = document.getElementById("words").dataset;
const line = document.getElementById("saved-line");
const editor = (form.editor = { words, form });
let token = form.elements.csrfmiddlewaretoken.value;
let newest = 0;

editor.tell = (kind, text) => {
  line.dataset.state = kind;
  line.querySelector("[data-saved-text]").textContent = text;
};

// When the page is left while something is on its way, the browser sends it to the end.
editor.post = async (url, entries) => {
  const send = () => fetch(url, {
    method: "POST", body: new URLSearchParams(entries), keepalive: document.visibilityState === "hidden",
    headers: { "X-CSRFToken": token, "HX-Request": "true" },
  });
  const answer = await send();
  if (answer.status !== 403) return answer;
  // After signing in again in another tab the token of this page is stale: take a fresh one, once.
  const page = await fetch(location.pathname, { headers: { "HX-Request": "true" } });
  if (page.status === 401) return page;
  return page.ok && renew(await page.text()) ? send() : answer;
};

function renew(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("form[data-document] [name=csrfmiddlewaretoken]");
  if (!fresh || fresh.value === token) return false;
  token = fresh.value;
  for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token;
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  return true;
}

editor.read = async (answer) => (answer.headers.get("Content-Type")?.includes("json") ? answer.json() : {});

// Answers are applied in the order in which they were asked for; an older one changes nothing.
let asked = 0;
editor.ask = () => ++asked;
editor.apply = (told, number) => {
  if (number < newest) return;
  newest = number;
  for (const [name, html] of Object.entries(told.parts ?? {})) {
    for (const part of document.querySelectorAll(`[data-part="${CSS.escape(name)}"]`)) put(part, html);
  }
  for (const input of document.querySelectorAll("[data-seen]")) input.value = told.seen;
  editor.tell("saved", words.saved.replace("%s", told.saved));
  form.dispatchEvent(new Event("document:applied"));
};

function put(part, html) {
  const chosen = part.value;
  part.innerHTML = html;
  if (part.matches("select")) part.value = [...part.options].some((one) => one.value === chosen) ? chosen : "";
}

// What only the plain page needs.
for (const plain of document.querySelectorAll("[data-plain-save]")) plain.hidden = true;
}
{ // fields
// Every field of a draft is saved by itself, a moment after the last key. One text of a field is on
// its way at a time. Without a connection, or when the session has ended, the text stays on the page
// and is sent again; what may have arrived unheard is said with the next sending.
const form = document.querySelector("form[data-document]");
const { editor } = form;
const { words } = editor;
const PAUSE = 800;
const AGAIN = [2000, 5000, 10000, 20000];
const states = new Map();

const atFirst = (field) => (field.matches("select")
  ? ([...field.options].find((one) => one.defaultSelected) ?? field.options[0])?.value ?? "" : field.defaultValue);
// stored: the text the server holds; base: what stood in the field then; maybe: sent and not heard of.
editor.state = (field) => {
  if (!states.has(field)) {
    const text = atFirst(field);
    states.set(field, { stored: text, base: text, maybe: [], flying: null, timer: 0, tries: 0, halted: "" });
  }
  return states.get(field);
};
const all = () => [...form.querySelectorAll("[data-field]")];
const dirty = (field) => editor.state(field).maybe.length > 0 || editor.state(field).base !== field.value;
editor.unsaved = () => all().filter((field) => dirty(field) || editor.state(field).flying);

editor.later = (field, wait = PAUSE) => {
  clearTimeout(editor.state(field).timer);
  editor.state(field).timer = setTimeout(editor.save, wait, field);
};

editor.save = (field) => {
  const at = editor.state(field);
  clearTimeout(at.timer);
  if (at.flying) return at.flying;
  if (at.halted || !field.isConnected || !dirty(field)) return Promise.resolve();
  at.flying = send(field, at).finally(() => {
    at.flying = null;
    if (!at.halted && !at.tries && dirty(field)) editor.later(field, 0);
  });
  return at.flying;
};

// Send everything now and wait; true when nothing is left.
editor.flush = async () => {
  for (let round = 0; round < 3; round += 1) await Promise.all(editor.unsaved().map(editor.save));
  return editor.unsaved().length === 0;
};

async function send(field, at) {
  const value = field.value;
  const was = [at.stored, ...at.maybe];
  const number = editor.ask();
  editor.tell("saving", words.saving);
  let answer;
  try {
    answer = await editor.post(form.dataset.fieldUrl, [["name", field.name], ["value", value], ...was.map((each) => ["was", each])]);
  } catch {
    at.maybe = [...at.maybe.filter((each) => each !== value), value].slice(-10);
    return again(field, at, "offline", words.offline);
  }
  if (answer.status === 401) {
    const detail = { tone: "warn", text: words.ended, link: words.signIn, href: words.signInUrl };
    document.dispatchEvent(new CustomEvent("house:say", { detail }));
    return again(field, at, "ended", words.ended);
  }
  if (answer.status >= 500 || answer.status === 429) return again(field, at, "offline", words.failed);
  const told = await editor.read(answer);
  at.tries = 0;
  if (answer.ok) {
    Object.assign(at, { stored: told.text, base: value, maybe: [] });
    editor.problem(field, "");
    tidy(field);
    return editor.apply(told, number);
  }
  if (answer.status === 409) return editor.conflict(field, at, told);
  at.halted = answer.status === 422 ? "wrong" : "refused"; // until the text changes
  const text = told.problem ?? words.forbidden;
  editor.problem(field, text, answer.status === 410 ? told.kind : "");
  editor.tell("refused", text);
}

function again(field, at, kind, text) {
  editor.tell(kind, text);
  editor.later(field, AGAIN[Math.min(at.tries, AGAIN.length - 1)]);
  at.tries += 1;
}

// "78000" reads "78,000" once one has left the field, not while one is in it.
function tidy(field) {
  const at = editor.state(field);
  if (field === document.activeElement || dirty(field)) return;
  field.value = at.stored;
  at.base = field.value;
}

const place = (field) => form.querySelector(`[data-problem-for="${CSS.escape(field.name)}"]`);
editor.place = place;
editor.problem = (field, text, gone = "") => {
  place(field)?.replaceChildren();
  field.removeAttribute("aria-invalid");
  field.removeAttribute("aria-describedby");
  if (!text) return;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", `${field.id}_error`);
  const said = Object.assign(document.createElement("div"), { className: "field-error", id: `${field.id}_error` });
  said.append(Object.assign(document.createElement("p"), { textContent: text }));
  if (gone) {
    const back = Object.assign(document.createElement("button"), { className: "link-button", type: "button", textContent: form.dataset.putBack });
    Object.assign(back.dataset, { act: "restore", kind: gone, line: field.name.split(".")[1] });
    said.append(back);
  }
  place(field)?.append(said);
};

form.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-field]")) return;
  const at = editor.state(target);
  if (at.halted && at.halted !== "conflict") at.halted = "";
  editor.later(target);
});
form.addEventListener("change", ({ target }) => target.matches("[data-field]") && editor.save(target));
form.addEventListener("focusout", ({ target }) => {
  if (!target.matches("[data-field]")) return;
  if (dirty(target)) editor.save(target);
  else setTimeout(tidy, 0, target);
});
form.addEventListener("submit", (event) => {
  event.preventDefault(); // Enter in a field
  editor.flush();
});
const now = () => editor.unsaved().forEach((field) => { editor.state(field).tries = 0; editor.save(field); });
window.addEventListener("online", now);
window.addEventListener("focus", now);
document.addEventListener("visibilitychange", now);
window.addEventListener("beforeunload", (event) => {
  if (editor.unsaved().length) event.preventDefault();
});
const SENDS = "[data-part=sharing] form, [data-part=publishing] form";
// Sharing or publishing means the words on the screen: what is still on its way goes first.
document.addEventListener("submit", async (event) => {
  const sharing = event.target.closest(SENDS);
  if (!sharing || !editor.unsaved().length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const kept = await editor.flush();
  if (kept) document.querySelector(SENDS)?.requestSubmit();
  else document.dispatchEvent(new CustomEvent("house:say", { detail: { tone: "warn", text: words.failed } }));
}, true);
// A page that comes back from the history shows what is stored.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
}
{ // conflict
// Somebody was faster: both texts stand beside the field, and nothing is sent before one chooses.
const form = document.querySelector("form[data-document]");
const { editor } = form;

editor.conflict = (field, at, told) => {
  Object.assign(at, { halted: "conflict", theirs: told.stored });
  editor.problem(field, "");
  const place = editor.place(field);
  place.innerHTML = told.block;
  place.dataset.of = field.id;
  editor.tell("refused", editor.words.conflict);
};

form.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-choice]")?.dataset.choice;
  if (!choice) return;
  const place = event.target.closest("[data-problem-for]");
  const field = document.getElementById(place.dataset.of);
  const at = editor.state(field);
  const yours = field.value;
  place.replaceChildren();
  Object.assign(at, { halted: "", stored: at.theirs, base: at.theirs, maybe: [] });
  if (choice === "theirs") field.value = at.theirs;
  if (choice === "both" && !field.matches("select")) field.value = [yours, at.theirs].join(field.matches("textarea") ? "\n" : " ");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  if (choice === "yours") editor.save(field);
  if (choice === "theirs") editor.tell("saved", editor.words.saved.replace("%s", new Date().toLocaleTimeString("en-GB")));
});
}
{ // lines
// Lines of a draft: added at the end, taken out with a way back in their place, numbered anew.
const form = document.querySelector("form[data-document]");
const { editor } = form;
const say = (text) => document.dispatchEvent(new CustomEvent("house:say", { detail: { tone: "bad", text } }));

const urls = { add: form.dataset.addUrl, remove: form.dataset.removeUrl, restore: form.dataset.restoreUrl };
const made = (html, inside) => {
  const box = document.createElement("template");
  box.innerHTML = inside === "TBODY" ? `<table><tbody>${html}</tbody></table>` : html;
  return inside === "TBODY" ? box.content.querySelector("tr") : box.content.firstElementChild;
};
const list = (kind, to) => form.querySelector(`[data-lines="${kind}"]${kind === "standard" ? `[data-area="${to}"]` : ""}`);
const item = (kind, line) => document.getElementById(`${kind}-${line}`);

async function act(button) {
  const { act: verb, kind, line = "", to = "" } = button.dataset;
  await editor.flush(); // what is taken out is kept with its last words
  const fresh = [...form.querySelectorAll("[name^=new_]")].map(({ name, value }) => [name, value]);
  const number = editor.ask();
  button.disabled = true;
  try {
    const answer = await editor.post(urls[verb], [["kind", kind], ["line", verb === "add" ? (crypto.randomUUID?.() ?? "") : line], ["to", to], ...fresh]);
    const told = await editor.read(answer);
    if (!answer.ok) return say(answer.status === 401 ? editor.words.ended : told.problem ?? editor.words.failed);
    done[verb](told, kind, line, to);
    editor.apply(told, number);
    renumber();
  } catch {
    say(editor.words.offline);
  } finally {
    button.disabled = false;
  }
}

const done = {
  add(told, kind, line, to) {
    const home = list(kind, to);
    const one = made(told.line, home.tagName);
    const there = document.getElementById(one.id);
    if (there) there.replaceWith(one);
    else home.append(one);
    if (kind === "activity") form.elements.new_weekly_quantity.value = "";
    one.querySelector("[data-field]")?.focus();
  },
  remove(told, kind, line) {
    const one = item(kind, line);
    const tag = { TR: "tr", LI: "li" }[one.tagName] ?? "div";
    const gap = document.createElement(tag);
    gap.dataset.gap = line;
    const cell = tag === "tr" ? gap.appendChild(Object.assign(document.createElement("td"), { colSpan: 4 })) : gap;
    cell.innerHTML = told.block;
    one.replaceWith(gap);
    gap.querySelector("button").focus();
  },
  restore(told, kind, line) {
    const gap = form.querySelector(`[data-gap="${line}"]`);
    const here = item(kind, line);
    if (here) return kept(here); // taken out in another tab; this page still shows it
    if (!gap) return location.reload();
    const one = made(told.line, gap.parentElement.tagName);
    gap.replaceWith(one);
    one.querySelector("[data-field]")?.focus();
  },
};

function kept(one) {
  for (const field of one.querySelectorAll("[data-field]")) {
    if (editor.state(field).halted === "refused") Object.assign(editor.state(field), { halted: "" });
    editor.problem(field, "");
    editor.save(field);
  }
}

function renumber() {
  const areas = [...form.querySelectorAll("[data-lines=area] > [data-item]")];
  areas.forEach((area, place) => { area.querySelector(".area-number").textContent = place + 1; });
  for (const select of form.querySelectorAll('select[name^="activity."][name$=".key_result_area"]')) {
    const chosen = select.value;
    const none = select.options[0];
    const rest = areas.map((area) => new Option(area.querySelector(".area-title").value || "…", area.dataset.item, area.dataset.item === chosen, area.dataset.item === chosen));
    select.replaceChildren(none, ...rest);
  }
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (!button) return;
  event.preventDefault();
  act(button);
});
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("[name=new_weekly_quantity]")) return;
  event.preventDefault(); // the form as a whole would be sent with its first button
  form.querySelector("[data-act=add][data-kind=activity]").click();
});
form.addEventListener("change", ({ target }) => target.matches(".area-title") && renumber());
form.addEventListener("house:reordered", renumber);
}
{ // measure
// What helps while one writes: the sum of the weights, only the fields a measure needs, room for text.
const form = document.querySelector("form[data-document]");

function sum() {
  const total = [...form.querySelectorAll("[data-weight]:not([aria-invalid])")].reduce((all, one) => all + (parseInt(one.value, 10) || 0), 0);
  const shown = form.querySelector("[data-part=weights] b");
  if (shown) shown.textContent = `${total}%`;
}

// Fields that a measure does not use are hidden while they are empty.
const NEEDS = {
  target: (of) => of("comparison") !== "milestone",
  target_to: (of) => of("comparison") === "between",
  unit: (of) => of("comparison") !== "milestone" && !share(of),
  figure: (of) => of("comparison") !== "milestone" && of("actual_from") !== "win_rate",
  part: (of) => share(of) && entered(of),
  whole: (of) => share(of) && entered(of),
  baseline: (of) => of("comparison") !== "milestone",
  minimum: (of) => levels(of),
  outstanding: (of) => levels(of),
  cadence: (of) => of("comparison") !== "milestone",
  activity_type: (of) => of("actual_from") === "activity",
  activity_type_whole: (of) => of("actual_from") === "activity" && share(of),
};
const share = (of) => of("comparison") !== "milestone" && (of("figure") === "ratio" || of("actual_from") === "win_rate");
const entered = (of) => ["entered", "imported"].includes(of("actual_from"));
const levels = (of) => !["between", "milestone"].includes(of("comparison"));
function fit(root) {
  for (const [name, needed] of Object.entries(NEEDS)) {
    for (const field of root.querySelectorAll(`[name^="standard."][name$=".${name}"]`)) {
      const of = (other) => form.elements[field.name.replace(/[^.]+$/, other)].value;
      const empty = field.matches("select") ? ["", "period", "sum"].includes(field.value) : !field.value;
      field.closest(".field").hidden = empty && !needed(of);
    }
  }
}

const grows = CSS.supports("field-sizing", "content");
function grow(area) {
  if (grows || !area.matches("textarea")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}

form.addEventListener("input", ({ target }) => {
  if (target.matches("[data-weight]")) sum();
  grow(target);
});
form.addEventListener("change", ({ target }) => target.matches("select") && fit(form));
form.addEventListener("document:applied", () => { fit(form); sum(); });
fit(form);
form.querySelectorAll("textarea").forEach(grow);
// A link to a finding opens the measure it is in.
addEventListener("hashchange", open);
function open() {
  const field = document.getElementById(location.hash.slice(1));
  const closed = field?.closest("details:not([open])");
  if (closed) closed.open = true;
  if (field?.matches("[data-field]")) field.focus();
}
open();
document.addEventListener("click", (event) => {
  if (event.target.closest("a[href^='#']")) setTimeout(open, 0);
});
}
{ // suggestion
// The wording that the check proposes: put in as an edit, so that undoing gives one's own words back.
const form = document.querySelector("form[data-document]");

function type(field, text) {
  field.focus();
  field.select();
  // What is typed this way can be undone with the keyboard; where it cannot be, the text still changes.
  if (!document.execCommand("insertText", false, text)) {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

form.addEventListener("click", (event) => {
  const use = event.target.closest("[data-use]");
  const back = event.target.closest("[data-use-mine]");
  if (use) {
    event.preventDefault();
    const field = document.getElementById(use.dataset.use);
    const mine = field.closest(".standard").querySelector("[data-mine]");
    mine.querySelector("b").textContent = field.value;
    mine.hidden = false;
    type(field, use.dataset.words);
  }
  if (back) {
    const mine = back.closest("[data-mine]");
    mine.hidden = true;
    type(mine.closest(".standard").querySelector("textarea"), mine.querySelector("b").textContent);
  }
});
// Opening "Keep mine, say why" leads to the place to say it.
form.addEventListener("toggle", ({ target }) => {
  if (target.matches(".kept[open]") && form.contains(document.activeElement)) target.querySelector("input").focus();
}, true);
}
{ // pasted
// Many lines pasted into a standard: one press makes a standard of each, as many as fit. The text
// stays as it was pasted until then, and what does not fit stays in it for good.
const form = document.querySelector("form[data-document]");
const { editor } = form;
const BULLET = /^[-\u2013\u2014\u2022*\u00b7]\s+/;
const parts = (text) => text.split(/\r?\n/).map((one) => one.trim().replace(BULLET, "")).filter(Boolean);
const room = () => Number(form.dataset.mostStandards) - form.querySelectorAll(".standard[data-item]").length;
const said = (text, ...figures) => text.replace(/%(\d)\$s/g, (_all, place) => figures[place - 1]);

function offer(field) {
  const home = field.closest(".standard");
  const block = home.querySelector("[data-pasted]");
  const count = parts(field.value).length;
  const fit = Math.min(count, Math.max(room(), 0) + 1); // the first stays where it is
  const { all, some, none } = block.dataset;
  block.querySelector("span").textContent = said(fit === count ? all : fit > 1 ? some : none, count.toLocaleString(document.documentElement.lang), fit);
  block.querySelector("[data-apart]").hidden = fit < 2;
  block.hidden = count < 2;
}

async function apart(button) {
  const home = button.closest(".standard");
  const field = home.querySelector("textarea");
  const list = home.closest("[data-lines=standard]");
  const [first, ...rest] = parts(field.value);
  button.disabled = true;
  const number = editor.ask();
  try {
    const entries = [["kind", "standard"], ["to", list.dataset.area], ["line", crypto.randomUUID?.() ?? ""], ...rest.slice(0, room()).map((one) => ["text", one])];
    const answer = await editor.post(form.dataset.addUrl, entries);
    const told = await editor.read(answer);
    if (!answer.ok) return say(answer.status === 401 ? editor.words.ended : told.problem ?? editor.words.failed);
    list.insertAdjacentHTML("beforeend", told.lines.join(""));
    field.value = [first, ...rest.slice(told.lines.length)].join("\n");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await editor.save(field);
    editor.apply(told, number);
    home.querySelector("[data-pasted]").hidden = true;
    field.focus();
  } catch {
    say(editor.words.offline);
  } finally {
    button.disabled = false;
  }
}
const say = (text) => document.dispatchEvent(new CustomEvent("house:say", { detail: { tone: "bad", text } }));

form.addEventListener("paste", ({ target, clipboardData }) => {
  if (!target.matches(".standard-line textarea") || parts(clipboardData.getData("text")).length < 2) return;
  setTimeout(offer, 0, target);
});
form.addEventListener("click", ({ target }) => {
  if (target.matches("[data-apart]")) apart(target);
  if (target.matches("[data-keep-whole]")) {
    target.closest("[data-pasted]").hidden = true;
    target.closest(".standard").querySelector("textarea").focus();
  }
});
}
