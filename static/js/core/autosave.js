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
