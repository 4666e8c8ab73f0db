// <button data-print> prints the page.
// <button data-copy="text"> puts the text into the clipboard and says so.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const said = document.getElementById("words").dataset;
  let detail = { tone: "good", text: said.copied };
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    detail = { tone: "bad", text: said.notCopied };
  }
  document.dispatchEvent(new CustomEvent("house:say", { detail }));
});
document.addEventListener("click", (event) => event.target.closest("[data-print]") && window.print());
