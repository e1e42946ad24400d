// Printing, and what a file field will send, shown before it is sent.
"use strict";

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-prints]")) window.print();
});
