// Somebody was faster: both texts stand beside the field, and nothing is sent before one chooses.
const form = document.querySelector("form[data-document]");
const { editor } = form;

editor.conflict = (field, at, told) => {
  Object.assign(at, { halted: "conflict", theirs: told.stored });
  editor.problem(field, "");
  const place = editor.place(field);
  place.innerHTML = told.block;
  place.dataset.of = field.id;
  editor.tell("refused", editor.words.conflict);
};

form.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-choice]")?.dataset.choice;
  if (!choice) return;
  const place = event.target.closest("[data-problem-for]");
  const field = document.getElementById(place.dataset.of);
  const at = editor.state(field);
  const yours = field.value;
  place.replaceChildren();
  Object.assign(at, { halted: "", stored: at.theirs, base: at.theirs, maybe: [] });
  if (choice === "theirs") field.value = at.theirs;
  if (choice === "both" && !field.matches("select")) field.value = [yours, at.theirs].join(field.matches("textarea") ? "\n" : " ");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  if (choice === "yours") editor.save(field);
  if (choice === "theirs") editor.tell("saved", editor.words.saved.replace("%s", new Date().toLocaleTimeString("en-GB")));
});
