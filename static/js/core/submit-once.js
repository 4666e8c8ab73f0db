// A form that was sent is not sent again by a second click: its button keeps its width and says
// "Saving" until the next page or the answer is there. The server is safe without this.
const says = document.getElementById("words")?.dataset ?? {};
const NONE = "[data-theme-form], [method=dialog], [method=get], [data-again]";

function busy(button) {
  button.style.minWidth = `${button.offsetWidth}px`;
  button.dataset.busy = button.innerHTML;
  button.innerHTML = `${document.getElementById("busy-shape").innerHTML} `;
  button.append(button.dataset.saying || says.saving || "");
}

function ready(button) {
  if (button.dataset.busy === undefined) return;
  button.innerHTML = button.dataset.busy;
  delete button.dataset.busy;
  button.style.minWidth = "";
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.matches(NONE) || form.getAttribute("method") === null) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  if (event.submitter?.matches(".btn")) busy(event.submitter);
});

function release() {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  document.querySelectorAll(".btn[data-busy]").forEach(ready);
}
window.addEventListener("pageshow", (event) => event.persisted && release());
document.addEventListener("htmx:beforeRequest", (event) => {
  const button = event.detail.requestConfig?.triggeringEvent?.submitter;
  if (button?.matches(".btn") && button.dataset.busy === undefined) busy(button);
});
document.addEventListener("htmx:afterRequest", release);
// An answer that is a file leaves the page as it is: the button comes back by itself.
document.addEventListener("submit", () => setTimeout(release, 20000));
