// What a file field will send, listed before it is sent; a file field takes what is dropped on it by itself.
"use strict";

document.addEventListener("change", (event) => {
  const list = document.getElementById(event.target.dataset?.lists ?? "");
  if (!list) return;
  list.replaceChildren(
    ...[...event.target.files].map((file) => {
      const item = document.createElement("li");
      item.textContent = `${file.name} · ${(file.size / 1_000_000).toFixed(1)} MB`;
      return item;
    }),
  );
});

for (const [kind, isOver] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(kind, (event) => event.target.closest?.(".drop")?.classList.toggle("over", isOver));
}
