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
