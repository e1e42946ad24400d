// The workbench under the fingers: counts beside the menu, keys, and rows ticked by the dozen.
"use strict";

(() => {
  const desk = document.querySelector("[data-counts]");
  const KEPT = "huopan:counts";

  const show = (counts) => {
    for (const badge of document.querySelectorAll("[data-count]")) {
      const count = counts[badge.dataset.count] ?? 0;
      badge.textContent = count > 999 ? "999+" : count;
      badge.hidden = !count;
    }
  };

  const ask = async () => {
    if (document.hidden) return;
    const answer = await fetch(desk.dataset.counts, { headers: { accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    const counts = await answer.json();
    sessionStorage.setItem(KEPT, JSON.stringify(counts));
    show(counts);
  };

  if (desk) {
    show(JSON.parse(sessionStorage.getItem(KEPT) ?? "{}"));
    ask();
    setInterval(ask, 60_000);
    document.addEventListener("visibilitychange", ask);
  }

  const keys = document.querySelector("#desk-keys");
  let goes = 0;

  const isTyping = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    const isGoing = Date.now() - goes < 1500;
    goes = 0;
    if (isGoing) {
      const link = document.querySelector(`.desk-menu [data-key="${CSS.escape(event.key)}"]`);
      if (link) {
        event.preventDefault();
        location.assign(link.href);
      }
      return;
    }
    if (event.key === "g") goes = Date.now();
    else if (event.key === "?") keys?.showModal();
    else if (event.key === "/") {
      event.preventDefault();
      document.querySelector("[data-finds]")?.focus();
    } else if (event.key === "x") {
      const row = event.target.closest("tr") ?? document.querySelector("tbody tr:hover");
      row?.querySelector("[data-tick]")?.click();
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys-open]")) keys?.showModal();
  });
})();

// Rows ticked one by one, in a stretch with Shift, a whole page, or everything the filter finds.
(() => {
  const form = document.querySelector("[data-bulk]");
  if (!form) return;
  const bar = form.querySelector("[data-bulk-bar]");
  const whole = form.querySelector("[data-bulk-whole]");
  const every = form.querySelector("[data-bulk-every]");
  const count = form.querySelector("[data-bulk-count]");
  const page = form.querySelector("[data-bulk-page]");
  const ticks = () => [...form.querySelectorAll("[data-tick]")];
  let last = null;

  const tell = () => {
    const ticked = ticks().filter((tick) => tick.checked);
    const isAll = ticked.length > 0 && ticked.length === ticks().length;
    page.checked = isAll;
    page.indeterminate = ticked.length > 0 && !isAll;
    if (whole) whole.hidden = !isAll;
    if (every && !isAll) every.checked = false;
    count.textContent = every?.checked ? every.dataset.total : ticked.length;
    bar.classList.toggle("is-empty", ticked.length === 0);
    for (const button of bar.querySelectorAll("button")) button.disabled = ticked.length === 0;
    for (const tick of ticks()) tick.closest("tr").classList.toggle("is-ticked", tick.checked);
  };

  form.addEventListener("click", (event) => {
    const tick = event.target.closest("[data-tick]");
    if (!tick) return;
    if (event.shiftKey && last) {
      const all = ticks();
      const [from, to] = [all.indexOf(last), all.indexOf(tick)].sort((one, other) => one - other);
      for (const each of all.slice(from, to + 1)) each.checked = tick.checked;
    }
    last = tick;
    tell();
  });
  page.addEventListener("change", () => {
    for (const tick of ticks()) tick.checked = page.checked;
    tell();
  });
  every?.addEventListener("change", tell);
  // A sheet or a paper opens beside the page, which stays as it is.
  form.addEventListener("submit", () => setTimeout(tell, 50));
  window.addEventListener("pageshow", tell);
  tell();
})();

// Answers: a quick reply by its button, by Alt and its number, or by / and letters of its name.
(() => {
  const form = document.querySelector("[data-answer]");
  if (!form) return;
  const field = form.querySelector("textarea");
  const phrases = [...form.querySelectorAll("[data-phrase]")];

  const insert = (phrase) => {
    const isSearch = field.value.startsWith("/");
    const from = isSearch ? 0 : field.selectionStart;
    const to = isSearch ? field.value.length : field.selectionEnd;
    field.setRangeText(phrase.dataset.phrase, from, to, "end");
    narrow();
    field.focus();
  };

  const narrow = () => {
    const sought = field.value.startsWith("/") ? field.value.slice(1).trim().toLowerCase() : "";
    for (const phrase of phrases) phrase.hidden = !phrase.textContent.toLowerCase().includes(sought);
  };

  form.addEventListener("click", (event) => {
    const phrase = event.target.closest("[data-phrase]");
    if (phrase) insert(phrase);
  });
  field.addEventListener("input", narrow);
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const digit = /^Digit([1-9])$/.exec(event.code);
    if (event.altKey && digit && phrases[digit[1] - 1]) {
      event.preventDefault();
      insert(phrases[digit[1] - 1]);
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target === field) {
      form.requestSubmit();
    } else if (event.key === "Enter" && event.target === field && field.value.startsWith("/")) {
      const first = phrases.find((phrase) => !phrase.hidden);
      if (first) {
        event.preventDefault();
        insert(first);
      }
    }
  });
})();
