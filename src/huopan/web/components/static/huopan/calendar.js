// A week of shifts drawn as it is typed, and a year that the arrow keys walk through.
"use strict";

(() => {
  const DAY = 1440;
  const week = document.querySelector("[data-week]");
  const minutes = (text) => (text ? Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5)) : NaN);

  const bar = (strip, x, width, isDear) => {
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [name, value] of Object.entries({ x, width, y: 0, height: 10 })) rect.setAttribute(name, value);
    if (isDear) rect.classList.add("dear");
    strip.append(rect);
  };

  const draw = () => {
    const days = [...week.querySelectorAll("[data-weekday]")];
    const strips = days.map((day) => day.querySelector(".strip"));
    for (const strip of strips) strip.replaceChildren();
    days.forEach((day, number) => {
      for (const shift of day.querySelectorAll(".shift")) {
        const [opens, closes, rate] = [...shift.querySelectorAll("input")].map((input) => input.value);
        const [from, to] = [minutes(opens), minutes(closes)];
        if (Number.isNaN(from) || Number.isNaN(to) || from === to) continue;
        const isDear = Number(rate || 100) > 100;
        bar(strips[number], from, (to > from ? to : DAY) - from, isDear);
        if (to <= from && to > 0) bar(strips[(number + 1) % 7], 0, to, isDear);
      }
    });
  };

  const copy = (range) => {
    const days = [...week.querySelectorAll("[data-weekday]")];
    const [first, last] = range.split("-").map(Number);
    const monday = [...days[0].querySelectorAll("input")].map((input) => input.value);
    for (const day of days.slice(first, last + 1)) {
      day.querySelectorAll("input").forEach((input, place) => { input.value = monday[place]; });
    }
    draw();
    spare();
  };

  // A third shift is rare: it is shown when there is one, or when asked for.
  const spare = () => {
    for (const day of week.querySelectorAll("[data-weekday]")) {
      const shifts = [...day.querySelectorAll(".shift")];
      shifts.forEach((shift, place) => {
        const isEmpty = [...shift.querySelectorAll("input")].every((input) => !input.value);
        shift.classList.toggle("spare", place >= 2 && isEmpty && !shift.matches(".bad, .asked"));
      });
      day.querySelector("[data-add-shift]").hidden = !day.querySelector(".spare");
    }
  };

  if (week) {
    spare();
    week.addEventListener("input", draw);
    week.addEventListener("click", (event) => {
      const add = event.target.closest("[data-add-shift]");
      if (!add) return;
      const next = add.parentElement.querySelector(".spare");
      next.classList.add("asked");
      spare();
      next.querySelector("input").focus();
    });
    const copying = document.querySelector("[data-copy]");
    copying.hidden = false;
    copying.addEventListener("click", (event) => {
      const button = event.target.closest("[data-copy-days]");
      if (button) copy(button.dataset.copyDays);
    });
  }

  const year = document.querySelector("[data-year]");
  if (!year) return;
  if (year.querySelector(".month.over") && year.querySelector(".month:not(.over)")) year.classList.add("folded");
  document.querySelector(".show-over")?.addEventListener("click", () => year.classList.remove("folded"));
  const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  year.addEventListener("keydown", (event) => {
    const here = event.target.closest("[data-day]");
    if (!here || !(event.key in STEPS) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const there = new Date(`${here.dataset.day}T12:00:00Z`);
    there.setUTCDate(there.getUTCDate() + STEPS[event.key]);
    const next = year.querySelector(`[data-day="${there.toISOString().slice(0, 10)}"]`);
    if (!next) return;
    here.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });

  year.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-day]");
    if (!chosen) return;
    year.querySelector("[aria-current]")?.removeAttribute("aria-current");
    year.querySelector("[tabindex='0']")?.setAttribute("tabindex", "-1");
    chosen.setAttribute("aria-current", "date");
    chosen.tabIndex = 0;
  });

  document.addEventListener("htmx:afterSettle", () => {
    const panel = document.getElementById("day");
    const heading = panel.querySelector("h2");
    if (matchMedia("(max-width: 60rem)").matches) panel.scrollIntoView({ block: "start" });
    heading.focus({ preventScroll: true });
  });
})();
