// The podium's list: which row is in hand, which comes next, what is looked for. What arrives moves nothing: the row in
// hand keeps its place under the eye, and a question that somebody else moved is shown in hand as it now is.

const podium = document.getElementById("podium");
const scroller = podium.querySelector(".queue__rows");
const find = document.getElementById("find");
const arrived = podium.querySelector("[data-arrived]");

const inHand = () => document.querySelector("#hand > [data-question]");
const region = () => document.getElementById("queue");
const rows = () => [...scroller.querySelectorAll(".queue__row:not([hidden])")];
const current = () => scroller.querySelector('[aria-current="true"]:not([hidden])');
const fold = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

let wanted = null; // the row that was chosen, while it is not in hand yet
let place = 0; // of the row in hand among the rows
let offset = 0; // of the row in hand from the top of what is seen

// ---- The row in hand ----

function remember() {
  const row = current();
  if (!row) return;
  place = rows().indexOf(row);
  offset = row.offsetTop - scroller.scrollTop;
}

function mark() {
  const id = wanted ?? inHand()?.dataset.question;
  scroller.querySelector('[aria-current="true"]')?.removeAttribute("aria-current");
  document.getElementById(`question-${id}`)?.setAttribute("aria-current", "true");
}

function choose(step) {
  const all = rows();
  const next = current() ? all.indexOf(current()) + step : Math.min(place, all.length - 1);
  const row = all[next];
  if (!row) return;
  const link = row.querySelector("a");
  row.scrollIntoView({ block: "nearest" });
  if (scroller.contains(document.activeElement)) link.focus({ preventScroll: true });
  link.click();
}

podium.addEventListener("click", ({ target }) => {
  const row = target.closest(".queue__row");
  if (row) {
    wanted = row.dataset.question;
    mark();
    remember();
  }
  const button = target.closest("[data-step]");
  if (button) choose(Number(button.dataset.step));
});

// A move that takes the question from the list takes the next one in hand.
podium.addEventListener(
  "submit",
  ({ target }) => {
    const all = rows();
    const at = all.indexOf(current());
    if ("leaves" in target.dataset && at >= 0) {
      target.elements.then.value = (all[at + 1] ?? all[at - 1])?.dataset.question ?? "";
    }
  },
  true,
);

// ---- What others did ----

let asked = 0;

function follow() {
  const held = inHand();
  const version = Number(region().dataset.v);
  if (!held || podium.querySelector("[aria-busy]:not([data-live])")) return;
  if (version <= Math.max(Number(held.dataset.v), asked)) return;
  asked = version;
  const row = document.getElementById(`question-${held.dataset.question}`);
  if (row?.dataset.state !== held.dataset.state) held.dispatchEvent(new CustomEvent("stale"));
}

// Counts that were pushed do not know which list is open here.
function markPile() {
  podium.querySelector('.queue__pile[aria-current]')?.removeAttribute("aria-current");
  document.getElementById(`pile-${region().dataset.pile}`)?.setAttribute("aria-current", "page");
}

document.addEventListener("live:changed", ({ target }) => {
  if (target.id === "podium-counts") markPile();
  follow();
});
document.addEventListener("live:answered", () => {
  if (podium.querySelector("a[aria-busy]")) return;
  wanted = null;
  mark();
  remember();
  follow();
});

// ---- What arrives ----

let known = new Set();

function tellArrived() {
  const all = rows();
  const below = scroller.scrollTop + scroller.clientHeight;
  const isOther = known.pile !== region().dataset.pile;
  const unseen = isOther ? [] : all.filter((row) => !known.has(row.id) && row.offsetTop >= below);
  known = new Set(all.filter((row) => !unseen.includes(row)).map((row) => row.id));
  known.pile = region().dataset.pile;
  arrived.textContent = unseen.length ? arrived.dataset.arrived.replace("#", unseen.length) : "";
}

function look() {
  const wanted = fold(find.value).split(/\s+/);
  for (const row of scroller.querySelectorAll(".queue__row")) {
    const words = fold(row.textContent);
    row.hidden = !wanted.every((word) => words.includes(word));
  }
}

function settle() {
  look();
  mark();
  if (current()) scroller.scrollTop = current().offsetTop - offset;
  tellArrived();
}

find.addEventListener("input", settle);
find.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") find.value = "";
  if (key !== "Escape" && key !== "Enter") return;
  settle();
  find.blur();
});
scroller.addEventListener("scroll", () => {
  remember();
  tellArrived();
});
new MutationObserver(settle).observe(scroller, { childList: true, subtree: true });
new MutationObserver(() => {
  mark();
  remember();
}).observe(document.getElementById("hand"), { childList: true });

look();
mark();
remember();
tellArrived();
