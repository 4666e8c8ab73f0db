// <a data-puts-away> in a form that was fetched into a page: the form goes, and what opened it
// has the focus again. On a page of its own, and without script, it is a link.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-puts-away]");
  const place = link?.closest("[id]:has(> form)");
  const opener = place && document.querySelector(`[hx-target="#${CSS.escape(place.id)}"]`);
  if (!opener) return;
  event.preventDefault();
  place.replaceChildren();
  opener.focus();
});
