// A form with data-progress="… %s s …" says how long it has been at work, from the second second
// on. The count stands in the words; the server answers once, when all is saved.
for (const form of document.querySelectorAll("form[data-progress]")) {
  form.addEventListener("submit", () => {
    const begun = Date.now();
    const line = document.createElement("p");
    line.className = "loading";
    line.setAttribute("role", "status");
    form.closest(".next")?.after(line);
    const say = () => {
      const seconds = Math.round((Date.now() - begun) / 1000);
      if (seconds >= 2) line.textContent = form.dataset.progress.replace("%s", seconds);
    };
    setInterval(say, 1000);
  });
}
