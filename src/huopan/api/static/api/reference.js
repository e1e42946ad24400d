const search = document.getElementById("search");
const nothing = document.getElementById("nothing");

function show() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const article of document.querySelectorAll("article")) {
    const matches = words.every((word) => article.dataset.words.toLowerCase().includes(word));
    article.hidden = !matches;
    document.querySelector(`[data-entry="${article.id}"]`).hidden = !matches;
    shown += matches;
  }
  for (const subject of document.querySelectorAll("[data-subject]")) {
    subject.hidden = !subject.querySelector("li:not([hidden])");
  }
  nothing.hidden = shown > 0;
}

async function copy(button) {
  await navigator.clipboard.writeText(button.closest("figure").querySelector("code").textContent);
  const label = button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = label; }, 1500);
}

search.addEventListener("input", show);
document.addEventListener("click", (event) => {
  if (event.target.matches("[data-copy]")) copy(event.target);
});
