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
