// Keys: / searches, ? shows the keys, g and a letter goes to a step. They can be switched off in
// the list of keys, because a single key can be pressed by speech input or by mistake.
const OFF = "keys-off";
let going = false;

const typing = (target) => target.isContentEditable
  || target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, dialog");
const off = () => {
  try { return localStorage.getItem(OFF) === "1"; } catch { return false; }
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target) || off()) return;
  if (going) {
    going = false;
    const step = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (step?.href) {
      event.preventDefault();
      step.click();
    }
  } else if (event.key === "/") {
    const search = document.querySelector("[data-search]");
    if (!search?.offsetParent) return;
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === "?") {
    event.preventDefault();
    document.getElementById("keys")?.showModal();
  } else if (event.key === "g") {
    going = true;
    setTimeout(() => { going = false; }, 1500);
  }
});

const box = document.querySelector("[data-keys-off]");
if (box) {
  box.checked = off();
  box.addEventListener("change", () => {
    try { localStorage.setItem(OFF, box.checked ? "1" : "0"); } catch { /* kept for this page only */ }
  });
}
