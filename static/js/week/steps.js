// Minus and plus beside each cell: for a thumb. The style sheet shows them on a phone only.
const words = document.querySelector("[data-week]")?.dataset ?? {};

function button(sign, said, field) {
  const made = document.createElement("button");
  made.type = "button";
  made.tabIndex = -1;
  made.textContent = sign;
  made.dataset.stepBy = sign === "+" ? "1" : "-1";
  made.setAttribute("aria-label", `${field.getAttribute("aria-label")}: ${said}`);
  return made;
}

function step(field, by) {
  const unit = Number(field.dataset.step);
  const now = Number(field.value.trim().replace(",", "."));
  if (Number.isNaN(now)) return;
  const next = Math.max(0, now + by * unit);
  field.value = String(Math.round(next * 100) / 100);
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function dress(root) {
  for (const field of root.querySelectorAll(".cell-input > input:not([type=hidden])")) {
    if (field.parentElement.querySelector("button")) continue;
    field.before(button("\u2212", words.less, field));
    field.after(button("+", words.more, field));
  }
}

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-step-by]");
  if (pressed) step(pressed.parentElement.querySelector("input:not([type=hidden])"), Number(pressed.dataset.stepBy));
});
dress(document);
