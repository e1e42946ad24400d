// The packing table: every answer is seen and heard, and the field is always ready for the next code.
"use strict";

(() => {
  const TONES = { ready: [[880, 0.07]], good: [[1175, 0.09], [1568, 0.14]], bad: [[220, 0.18], [165, 0.26]] };
  let sound = null;

  const beep = (tone) => {
    if (!TONES[tone] || !("AudioContext" in window)) return;
    sound ??= new AudioContext();
    let at = sound.currentTime;
    for (const [pitch, length] of TONES[tone]) {
      const voice = sound.createOscillator();
      const volume = sound.createGain();
      voice.frequency.value = pitch;
      volume.gain.setValueAtTime(0.15, at);
      volume.gain.exponentialRampToValueAtTime(0.001, at + length);
      voice.connect(volume).connect(sound.destination);
      voice.start(at);
      voice.stop(at + length);
      at += length;
    }
  };

  const ready = () => document.querySelector("#scan [name=code]")?.focus();

  document.addEventListener("htmx:afterSwap", () => {
    const panel = document.querySelector("#scan");
    if (!panel) return;
    beep(panel.dataset.tone);
    ready();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.target.closest("dialog, [popover]")) {
      document.querySelector("[data-scan-leaves]")?.click();
    }
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && !document.querySelector("#scan [name=code]")?.value) {
      const link = document.querySelector("[data-scan-corrects]");
      if (link) {
        event.preventDefault();
        link.click();
      }
    }
  });
  ready();
})();
