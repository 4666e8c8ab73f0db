// Light, dark or as the system: at once on the page. The form behind it keeps the choice in a
// cookie, which the server reads for the next page, so that no page flashes.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-theme-form]") || !event.submitter) return;
  event.preventDefault();
  const choice = event.submitter.value;
  if (choice === "auto") delete document.documentElement.dataset.bsTheme;
  else document.documentElement.dataset.bsTheme = choice;
  for (const button of document.querySelectorAll("[data-theme-form] button[name=theme]")) {
    button.setAttribute("aria-pressed", String(button.value === choice));
  }
  fetch(form.action, { method: "POST", body: new FormData(form, event.submitter), redirect: "manual" });
});
