// Writes the time of day into every [data-clock], by the clock of this machine, in the hall's time zone.

const shape = { hour: "2-digit", minute: "2-digit", timeZone: document.documentElement.dataset.zone };

function tick() {
  const now = new Date().toLocaleTimeString("vi", shape);
  for (const clock of document.querySelectorAll("[data-clock]")) {
    if (clock.textContent !== now) clock.textContent = now;
  }
}

tick();
setInterval(tick, 1000);
document.addEventListener("live:changed", tick);
