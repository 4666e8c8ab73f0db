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
