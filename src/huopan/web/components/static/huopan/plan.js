// Dragging a step on the board asks what it would do; nothing moves before the planner says so.
"use strict";

(() => {
  const gantt = document.querySelector(".gantt");
  if (!gantt) return;
  const left = Number(gantt.dataset.left);
  const from = new Date(gantt.dataset.from).getTime();
  const length = Number(gantt.dataset.days) * 86400000;
  const lane = gantt.querySelector(".lane");
  const SNAP = 5 * 60000;
  let held = null;
  let hasDragged = false;

  const at = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(gantt.getScreenCTM().inverse());
    return { x: point.x, y: point.y };
  };

  gantt.addEventListener("pointerdown", (event) => {
    const step = event.target.closest(".step");
    if (!step || event.button !== 0 || event.pointerType === "touch") return;
    held = { step, from: at(event), moved: false, x: Number(step.querySelector(".bar").getAttribute("x")) };
  });

  gantt.addEventListener("pointermove", (event) => {
    if (!held) return;
    const now = at(event);
    const [dx, dy] = [now.x - held.from.x, now.y - held.from.y];
    if (!held.moved && Math.hypot(dx, dy) < 4) return;
    held.moved = true;
    held.step.classList.add("dragged");
    held.step.setAttribute("transform", `translate(${dx} ${dy})`);
    event.preventDefault();
  });

  const drop = (event) => {
    if (!held) return;
    const { step, moved, x, from: start } = held;
    held = null;
    step.classList.remove("dragged");
    step.removeAttribute("transform");
    if (!moved) return;
    hasDragged = true;
    setTimeout(() => { hasDragged = false; });
    const now = at(event);
    const row = [...gantt.querySelectorAll(".machine-row")].find((each) => {
      const box = each.querySelector(".lane");
      const y = Number(box.getAttribute("y"));
      return now.y >= y && now.y < y + Number(box.getAttribute("height"));
    });
    if (!row) return;
    const width = Number(lane.getAttribute("width"));
    const moment = from + ((x + now.x - start.x - left) / width) * length;
    const snapped = new Date(Math.round(moment / SNAP) * SNAP);
    htmx.ajax("POST", step.dataset.preview, {
      target: "#step",
      values: { place: row.dataset.place, starts_at: snapped.toISOString() },
      headers: { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value },
    });
  };

  gantt.addEventListener("pointerup", drop);
  gantt.addEventListener("pointercancel", () => {
    held?.step.removeAttribute("transform");
    held = null;
  });
  gantt.addEventListener("dragstart", (event) => event.preventDefault());
  // htmx does not hold an SVG link back from leading away, and a drag ends in a click that nobody meant.
  gantt.addEventListener("click", (event) => {
    if (hasDragged) event.stopImmediatePropagation();
    if (hasDragged || (event.target.closest(".step") && !event.ctrlKey && !event.metaKey)) event.preventDefault();
  }, true);
})();
