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
