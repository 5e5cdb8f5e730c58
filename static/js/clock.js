// Writes the time of day into every [data-clock], by the clock of this machine.

function tick() {
  const now = new Date().toLocaleTimeString("vi", { hour: "2-digit", minute: "2-digit" });
  for (const clock of document.querySelectorAll("[data-clock]")) {
    if (clock.textContent !== now) clock.textContent = now;
  }
}

tick();
setInterval(tick, 1000);
document.addEventListener("live:changed", tick);
