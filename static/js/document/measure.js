// What helps while one writes: the sum of the weights, only the fields a measure needs, room for text.
const form = document.querySelector("form[data-document]");

function sum() {
  const total = [...form.querySelectorAll("[data-weight]:not([aria-invalid])")].reduce((all, one) => all + (parseInt(one.value, 10) || 0), 0);
  const shown = form.querySelector("[data-part=weights] b");
  if (shown) shown.textContent = `${total}%`;
}

const ONLY = { target_to: ["comparison", "between"], activity_type: ["actual_from", "activity"] };
function fit(root) {
  for (const [name, [by, value]] of Object.entries(ONLY)) {
    for (const field of root.querySelectorAll(`[name^="standard."][name$=".${name}"]`)) {
      const asks = form.elements[field.name.replace(`.${name}`, `.${by}`)];
      field.closest(".field").hidden = asks.value !== value && !field.value;
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
