// The offers editor beside its sheet: the ladder with what it leaves, pictures in order, and keeping what is typed.
"use strict";

(() => {
  const editor = document.querySelector("[data-editor]");
  if (!editor) return;

  // Prices in hao, 1/10,000 yuan, as on the server.
  const hao = (text) => {
    const read = /^\s*[¥￥]?\s*(\d[\d,]*)(?:\.(\d{1,4}))?\s*$/.exec(text);
    return read ? Number(read[1].replace(/,/g, "")) * 10000 + Number((read[2] || "").padEnd(4, "0")) : NaN;
  };
  const yuan = (amount) => {
    const [whole, rest] = [Math.floor(Math.abs(amount) / 10000), String(Math.abs(amount) % 10000).padStart(4, "0")];
    return `${amount < 0 ? "−" : ""}¥${whole.toLocaleString("en")}.${rest.replace(/(..)0{1,2}$/, "$1")}`;
  };

  const prices = editor.querySelector("[data-prices]");
  const kind = editor.querySelector("#id_price_kind");
  const text = editor.querySelector("#id_ladder");
  const cost = editor.querySelector("#id_unit_cost");
  const ladder = prices.querySelector("[data-ladder]");
  const steps = ladder.querySelector("tbody");
  const isPerSku = () => kind.value.endsWith("per_sku");
  const isLadder = () => kind.value.startsWith("ladder");

  const addStep = (from = "", price = "") => {
    const row = prices.querySelector("[data-step-row]").content.cloneNode(true).firstElementChild;
    row.querySelector("[data-from]").value = from;
    row.querySelector("[data-price]").value = price;
    steps.append(row);
    return row;
  };

  const readLadder = () => {
    const parts = text.value.split(/[;；\n]/).map((part) => part.trim()).filter(Boolean);
    steps.replaceChildren();
    for (const part of parts) {
      const [from, price] = /[:：=＝]/.test(part) ? part.split(/[:：=＝]/) : ["1", part];
      addStep(from.trim(), price.trim());
    }
    if (!parts.length) addStep(editor.querySelector("#id_moq").value || "1");
  };

  const judge = () => {
    let before = null;
    for (const row of steps.rows) {
      const from = Number(row.querySelector("[data-from]").value);
      const price = hao(row.querySelector("[data-price]").value);
      const left = price - hao(cost.value);
      const hasLeft = Number.isFinite(left) && price > 0;
      const pct = hasLeft ? Math.floor((left * 1000) / price) / 10 : NaN;
      const fault = !before ? "" : from <= before.from ? prices.dataset.toldOrder : price >= before.price ? prices.dataset.toldRises : "";
      const poor = hasLeft && (left <= 0 ? prices.dataset.toldUnder : pct < Number(prices.dataset.leastMargin) ? prices.dataset.toldPoor : "");
      row.querySelector("[data-left]").textContent = hasLeft ? yuan(left) : "—";
      row.querySelector("[data-margin]").textContent = hasLeft ? `${pct.toFixed(1)}%` : "—";
      for (const cell of row.querySelectorAll("[data-left], [data-margin]")) cell.classList.toggle("poor", Boolean(poor));
      row.querySelector("[data-fault]").textContent = fault || poor || "";
      row.classList.toggle("bad", Boolean(fault));
      before = { from, price };
    }
  };

  const writeLadder = () => {
    const rows = [...steps.rows].map((row) => [row.querySelector("[data-from]").value.trim(), row.querySelector("[data-price]").value.trim()]);
    text.value = rows.filter(([, price]) => price).map(([from, price]) => (from === "1" && rows.length === 1 ? price : `${from || 1}: ${price}`)).join("; ");
    judge();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const showKind = () => {
    editor.querySelector("[data-grid]").classList.toggle("one-price", !isPerSku());
    prices.querySelector("[data-ladder-text]").hidden = true;
    ladder.hidden = isPerSku();
    ladder.querySelector("[data-add-step]").hidden = !isLadder();
    if (!isPerSku() && !isLadder()) for (const row of [...steps.rows].slice(1)) row.hidden = true;
    else for (const row of steps.rows) row.hidden = false;
  };

  readLadder();
  judge();
  showKind();
  kind.addEventListener("change", () => { showKind(); writeLadder(); });
  cost.addEventListener("input", judge);
  ladder.addEventListener("input", (event) => { if (event.target !== text) writeLadder(); });
  ladder.addEventListener("paste", (event) => {
    const pasted = event.clipboardData.getData("text");
    if (!/[\t\n]/.test(pasted.trim())) return;
    event.preventDefault();
    const lines = pasted.trim().split(/\r?\n/).map((line) => line.split("\t"));
    event.target.closest("tr").remove();
    for (const [from, price] of lines) addStep(from?.trim(), price?.trim());
    writeLadder();
  });
  ladder.addEventListener("click", (event) => {
    if (event.target.matches("[data-add-step]")) addStep().querySelector("input").focus();
    if (event.target.matches("[data-drop-step]")) {
      event.target.closest("tr").remove();
      if (!steps.rows.length) addStep("1");
      writeLadder();
    }
  });
  ladder.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault();
    const row = event.target.closest("tr");
    (row.nextElementSibling || addStep()).querySelector("input").focus();
  });

  // Pictures: dragged, or moved with the arrow keys; the new order is sent at once.
  const pictures = editor.querySelector("[data-pictures]");
  const arrange = document.getElementById("arrange-pictures");
  const told = editor.querySelector("[data-kept]");
  const send = async (moved) => {
    arrange.elements.order.value = [...pictures.children].map((each) => each.dataset.image).join(",");
    const answer = await fetch(arrange.action, { method: "POST", body: new FormData(arrange) });
    if (!answer.ok) location.reload();
    told.textContent = pictures.dataset.toldMoved.replace("{n}", [...pictures.children].indexOf(moved) + 1);
  };
  let dragged = null;
  pictures?.addEventListener("dragstart", (event) => { dragged = event.target.closest("li"); });
  pictures?.addEventListener("dragover", (event) => {
    const over = event.target.closest("li");
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const isAfter = [...pictures.children].indexOf(dragged) < [...pictures.children].indexOf(over);
    over[isAfter ? "after" : "before"](dragged);
  });
  pictures?.addEventListener("drop", (event) => event.preventDefault());
  pictures?.addEventListener("dragend", () => { if (dragged) send(dragged); dragged = null; });
  pictures?.addEventListener("keydown", (event) => {
    const here = event.target.closest("li");
    if (event.target !== here || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    event.preventDefault();
    const beside = event.key === "ArrowLeft" ? here.previousElementSibling : here.nextElementSibling;
    beside?.[event.key === "ArrowLeft" ? "before" : "after"](here);
    here.focus();
    if (beside) send(here);
  });
  editor.querySelector("[data-sends]")?.addEventListener("change", (event) => { if (event.target.files.length) event.target.form.requestSubmit(); });

  // What is typed is kept after a pause; another tab's version is told, never written over unasked.
  const PAUSE = 1200;
  const AGAIN = 8000;
  let timer = null;
  let isClashing = false;
  let sent = null;
  const words = () => {
    const form = new FormData(editor);
    for (const name of ["revision", "unfinished", "form_token", "then"]) form.delete(name);
    return new URLSearchParams(form).toString();
  };
  const clash = (answer) => {
    isClashing = true;
    const note = editor.querySelector("[data-clash]").content.cloneNode(true).firstElementChild;
    note.querySelector("[data-sentence]").textContent = answer.sentence;
    note.querySelector("[data-theirs]").href = location.href;
    note.querySelector("[data-mine]").addEventListener("click", () => {
      editor.elements.revision.value = answer.revision;
      isClashing = false;
      note.remove();
      keep();
    });
    editor.prepend(note);
    note.scrollIntoView({ block: "center" });
  };
  const keep = async () => {
    if (isClashing || words() === sent) return;
    const now = words();
    try {
      const answer = await fetch(editor.dataset.keep, { method: "POST", body: new FormData(editor) });
      const said = await answer.json();
      if (answer.status === 409 && said.revision) return clash(said);
      if (!answer.ok) throw new Error(said.sentence);
      sent = now;
      editor.elements.unfinished.value = said.unfinished;
      editor.elements.revision.value = said.revision;
      if (editor.dataset.resume) history.replaceState(null, "", `${editor.dataset.resume}?unfinished=${said.unfinished}`);
      told.textContent = editor.dataset.toldKept.replace("{time}", said.time);
    } catch (error) {
      told.textContent = editor.dataset.toldLost;
      timer = setTimeout(keep, AGAIN);
    }
  };
  sent = words();
  const later = () => {
    if (isClashing) return;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  };
  editor.addEventListener("input", later);
  editor.addEventListener("change", later);
  editor.addEventListener("submit", () => clearTimeout(timer));
})();
