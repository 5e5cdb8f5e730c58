// The door at work: one field that is always ready, a verdict over the whole screen, and back again.
// Without it every form works by itself; with it nobody waits for a page.

import { ask, makeOutbox } from "./door-outbox.js";
import { sound, wireSounds } from "./door-sounds.js";

const SAME_CODE_MS = 2000;
const ADMIT_MS = 2500;
const UNDO_MS = 10_000;
const TYPED_BY_HAND_MS = 300; // a scanner has sent its Enter by then

const field = document.getElementById("code");
const verdict = document.getElementById("verdict");
const people = document.getElementById("people");
const heldNotice = document.querySelector("[data-held]");
const heldWords = document.querySelector("[data-held-words]");

const send = makeOutbox({ answered: show, held: showHeld });
let last = { code: "", at: -Infinity };
let typing = 0;
let leaving = [];

function dismiss() {
  leaving.forEach(clearTimeout);
  verdict.replaceChildren();
}

// A green verdict goes by itself, its undo stays a little longer. Amber and red stay until the next scan.
function arrange() {
  leaving.forEach(clearTimeout);
  const panel = verdict.querySelector("[data-tone]");
  const admitted = panel?.dataset.tone === "admit";
  leaving = admitted ? [setTimeout(() => panel.remove(), ADMIT_MS), setTimeout(dismiss, UNDO_MS)] : [];
}

function show(answer, html) {
  const elsewhere = answer.headers.get("HX-Redirect");
  if (elsewhere) return location.assign(elsewhere);
  if (!answer.ok) {
    dismiss();
    document.getElementById("toasts").innerHTML = html;
    return sound("stop");
  }
  document.getElementById("toasts").replaceChildren();
  people.replaceChildren();
  verdict.innerHTML = html;
  arrange();
  sound(verdict.querySelector("[data-tone]").dataset.tone);
}

function showHeld(count) {
  heldNotice.hidden = count === 0;
  heldWords.textContent = heldWords.dataset.heldWords.replace("{n}", count);
  if (count) dismiss();
}

function checkIn(form) {
  const { csrf_token, key, ...fields } = Object.fromEntries(new FormData(form));
  field.value = "";
  clearTimeout(typing);
  if ("code" in fields) {
    const code = fields.code.trim();
    const isRepeat = code === last.code && performance.now() - last.at < SAME_CODE_MS;
    if (!code || isRepeat) return;
    last = { code, at: performance.now() };
  }
  send(form.action, fields);
}

async function search() {
  dismiss();
  const typed = field.value.trim();
  const answer = await ask(`${people.dataset.people}?${new URLSearchParams({ q: typed })}`).catch(() => null);
  const html = answer?.ok ? await answer.text() : "";
  if (typed === field.value.trim()) people.innerHTML = html;
}

document.addEventListener("submit", (event) => {
  const { target } = event;
  if (!target.matches("[data-check-in], [data-undo]")) return;
  event.preventDefault();
  target.matches("[data-undo]") ? send(target.action, {}) : checkIn(target);
  field.focus();
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-back]")) return;
  event.preventDefault();
  dismiss();
  field.focus();
});

field.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => (/\p{L}{2}/u.test(field.value) ? search() : people.replaceChildren()), TYPED_BY_HAND_MS);
});

// Whatever is scanned lands in the field, wherever the hand was.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    dismiss();
    people.replaceChildren();
    field.value = "";
    field.focus();
  }
  const isTyped = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (isTyped && document.activeElement !== field) field.focus();
});
document.addEventListener("focusout", () => setTimeout(() => document.activeElement === document.body && field.focus()));
window.addEventListener("focus", () => document.activeElement === document.body && field.focus());

wireSounds(document.querySelector("[data-sound]"));
history.replaceState(null, "", verdict.dataset.home);
arrange();
field.focus();
