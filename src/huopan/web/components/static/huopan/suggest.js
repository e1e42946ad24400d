// Suggestions under the search box, as it is typed in. Without it the box searches all the same.
"use strict";

(() => {
  const box = document.querySelector(".searchbox input[role=combobox]");
  if (!box) return;
  const cleared = () => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "");
    return body;
  };

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
      await fetch(clears.dataset.clears, { method: "POST", body: cleared() });
      await ask();
      return;
    }
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.address);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]")) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
})();
