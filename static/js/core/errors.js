// The summary of what is wrong takes the focus when a page or a fragment arrives with one.
function take(root) {
  const summary = root.querySelector?.("[data-error-summary]");
  if (!summary || summary.closest("[data-still]")) return;
  summary.focus({ preventScroll: true });
  summary.scrollIntoView({ block: "center" });
}

take(document);
document.addEventListener("htmx:afterSettle", (event) => take(event.target));
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
