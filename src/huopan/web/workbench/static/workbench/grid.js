// The SKU matrix as a sheet over its textarea: cells that move, select, fill and take what Excel copies.
"use strict";

(() => {
  const grid = document.querySelector("[data-grid]");
  if (!grid) return;
  const store = grid.querySelector("#id_grid");
  const table = grid.querySelector("table.sheet");
  const body = table.tBodies[0];
  const head = table.tHead.rows[0];
  const FIXED = [...head.cells].map((cell) => cell.dataset.column);
  const MOST_AXES = 3;
  const FIGURES = ["stock", "weight"];
  const YES = ["", "1", "yes", "y", "true", "是", "√"];
  let axes = [];
  let anchor = null;

  const cells = (row) => [...row.querySelectorAll("input")];
  const value = (input) => (input.type === "checkbox" ? (input.checked ? "1" : "0") : input.value.trim());
  const put = (input, text) => {
    if (input.type === "checkbox") input.checked = YES.includes(text.trim().toLowerCase());
    else input.value = text.replace(/[\t\r\n]+/g, " ").trim();
  };
  const at = (row, column) => (body.rows[row] ? cells(body.rows[row])[column] : undefined);
  const place = (input) => {
    const row = input.closest("tr");
    return [row.sectionRowIndex, cells(row).indexOf(input)];
  };

  const read = () => {
    const [heading, ...rows] = store.value.replace(/\r/g, "").split("\n");
    axes = heading.split("\t").slice(0, -FIXED.length);
    return rows.filter((row) => row.trim()).map((row) => row.split("\t"));
  };

  const write = () => {
    const rows = [...body.rows].map((row) => cells(row).map(value).join("\t"));
    store.value = [[...axes, ...FIXED].join("\t"), ...rows].join("\n");
    store.dispatchEvent(new Event("input", { bubbles: true }));
    grid.querySelector("[data-count]").textContent = rows.filter((row) => row.replace(/\t/g, "").slice(0, -1)).length;
  };

  const addRow = (texts = []) => {
    const row = body.insertRow();
    [...axes, ...FIXED].forEach((column, index) => {
      const input = document.createElement("input");
      const isFixed = index >= axes.length;
      const cell = row.insertCell();
      if (isFixed && column === "on") Object.assign(input, { type: "checkbox", checked: true });
      if (isFixed && FIGURES.includes(column)) Object.assign(input, { inputMode: "numeric", className: "figure" });
      if (isFixed) cell.dataset.column = column;
      const name = isFixed ? head.querySelector(`[data-column="${column}"]`).textContent : column;
      input.setAttribute("aria-label", `${name}, ${grid.dataset.toldRow.replace("{n}", row.sectionRowIndex + 1)}`);
      input.autocomplete = "off";
      if (texts[index] !== undefined) put(input, texts[index]);
      cell.append(input);
    });
    return row;
  };

  const draw = (rows) => {
    head.querySelectorAll("[data-axis]").forEach((cell) => cell.remove());
    axes.forEach((axis, index) => {
      const cell = document.createElement("th");
      cell.dataset.axis = index;
      cell.textContent = axis;
      head.insertBefore(cell, head.querySelector('[data-column="code"]'));
    });
    body.replaceChildren();
    rows.forEach((row) => addRow(row));
    if (!rows.length) addRow();
  };

  // The attributes of the variants: a name and its values each; the grid holds every combination.
  const panel = grid.querySelector("[data-axes]");
  const addAxis = () => {
    const line = document.createElement("div");
    for (const told of ["toldAxis", "toldValues"]) {
      const input = document.createElement("input");
      input.className = "control";
      input.placeholder = grid.dataset[told].replace("{n}", panel.children.length + 1);
      input.setAttribute("aria-label", input.placeholder);
      input.autocomplete = "off";
      line.append(input);
    }
    panel.append(line);
  };
  const fields = (line) => [...line.querySelectorAll("input")];
  const spareAxis = () => {
    const isFull = [...panel.children].every((line) => fields(line).every((input) => input.value.trim()));
    if (isFull && panel.children.length < MOST_AXES) addAxis();
  };
  const drawAxes = () => {
    const rows = [...body.rows].map((row) => cells(row).map(value));
    axes.forEach((axis, index) => {
      if (!panel.children[index]) addAxis();
      const [name, values] = fields(panel.children[index]);
      name.value = axis;
      values.value = [...new Set(rows.map((row) => row[index]).filter(Boolean))].join(", ");
    });
    spareAxis();
  };

  const stated = () => [...panel.children].map((line) => {
    const [name, values] = fields(line).map((input) => input.value.trim());
    return { name, values: [...new Set(values.split(/[,，、;；\t\n]/).map((each) => each.trim()).filter(Boolean))] };
  }).filter((axis) => axis.name && axis.values.length);

  const combine = () => {
    const wanted = stated();
    const before = new Map([...body.rows].map((row) => {
      const texts = cells(row).map(value);
      return [JSON.stringify(texts.slice(0, axes.length)), texts.slice(axes.length)];
    }));
    const kept = (values) => before.get(JSON.stringify(values)) || before.get(JSON.stringify(values.slice(0, axes.length)));
    const used = new Set();
    const prefix = document.querySelector("#id_code").value.trim() || "SKU";
    const all = wanted.reduce((rows, axis) => rows.flatMap((row) => axis.values.map((each) => [...row, each])), [[]]);
    const taken = new Set();
    let number = 0;
    const freshCode = () => {
      let code;
      do {
        number += 1;
        code = `${prefix}-${String(number).padStart(2, "0")}`;
      } while (taken.has(code));
      taken.add(code);
      return code;
    };
    // A code that was made up here and never saved is made up anew, so that they count on.
    const saved = Object.keys(JSON.parse(document.querySelector("#id_stock_seen").value || "{}"));
    const isMadeUp = (code) => !saved.includes(code) && code.startsWith(`${prefix}-`) && /^\d+$/.test(code.slice(prefix.length + 1));
    const rows = all.map((values) => {
      const had = kept(values) || [];
      const own = used.has(had) || isMadeUp(had[0] || "") ? "" : had[0] || "";
      used.add(had);
      taken.add(own);
      return [...values, own, ...had.slice(1)];
    });
    for (const row of rows) row[wanted.length] ||= freshCode();
    axes = wanted.map((axis) => axis.name);
    draw(wanted.length ? rows : []);
    spareAxis();
    write();
  };
  // A line half filled in is left alone; one emptied takes its attribute out of the grid.
  panel.addEventListener("change", (event) => {
    const filled = fields(event.target.closest("div")).filter((input) => input.value.trim()).length;
    if (filled !== 1) combine();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  });

  const marked = () => [...body.querySelectorAll("td.marked input")];
  const mark = (from, to) => {
    body.querySelectorAll("td.marked").forEach((cell) => cell.classList.remove("marked"));
    if (!from || from === to) return;
    const [[r1, c1], [r2, c2]] = [place(from), place(to)];
    for (let row = Math.min(r1, r2); row <= Math.max(r1, r2); row += 1) {
      for (let column = Math.min(c1, c2); column <= Math.max(c1, c2); column += 1) at(row, column).parentElement.classList.add("marked");
    }
  };

  const fill = () => {
    const here = document.activeElement.closest?.("table.sheet") ? document.activeElement : last;
    if (!here) return;
    const chosen = marked();
    const [row, column] = place(here);
    if (chosen.length > 1) {
      const top = Math.min(...chosen.map((input) => place(input)[0]));
      chosen.forEach((input) => put(input, value(at(top, place(input)[1]))));
    } else {
      for (let below = row + 1; below < body.rows.length; below += 1) put(at(below, column), value(here));
    }
    write();
  };

  const paste = (input, text) => {
    const lines = text.replace(/\r/g, "").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
    const [row, column] = place(input);
    const one = lines.length === 1 && lines[0].length === 1;
    if (one && marked().length > 1) marked().forEach((each) => put(each, text));
    else {
      lines.forEach((line, down) => {
        if (!body.rows[row + down]) addRow();
        line.forEach((each, across) => {
          const target = at(row + down, column + across);
          if (target) put(target, each);
        });
      });
    }
    drawAxes();
    write();
  };

  let last = null;
  body.addEventListener("focusin", (event) => { last = event.target; });
  body.addEventListener("input", () => write());
  body.addEventListener("change", drawAxes);
  body.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    if (!/[\t\n]/.test(text) && marked().length < 2) return;
    event.preventDefault();
    paste(event.target, text);
  });
  body.addEventListener("copy", (event) => {
    const chosen = marked();
    if (chosen.length < 2) return;
    const rows = Map.groupBy ? [...Map.groupBy(chosen, (input) => place(input)[0]).values()] : [chosen];
    event.clipboardData.setData("text/plain", rows.map((row) => row.map(value).join("\t")).join("\n"));
    event.preventDefault();
  });
  body.addEventListener("mousedown", (event) => {
    const input = event.target.closest("td")?.querySelector("input");
    if (!input) return;
    if (event.shiftKey && last) {
      event.preventDefault();
      mark(last, input);
      return;
    }
    anchor = input;
    mark(null);
  });
  body.addEventListener("mouseover", (event) => {
    const input = event.target.closest("td")?.querySelector("input");
    if (event.buttons === 1 && anchor && input && input !== anchor) mark(anchor, input);
  });

  const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  let end = null;
  body.addEventListener("keydown", (event) => {
    const input = event.target;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "d") {
      event.preventDefault();
      fill();
      return;
    }
    if (event.key === "Escape") mark(null);
    if ((event.key === "Delete" || event.key === "Backspace") && marked().length > 1) {
      event.preventDefault();
      marked().forEach((each) => each.type !== "checkbox" && put(each, ""));
      write();
      return;
    }
    const move = MOVES[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    const isText = input.type !== "checkbox";
    const isAside = move[1] !== 0;
    const edge = move[1] < 0 ? 0 : input.value.length;
    if (isAside && isText && !event.shiftKey && (input.selectionStart !== edge || input.selectionEnd !== edge) && input.selectionEnd - input.selectionStart !== input.value.length) return;
    const from = event.shiftKey && event.key !== "Enter" ? end || input : input;
    const [row, column] = place(from);
    const next = at(row + move[0], column + move[1]);
    event.preventDefault();
    if (!next) return;
    if (event.shiftKey && event.key !== "Enter") {
      end = next;
      mark(input, next);
      return;
    }
    end = null;
    mark(null);
    next.focus();
    if (next.type !== "checkbox") next.select();
  });

  grid.querySelector("[data-fill]").addEventListener("mousedown", (event) => event.preventDefault());
  grid.querySelector("[data-fill]").addEventListener("click", fill);
  grid.querySelector("[data-add-row]").addEventListener("click", () => {
    cells(addRow())[0].focus();
    write();
  });
  grid.querySelector("[data-drop-row]").addEventListener("click", () => {
    if (last?.isConnected) last.closest("tr").remove();
    if (!body.rows.length) addRow();
    last = null;
    drawAxes();
    write();
  });

  draw(read());
  drawAxes();
  for (const fault of JSON.parse(document.getElementById("cell-faults").textContent)) {
    const row = body.rows[fault.row - 1];
    const cell = row && (fault.column ? row.querySelector(`[data-column="${fault.column}"]`) : row.cells[0]);
    if (!cell) continue;
    cell.classList.add("bad");
    cell.title = fault.sentence;
    cell.querySelector("input").setAttribute("aria-invalid", "true");
  }
  grid.classList.add("as-sheet");
  for (const shown of [table, panel, grid.querySelector("[data-grid-tools]")]) shown.hidden = false;
  grid.querySelector("[data-count]").textContent = [...body.rows].filter((row) => cells(row).some((input) => input.type !== "checkbox" && input.value)).length;
})();
