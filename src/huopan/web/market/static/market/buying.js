// Ordering many variants at once, and looking at pictures: what HTML cannot do alone.
"use strict";

(() => {
  const cellsOf = (matrix) => [...matrix.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td, th")].map((box) => box.querySelector("[data-cell]")));
  const digits = (text) => text.normalize("NFKC").replace(/[^0-9]/g, "").slice(0, 7);
  const number = (cell) => Number(digits(cell.value)) || 0;
  const told = (cell, kind) => cell.dispatchEvent(new Event(kind, { bubbles: true }));

  const placeOf = (cells, cell) => {
    const y = cells.findIndex((row) => row.includes(cell));
    return [y, cells[y].indexOf(cell)];
  };

  const go = (matrix, cell, down, right) => {
    const cells = cellsOf(matrix);
    let [y, x] = placeOf(cells, cell);
    for (y += down, x += right; cells[y] && x >= 0 && x < cells[y].length; y += down, x += right) {
      if (cells[y][x]) {
        cells[y][x].focus();
        cells[y][x].select();
        return true;
      }
    }
    return false;
  };

  const sumUp = (matrix) => {
    const rows = [...matrix.querySelectorAll("tbody tr")];
    const cells = cellsOf(matrix);
    const sum = (list) => list.reduce((all, cell) => all + (cell ? number(cell) : 0), 0);
    rows.forEach((row, y) => {
      const total = row.querySelector("[data-row-total]");
      if (total) total.textContent = sum(cells[y]) || "";
    });
    matrix.querySelectorAll("[data-column-total]").forEach((box, x) => {
      box.textContent = sum(cells.map((row) => row[x + 1])) || "";
    });
    const whole = matrix.querySelector("[data-total]");
    if (whole) whole.textContent = sum(cells.flat());
    for (const cell of cells.flat()) cell?.classList.toggle("over", number(cell) > Number(cell.dataset.most));
  };

  const inMultiples = (cell) => {
    const form = cell.form;
    const multiple = Number(form.dataset.multiple) || 1;
    const asked = number(cell);
    const given = Math.ceil(asked / multiple) * multiple;
    const line = form.querySelector(".multiples");
    line.hidden = given === asked;
    if (given === asked) return;
    cell.value = given;
    line.textContent = line.dataset.said.replace("{multiple}", multiple).replace("{asked}", asked).replace("{given}", given);
    told(cell, "input");
  };

  document.addEventListener("input", (event) => {
    const matrix = event.target.matches("[data-cell]") && event.target.closest("[data-matrix]");
    if (matrix) sumUp(matrix);
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-cell]")) inMultiples(event.target);
  });

  const MOVES = { Enter: [1, 0], ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  document.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches?.("[data-cell]") || event.isComposing || event.altKey || event.ctrlKey || event.metaKey || !MOVES[event.key]) return;
    const [down, right] = MOVES[event.key];
    const isText = cell.type === "text" && cell.selectionStart === cell.selectionEnd;
    if (right < 0 && isText && cell.selectionStart > 0) return;
    if (right > 0 && isText && cell.selectionEnd < cell.value.length) return;
    const moved = go(cell.closest("[data-matrix]"), cell, event.shiftKey && event.key === "Enter" ? -1 : down, right);
    if (moved || down) event.preventDefault();
    if (!moved && event.key === "Enter") cell.form.querySelector("button[type=submit]").focus();
  });

  document.addEventListener("paste", (event) => {
    const cell = event.target;
    const text = event.clipboardData?.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "") ?? "";
    if (!cell.matches?.("[data-cell]") || !/[\n\t]/.test(text)) return;
    event.preventDefault();
    const cells = cellsOf(cell.closest("[data-matrix]"));
    const [y, x] = placeOf(cells, cell);
    text.split("\n").forEach((line, down) => line.split("\t").forEach((value, right) => {
      const at = cells[y + down]?.[x + right];
      if (at && digits(value.split(".")[0])) at.value = digits(value.split(".")[0]);
      if (at) inMultiples(at);
    }));
    told(cell, "input");
  });

  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-cell]")) event.target.select();
  });

  document.addEventListener("click", (event) => {
    const adds = event.target.closest("[data-adds]");
    const cell = adds && document.querySelector(`[name="${adds.dataset.to}"]`);
    if (cell) {
      cell.value = number(cell) + Number(adds.dataset.adds);
      told(cell, "input");
      told(cell, "change");
    }
  });

  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-picks-all]")) return;
    for (const box of event.target.closest("[data-picks]").querySelectorAll("[name=pick]")) box.checked = event.target.checked;
  });

  // The reel of pictures turns by itself when swiped; buttons, arrows and the strip only say where to.
  const turnTo = (reel, place) => reel.scrollTo({ left: reel.clientWidth * place });
  const shown = (reel) => Math.round(reel.scrollLeft / (reel.clientWidth || 1));

  for (const box of document.querySelectorAll("[data-reel]")) {
    const reel = box.querySelector(".reel");
    if (!reel) continue;
    const strip = [...box.querySelectorAll(".reel-strip a")];
    const count = box.querySelector(".reel-count b");
    const by = (steps) => turnTo(reel, Math.min(Math.max(shown(reel) + steps, 0), reel.children.length - 1));
    for (const turn of box.querySelectorAll("[data-turn]")) turn.addEventListener("click", () => by(Number(turn.dataset.turn)));
    reel.addEventListener("keydown", (event) => {
      const steps = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!steps) return;
      event.preventDefault();
      by(steps);
    });
    strip.forEach((link, place) => link.addEventListener("click", (event) => {
      event.preventDefault();
      turnTo(reel, place);
    }));
    reel.addEventListener("scroll", () => {
      const at = shown(reel);
      if (count) count.textContent = at + 1;
      strip.forEach((link, place) => place === at ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
    }, { passive: true });
  }
})();
