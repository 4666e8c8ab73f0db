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
