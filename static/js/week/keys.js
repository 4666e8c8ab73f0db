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
