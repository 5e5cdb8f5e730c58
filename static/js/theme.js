// Light or dark, remembered on this device: a cookie, so that the next page comes in it.

const YEAR = 365 * 24 * 3600;
const root = document.documentElement;

document.addEventListener("click", ({ target }) => {
  if (!target.closest("[data-theme-toggle]")) return;
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  document.cookie = `kiosk_theme=${root.dataset.theme}; path=/; max-age=${YEAR}; samesite=lax`;
});
