// Finding by keyboard: results, reasons, comparing. Without it every page works all the same.
"use strict";

(() => {
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const sent = (fields) => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ csrfmiddlewaretoken: token(), ...fields })) body.append(name, value);
    return body;
  };

  // The keyboard, where nobody is typing.
  const items = () => [...document.querySelectorAll("#results :is(.result, .factory)")];
  const move = (by) => {
    const all = items();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement?.closest(".result, .factory"));
    const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]")) return;
    const item = document.activeElement?.closest(".result, .factory");
    if (event.key === "j" || event.key === "k") {
      move(event.key === "j" ? 1 : -1);
    } else if (event.key === "c" && item) {
      item.querySelector(".compares")?.click();
    } else if (event.key === "w" && item) {
      item.querySelector(".why > summary")?.click();
    } else if (event.key === "Enter" && item === document.activeElement && item) {
      item.querySelector(".opens").click();
    } else if (event.key === "Escape") {
      for (const open of document.querySelectorAll(".result .why[open]")) open.open = false;
    }
  });

  document.addEventListener("click", (event) => {
    for (const open of document.querySelectorAll(".result .why[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
    if (event.target.closest("[data-prints]")) print();
    const link = event.target.closest(".result :is(.opens, .pic)");
    const results = link?.closest("#results");
    if (results?.dataset.search) {
      const fields = { search: results.dataset.search, offer: link.closest(".result").dataset.offer };
      navigator.sendBeacon(results.dataset.opened, sent(fields));
    }
  });

  // What is in the tray shows on every button.
  document.addEventListener("huopan:compared", (event) => {
    const ids = new Set(event.detail.ids.map(String));
    for (const button of document.querySelectorAll(".compares")) {
      button.setAttribute("aria-pressed", String(ids.has(button.value)));
    }
  });

  // Facets stay as open as they were.
  let openness = new Map();
  document.addEventListener("htmx:beforeSwap", () => {
    openness = new Map([...document.querySelectorAll("#filter-list [data-group]")].map((each) => [each.dataset.group, each.open]));
  });
  document.addEventListener("htmx:oobAfterSwap", () => {
    for (const each of document.querySelectorAll("#filter-list [data-group]")) {
      if (openness.has(each.dataset.group)) each.open = openness.get(each.dataset.group);
    }
  });
})();
