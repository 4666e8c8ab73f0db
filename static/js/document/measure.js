// What helps while one writes: the sum of the weights, only the fields a measure needs, room for text.
const form = document.querySelector("form[data-document]");

function sum() {
  const total = [...form.querySelectorAll("[data-weight]:not([aria-invalid])")].reduce((all, one) => all + (parseInt(one.value, 10) || 0), 0);
  const shown = form.querySelector("[data-part=weights] b");
  if (shown) shown.textContent = `${total}%`;
}

// Fields that a measure does not use are hidden while they are empty.
const NEEDS = {
  target: (of) => of("comparison") !== "milestone",
  target_to: (of) => of("comparison") === "between",
  unit: (of) => of("comparison") !== "milestone" && !share(of),
  figure: (of) => of("comparison") !== "milestone" && of("actual_from") !== "win_rate",
  part: (of) => share(of) && entered(of),
  whole: (of) => share(of) && entered(of),
  baseline: (of) => of("comparison") !== "milestone",
  minimum: (of) => levels(of),
  outstanding: (of) => levels(of),
  cadence: (of) => of("comparison") !== "milestone",
  activity_type: (of) => of("actual_from") === "activity",
  activity_type_whole: (of) => of("actual_from") === "activity" && share(of),
};
const share = (of) => of("comparison") !== "milestone" && (of("figure") === "ratio" || of("actual_from") === "win_rate");
const entered = (of) => ["entered", "imported"].includes(of("actual_from"));
const levels = (of) => !["between", "milestone"].includes(of("comparison"));
function fit(root) {
  for (const [name, needed] of Object.entries(NEEDS)) {
    for (const field of root.querySelectorAll(`[name^="standard."][name$=".${name}"]`)) {
      const of = (other) => form.elements[field.name.replace(/[^.]+$/, other)].value;
      const empty = field.matches("select") ? ["", "period", "sum"].includes(field.value) : !field.value;
      field.closest(".field").hidden = empty && !needed(of);
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
