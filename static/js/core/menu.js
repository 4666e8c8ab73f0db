// Menus made of <details> close on Escape, on a click elsewhere, and when focus leaves them.
const menus = () => document.querySelectorAll("details.menu-drop[open]");

document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("focusout", (event) => {
  const menu = event.target.closest?.("details.menu-drop");
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
});
