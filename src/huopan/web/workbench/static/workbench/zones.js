// Freight zones over their textarea: where, by province or whole region, and four figures a row.
"use strict";

(() => {
  const editor = document.querySelector("[data-zones]");
  if (!editor) return;
  const store = editor.querySelector("textarea");
  const list = editor.querySelector("[data-zone-rows]");
  const groups = JSON.parse(document.getElementById("province-groups").textContent);
  const names = new Map(groups.flatMap((group) => group.provinces.map((each) => [each.code, each.name])));
  names.set("*", editor.dataset.toldRest);
  const row = editor.querySelector("template");
  const figures = (zone) => [...zone.querySelectorAll("input[data-figure]")];

  const write = () => {
    store.value = [...list.children].map((zone) => {
      const [first, fee, next, more] = figures(zone).map((input) => input.value.trim());
      const grams = (kilograms) => Math.round(Number(kilograms) * 1000) || kilograms;
      return [zone.dataset.where, grams(first), fee, grams(next), more].join(" | ");
    }).join("\n");
    store.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const show = (zone) => {
    const codes = zone.dataset.where.split(",").filter(Boolean);
    zone.querySelector("[data-where]").textContent = codes.map((code) => names.get(code) || code).join("、") || editor.dataset.toldNowhere;
    for (const box of zone.querySelectorAll("input[type=checkbox]")) {
      const own = box.dataset.group ? box.dataset.group.split(",") : [box.value];
      const held = own.filter((code) => codes.includes(code)).length;
      box.checked = held === own.length;
      box.indeterminate = held > 0 && held < own.length;
    }
  };

  const choice = (label, value, group) => {
    const shown = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.value = value;
    if (group) box.dataset.group = group;
    shown.className = group ? "check strong" : "check";
    shown.append(box, ` ${label}`);
    return shown;
  };

  const add = (where = "", texts = []) => {
    const zone = row.content.cloneNode(true).firstElementChild;
    zone.dataset.where = where;
    figures(zone).forEach((input, index) => { input.value = texts[index] ?? ""; });
    const panel = zone.querySelector("[data-choices]");
    panel.append(choice(editor.dataset.toldRest, "*"));
    for (const group of groups) {
      const line = document.createElement("p");
      line.append(choice(group.name, "", group.provinces.map((each) => each.code).join(",")));
      for (const each of group.provinces) line.append(choice(each.name, each.code));
      panel.append(line);
    }
    list.append(zone);
    show(zone);
    return zone;
  };

  list.addEventListener("change", (event) => {
    const box = event.target;
    if (box.type !== "checkbox") return;
    const zone = box.closest("li");
    const codes = new Set(zone.dataset.where.split(",").filter(Boolean));
    for (const code of box.dataset.group ? box.dataset.group.split(",") : [box.value]) {
      if (box.checked) {
        for (const other of list.children) {
          if (other === zone) continue;
          other.dataset.where = other.dataset.where.split(",").filter((each) => each !== code).join(",");
          show(other);
        }
        codes.add(code);
      } else codes.delete(code);
    }
    zone.dataset.where = [...codes].join(",");
    show(zone);
    write();
  });
  list.addEventListener("input", (event) => { if (event.target.dataset.figure !== undefined) write(); });
  list.addEventListener("click", (event) => {
    if (!event.target.matches("[data-drop-zone]")) return;
    event.target.closest("li").remove();
    write();
  });
  editor.querySelector("[data-add-zone]").addEventListener("click", () => {
    const before = list.lastElementChild;
    add("", before ? figures(before).map((input) => input.value) : ["1", "", "1", ""]).querySelector("summary").focus();
    write();
  });

  const kilograms = (grams) => (Number(grams) ? String(Number(grams) / 1000) : grams);
  for (const line of store.value.split("\n").filter((each) => each.trim())) {
    const [where, first, fee, next, more] = line.split("|").map((part) => part.trim());
    add(where.split(/[,，]/).map((code) => code.trim()).join(","), [kilograms(first), fee, kilograms(next), more]);
  }
  if (!list.children.length) add("*", ["1", "", "1", ""]);
  editor.classList.add("as-zones");
  for (const hidden of editor.querySelectorAll("[data-zone-tools]")) hidden.hidden = false;
})();
