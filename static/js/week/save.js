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
