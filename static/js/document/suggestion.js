// The wording that the check proposes: put in as an edit, so that undoing gives one's own words back.
const form = document.querySelector("form[data-document]");

function type(field, text) {
  field.focus();
  field.select();
  // What is typed this way can be undone with the keyboard; where it cannot be, the text still changes.
  if (!document.execCommand("insertText", false, text)) {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

form.addEventListener("click", (event) => {
  const use = event.target.closest("[data-use]");
  const back = event.target.closest("[data-use-mine]");
  if (use) {
    event.preventDefault();
    const field = document.getElementById(use.dataset.use);
    const mine = field.closest(".standard").querySelector("[data-mine]");
    mine.querySelector("b").textContent = field.value;
    mine.hidden = false;
    type(field, use.dataset.words);
  }
  if (back) {
    const mine = back.closest("[data-mine]");
    mine.hidden = true;
    type(mine.closest(".standard").querySelector("textarea"), mine.querySelector("b").textContent);
  }
});
// Opening "Keep mine, say why" leads to the place to say it.
form.addEventListener("toggle", ({ target }) => {
  if (target.matches(".kept[open]") && form.contains(document.activeElement)) target.querySelector("input").focus();
}, true);
