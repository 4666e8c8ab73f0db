// What was typed and not saved yet survives a closed page or a new sign-in: this browser keeps
// it for the tab, and the page takes it up again.
const form = document.querySelector("form[data-week]");
const place = form && `week:${form.dataset.week}`;

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(place)) ?? {};
  } catch {
    return {};
  }
}

function keep(change) {
  const cells = kept();
  change(cells);
  if (Object.keys(cells).length) sessionStorage.setItem(place, JSON.stringify(cells));
  else sessionStorage.removeItem(place);
}

document.addEventListener("week:typed", ({ detail }) => keep((cells) => { cells[detail.key] = detail.typed; }));
document.addEventListener("week:answered", ({ detail }) => keep((cells) => {
  if (cells[detail.key] === detail.typed && detail.kept) delete cells[detail.key];
}));

if (form) {
  for (const [key, typed] of Object.entries(kept())) {
    const field = document.getElementById(`q-${key}`);
    if (!field || field.value === typed) keep((cells) => { delete cells[key]; });
    else {
      field.value = typed;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}
