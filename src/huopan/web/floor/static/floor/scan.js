// Reads codes by camera where the browser can; everywhere else the field does. A form that is swapped for the next one
// keeps the camera running.
"use strict";

(() => {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  let stream = null;
  let last = "";

  const form = () => document.querySelector("[data-scan]");
  const part = (name) => form()?.querySelector(name);
  const detector = new BarcodeDetector({ formats: (form()?.dataset.formats ?? "qr_code").split(" ") });

  const stop = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
  };

  const look = async () => {
    const picture = part("[data-camera-picture]");
    if (!stream || !picture) return;
    const [code] = await detector.detect(picture).catch(() => []);
    if (code && code.rawValue !== last) {
      last = code.rawValue;
      part("[name=code]").value = code.rawValue;
      if (!form().hasAttribute("hx-target")) stop();
      form().requestSubmit();
      return;
    }
    if (!code) last = "";
    setTimeout(look, 150);
  };

  const show = async () => {
    const picture = part("[data-camera-picture]");
    if (!stream || !picture) return;
    picture.srcObject = stream;
    picture.hidden = false;
    part("[data-camera]").hidden = true;
    await picture.play();
    look();
  };

  const open = async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      part("[data-camera-refused]").hidden = false;
      return;
    }
    show();
  };

  const offer = () => {
    const button = part("[data-camera]");
    if (!button) return;
    button.hidden = false;
    if (matchMedia("(pointer: coarse)").matches) {
      part("[name=code]").removeAttribute("autofocus");
      part("[name=code]").blur();
    }
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-scan] [data-camera]")) open();
  });
  document.addEventListener("htmx:afterSwap", () => {
    offer();
    show();
  });
  window.addEventListener("pagehide", stop);
  offer();
})();
