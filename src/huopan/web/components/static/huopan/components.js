// What the component library needs beyond HTML: drawers, dismissing, dropped files, the choice of columns.
"use strict";

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  if (event.target.matches("dialog.drawer")) event.target.close();
  event.target.closest("[data-closes]")?.closest("dialog").close();
  event.target.closest("[data-dismisses]")?.closest(".toast").remove();
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

const told = (input) => {
  const names = [...input.files].map((file) => file.name).join(", ");
  input.closest(".drop").querySelector("output").textContent = names;
};
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const drop = event.target.closest?.(".drop");
    if (!drop) return;
    event.preventDefault();
    drop.classList.toggle("over", kind === "dragover");
    if (kind !== "drop" || !event.dataTransfer.files.length) return;
    const input = drop.querySelector("input");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
document.addEventListener("change", (event) => event.target.matches(".drop input") && told(event.target));

// Which columns are hidden is this browser's own: localStorage "columns:<table>" holds their names.
const kept = (name) => {
  try {
    return new Set(JSON.parse(localStorage.getItem(name) ?? "[]"));
  } catch {
    return new Set();
  }
};
const keep = (name, hidden) => {
  try {
    localStorage.setItem(name, JSON.stringify([...hidden]));
  } catch {
    // A browser that keeps nothing still hides the column now.
  }
};
const show = (table, heads, hidden) => {
  for (const row of table.rows) {
    let column = 0;
    for (const cell of row.cells) {
      if (cell.colSpan === 1) cell.hidden = hidden.has(heads[column]?.dataset.column);
      column += cell.colSpan;
    }
  }
};
const choice = (frame, heads, hidden) => {
  const { words, columns } = frame.dataset;
  const menu = document.createElement("details");
  menu.className = "menu";
  menu.innerHTML = '<summary></summary><div class="column-choice"></div>';
  menu.firstChild.textContent = words;
  for (const head of heads.filter((each) => each.dataset.column)) {
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: !hidden.has(head.dataset.column) });
    label.className = "check";
    label.append(box, head.textContent.trim());
    box.addEventListener("change", () => {
      hidden[box.checked ? "delete" : "add"](head.dataset.column);
      keep(`columns:${columns}`, hidden);
      show(frame.querySelector("table"), heads, hidden);
    });
    menu.lastChild.append(label);
  }
  return menu;
};
const columns = () => {
  for (const frame of document.querySelectorAll(".table-frame[data-columns]")) {
    const table = frame.querySelector("table");
    const heads = [...(table.tHead?.rows[0].cells ?? [])];
    const hidden = kept(`columns:${frame.dataset.columns}`);
    const tools = frame.querySelector(".table-tools");
    if (!tools.querySelector(".menu")) tools.append(choice(frame, heads, hidden));
    show(table, heads, hidden);
  }
};
columns();
document.addEventListener("htmx:afterSwap", columns);
