// A row of a table opens in place: <a class="row-toggle" href="/page/" data-opens="row-7">
// shows and hides <tr id="row-7" class="opened" hidden>; without script its link leads to the
// page of the row. With hx-get on the link the row is fetched when it is first opened.
document.addEventListener("click", (event) => {
  const toggle = event.target.closest("[data-opens]");
  const row = toggle && document.getElementById(toggle.dataset.opens);
  if (!row || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  const open = row.hidden;
  row.hidden = !open;
  toggle.setAttribute("aria-expanded", String(open));
  toggle.closest("tr").classList.toggle("is-open", open);
});
