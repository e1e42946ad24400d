// Printing, and filling in every piece of a claim at once.
"use strict";

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-prints]")) window.print();
});

document.addEventListener("click", (event) => {
  const all = event.target.closest("[data-all-pieces]");
  if (!all) return;
  for (const input of all.form.querySelectorAll("input[data-most]")) input.value = input.dataset.most;
  all.form.querySelector("input[data-most]")?.dispatchEvent(new Event("change", { bubbles: true }));
});
