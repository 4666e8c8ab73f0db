// A list that takes longer says how many rows come and for how many seconds so far, from the
// second second on: <div class="loading htmx-indicator" data-loading="Loading 8,800 deals, %s
// seconds so far"><span data-loading-text></span>…. Before that its grey lines are enough.
const clocks = new WeakMap();

function indicator(element) {
  const chosen = element.closest("[hx-indicator]")?.getAttribute("hx-indicator");
  return chosen ? document.querySelector(chosen) : element.querySelector("[data-loading]");
}

document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => {
  const shown = indicator(elt);
  const text = shown?.querySelector("[data-loading-text]");
  if (!text) return;
  const start = Date.now();
  clocks.set(elt, setInterval(() => {
    const seconds = Math.floor((Date.now() - start) / 1000);
    if (seconds >= 2) text.textContent = shown.dataset.loading.replace("%s", seconds);
  }, 500));
});
document.addEventListener("htmx:afterRequest", ({ detail: { elt } }) => clearInterval(clocks.get(elt)));
