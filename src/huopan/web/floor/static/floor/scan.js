// Reads codes by camera where the browser can; everywhere else the field does.
"use strict";

(() => {
  const form = document.querySelector("[data-scan]");
  const button = form?.querySelector("[data-camera]");
  if (!button || !("BarcodeDetector" in window) || !navigator.mediaDevices) return;

  const picture = form.querySelector("[data-camera-picture]");
  const refused = form.querySelector("[data-camera-refused]");
  const field = form.querySelector("[name=code]");
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  let stream = null;

  const stop = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
  };

  const look = async () => {
    if (!stream) return;
    const [code] = await detector.detect(picture).catch(() => []);
    if (code) {
      stop();
      field.value = code.rawValue;
      form.requestSubmit();
      return;
    }
    setTimeout(look, 150);
  };

  button.hidden = false;
  field.removeAttribute("autofocus");
  field.blur();
  button.addEventListener("click", async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      refused.hidden = false;
      return;
    }
    picture.srcObject = stream;
    picture.hidden = false;
    button.hidden = true;
    await picture.play();
    look();
  });
  window.addEventListener("pagehide", stop);
})();
