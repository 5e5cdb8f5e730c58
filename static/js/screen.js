// The wall's own keys and pages. Nobody touches the wall's picture: what the keys set are attributes of <html>
// (screen.css), so they outlive every new slide, and a reload.
//   F fullscreen · B black · W white · + − size · T theme · Q join code · ← → pages of a long question

const REST_MS = 12000;
const IDLE_MS = 2000;
const SIZES = ["s", "m", "l", "xl", "xxl"];
const root = document.documentElement;

// ---- Keys ----

const KEPT = ["theme", "scale", "blank", "qr"];

function set(name, value) {
  if (value === undefined) delete root.dataset[name];
  else root.dataset[name] = value;
  sessionStorage.setItem("wall", JSON.stringify(Object.fromEntries(KEPT.map((one) => [one, root.dataset[one]]))));
}

const toggle = (name, value) => set(name, root.dataset[name] === value ? undefined : value);
const grow = (step) => set("scale", Math.max(-2, Math.min(2, Number(root.dataset.scale ?? 0) + step)));
const fullscreen = () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen());

const KEYS = {
  f: fullscreen,
  b: () => toggle("blank", "black"),
  w: () => toggle("blank", "white"),
  t: () => set("theme", root.dataset.theme === "dark" ? "light" : "dark"),
  q: () => toggle("qr", "off"),
  "+": () => grow(1),
  "=": () => grow(1),
  "-": () => grow(-1),
  "−": () => grow(-1),
  arrowleft: () => turn(-1),
  arrowright: () => turn(1),
};

document.addEventListener("keydown", (event) => {
  const act = KEYS[event.key.toLowerCase()];
  if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
});

// ---- Pages: a question shrinks to the smallest size that is read at the back, then it is turned ----

let label = null;
let page = 0;
let resting;

const question = () => document.querySelector("[data-wall-pages]");
const width = (words) => words.clientWidth + parseFloat(getComputedStyle(words).columnGap);
const pages = (words) => Math.max(1, Math.round((words.scrollWidth + width(words) - words.clientWidth) / width(words)));

function shrink(words) {
  words.dataset.wallSize ??= SIZES.find((size) => words.classList.contains(`question--${size}`));
  for (const size of SIZES.slice(SIZES.indexOf(words.dataset.wallSize))) {
    words.classList.remove(...SIZES.map((one) => `question--${one}`));
    words.classList.add(`question--${size}`);
    if (pages(words) === 1) return;
  }
}

function show(words) {
  const all = pages(words);
  page = ((page % all) + all) % all;
  words.scrollLeft = page * width(words);
  const place = document.querySelector("[data-wall-page]");
  place.textContent = all === 1 ? "" : place.dataset.wallPage.replace("{at}", page + 1).replace("{all}", all);
  clearTimeout(resting);
  if (all > 1) resting = setTimeout(turn, REST_MS, 1);
}

function turn(step) {
  const words = question();
  page += step;
  if (words) show(words);
}

function arrange() {
  const words = question();
  if (words?.dataset.wallPages !== label) page = 0;
  label = words?.dataset.wallPages;
  if (!words) return;
  shrink(words);
  show(words);
}

document.addEventListener("live:changed", ({ target }) => target.dataset.live === "screen.slide" && arrange());
new ResizeObserver(arrange).observe(document.body);
new MutationObserver(arrange).observe(root, { attributeFilter: ["data-scale", "data-qr"] });
document.fonts.ready.then(arrange);

// ---- The room: no cursor, no sleeping display ----

let idling;

function move() {
  delete root.dataset.idle;
  clearTimeout(idling);
  idling = setTimeout(() => (root.dataset.idle = ""), IDLE_MS);
}

function stayAwake() {
  if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {});
}

document.addEventListener("pointermove", move);
document.addEventListener("visibilitychange", stayAwake);
Object.assign(root.dataset, JSON.parse(sessionStorage.getItem("wall") ?? "{}"));
move();
stayAwake();
