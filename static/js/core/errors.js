// The summary of what is wrong takes the focus when a page or a fragment arrives with one.
function take(root) {
  const summary = root.querySelector?.("[data-error-summary]");
  if (!summary || summary.closest("[data-still]")) return;
  summary.focus({ preventScroll: true });
  summary.scrollIntoView({ block: "center" });
}

take(document);
document.addEventListener("htmx:afterSettle", (event) => take(event.target));
// A fragment that comes without its form brings what is wrong in it, to stand at the fields: each
// problem has the id of its field with "_error" behind it, as where the server writes the form.
document.addEventListener("htmx:afterSettle", () => {
  for (const problems of document.querySelectorAll("template[data-problems-of]")) {
    const form = document.getElementById(problems.dataset.problemsOf);
    problems.remove();
    if (form) place(problems.content.children, form);
  }
});
function place(problems, form) {
  form.querySelectorAll(".field-error").forEach((old) => old.remove());
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.classList.remove("is-invalid");
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
  for (const problem of [...problems]) {
    const field = document.getElementById(problem.id.replace(/_error$/, ""));
    if (!field) continue;
    field.classList.add("is-invalid");
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", problem.id);
    (field.closest(".with-unit") ?? field).after(problem);
  }
}
// A link of the summary leads into the field, not only to it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.scrollIntoView({ block: "center" });
});
// The server says what is wrong, where and how to mend it, for all fields at once; the browser's
// bubble would name the first one only, in words of its own.
document.addEventListener("click", (event) => {
  const form = event.target.closest("button, [type=submit]")?.form;
  if (form?.method === "post") form.noValidate = true;
}, true);
