// Finding, by keyboard and as it is typed: suggestions, results, comparing. Without it every page works all the same.
"use strict";

(() => {
  const box = document.querySelector(".searchbox input[role=combobox]");
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const sent = (fields) => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ csrfmiddlewaretoken: token(), ...fields })) body.append(name, value);
    return body;
  };

  // Suggestions
  if (box) {
    const list = document.getElementById(box.getAttribute("aria-controls"));
    const options = () => [...list.querySelectorAll("[role=option]")];
    let typed = box.value;
    let asking = null;
    let timer = 0;

    const close = () => {
      list.hidden = true;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    };
    const ask = async () => {
      asking?.abort();
      asking = new AbortController();
      try {
        const answer = await fetch(`${box.dataset.suggestions}?q=${encodeURIComponent(box.value)}`, { signal: asking.signal });
        list.innerHTML = answer.ok ? await answer.text() : "";
      } catch {
        return;
      }
      const isOpen = options().length > 0 && document.activeElement === box;
      list.hidden = !isOpen;
      box.setAttribute("aria-expanded", String(isOpen));
      box.removeAttribute("aria-activedescendant");
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 120);
    };
    const mark = (place) => {
      const all = options();
      all.forEach((each, n) => each.setAttribute("aria-selected", String(n === place)));
      if (place < 0 || place >= all.length) {
        box.removeAttribute("aria-activedescendant");
        box.value = typed;
        return;
      }
      box.setAttribute("aria-activedescendant", all[place].id);
      box.value = all[place].dataset.text;
      all[place].scrollIntoView({ block: "nearest" });
    };

    box.addEventListener("input", () => {
      typed = box.value;
      later();
    });
    box.addEventListener("focus", later);
    box.addEventListener("blur", () => setTimeout(() => !list.contains(document.activeElement) && close(), 150));
    box.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const all = options();
      const at = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        box.value = typed;
        close();
      } else if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        event.preventDefault();
        const next = event.key === "ArrowDown" ? at + 1 : (at < 0 ? all.length : at) - 1;
        mark(next >= all.length ? -1 : next);
      } else if (event.key === "ArrowDown") {
        ask();
      } else if (event.key === "Enter" && !list.hidden && at >= 0) {
        event.preventDefault();
        location.assign(all[at].dataset.address);
      }
    });
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", async (event) => {
      const clears = event.target.closest("[data-clears]");
      if (clears) {
        await fetch(clears.dataset.clears, { method: "POST", body: sent({}) });
        await ask();
        return;
      }
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.address);
    });
  }

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
    if (event.key === "/" && box) {
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === "j" || event.key === "k") {
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
