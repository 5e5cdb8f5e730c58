// Takes a toast away when its ten seconds are over (the line under it says how many are left).

const SECONDS = 10;
const still = matchMedia("(prefers-reduced-motion: reduce)");

document.addEventListener("animationend", ({ target }) => {
  if (target.matches(".toast__line")) target.closest("[data-toast]").remove();
});

// Where nothing moves there is no line to wait for.
function takeAwayLater() {
  for (const toast of document.querySelectorAll("#toasts [data-toast]")) {
    if (still.matches || !toast.querySelector(".toast__line")) setTimeout(() => toast.remove(), SECONDS * 1000);
  }
}

takeAwayLater();
new MutationObserver(takeAwayLater).observe(document.getElementById("toasts"), { childList: true });
