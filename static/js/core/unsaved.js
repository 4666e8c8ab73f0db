// Leaving a page with something typed and not saved is asked about: <form data-guard>.
const changed = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) changed.add(form);
});
document.addEventListener("submit", (event) => changed.delete(event.target));
document.addEventListener("reset", (event) => changed.delete(event.target));
document.addEventListener("house:kept", (event) => changed.delete(event.target));
window.addEventListener("beforeunload", (event) => {
  for (const form of changed) if (!form.isConnected) changed.delete(form);
  if (changed.size) event.preventDefault();
});
