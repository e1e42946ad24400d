// The few things HTML cannot do alone. No eval, no inline handlers; htmx brings the rest.
"use strict";

document.addEventListener("click", (event) => {
  const step = event.target.closest("[data-step]");
  if (step) {
    const input = step.parentElement.querySelector("input");
    const by = Number(step.dataset.step);
    const least = Number(input.min || 0);
    const wanted = (Number(input.value) || 0) + by;
    input.value = Math.max(least, wanted < Number(input.dataset.from || 0) ? (by < 0 ? least : Number(input.dataset.from)) : wanted);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const thumb = event.target.closest(".gallery .strip a");
  if (thumb) {
    event.preventDefault();
    const gallery = thumb.closest(".gallery");
    gallery.querySelector(".stage img").src = thumb.href;
    for (const each of gallery.querySelectorAll(".strip a")) each.removeAttribute("aria-current");
    thumb.setAttribute("aria-current", "true");
  }
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
  if (event.target.matches("[data-checks-all]")) {
    for (const box of event.target.form.querySelectorAll(`input[name="${event.target.dataset.checksAll}"]`)) {
      box.checked = event.target.checked;
    }
  }
});

// A second click is harmless on the server (the form's token); this only spares the reader a doubt.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  setTimeout(() => {
    for (const button of event.target.querySelectorAll("button[type=submit]")) button.disabled = true;
  });
});

window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form[method=post] button[type=submit]")) button.disabled = false;
});

document.addEventListener("DOMContentLoaded", () => {
  const talk = document.querySelector(".talk");
  if (talk) talk.scrollTop = talk.scrollHeight;
  document.querySelector(".desk-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  if (matchMedia("(max-width: 60rem)").matches) document.querySelector(".filters")?.removeAttribute("open");
});

// A refusal or a field error is an answer to show in place, not a failure to swallow; a 503 only where it is ours and
// not a proxy's.
document.addEventListener("htmx:beforeSwap", (event) => {
  const answer = event.detail.xhr;
  const isBusy = answer.status === 503 && answer.getResponseHeader("X-Request-ID");
  if (isBusy || [403, 404, 409, 422].includes(answer.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// What a reader did and nobody answered is said; what the page asks by itself is asked again later.
const deeds = ["click", "submit", "change", "input", "keydown"];
for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(failure, (event) => {
    if (!deeds.includes(event.detail.requestConfig.triggeringEvent?.type)) return;
    const told = document.getElementById("unanswered").content.cloneNode(true);
    document.getElementById("toasts").replaceChildren(told);
  });
}
