// Dialogs: what carries data-dialog="name" opens <dialog id="name">; without script its link
// leads to a page that asks the same.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (!dialog) return;
    event.preventDefault();
    dialog.showModal();
    return;
  }
  if (event.target.closest("[data-close]")) {
    event.preventDefault();
    event.target.closest("dialog")?.close();
  } else if (event.target.matches("dialog[open]") && outside(event)) {
    event.target.close();
  }
});

function outside(event) {
  const box = event.target.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right
    || event.clientY < box.top || event.clientY > box.bottom;
}
