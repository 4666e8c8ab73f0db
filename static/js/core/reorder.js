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
