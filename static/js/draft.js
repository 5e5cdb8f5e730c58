// Keeps what a delegate writes every two seconds, offers it back, and says how much may still be written.
// The textarea carries the delegate in data-draft and the most signs in data-limit. send.js forgets the draft.
import { forget, keep, kept } from "./kept.js";

const EVERY_MS = 2000;

const field = document.querySelector("textarea[data-draft]");
const find = (name) => document.querySelector(`[data-${name}]`);

function count() {
  const left = find("left");
  const room = Number(field.dataset.limit) - [...field.value.trim().normalize("NFC")].length;
  const words = room < 0 ? left.dataset.overWords : left.dataset.leftWords;
  left.textContent = words.replace("{n}", Math.abs(room).toLocaleString(document.documentElement.lang));
}

function grow() {
  if (CSS.supports("field-sizing", "content")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

function begin() {
  const name = `draft.${field.dataset.draft}`;
  const offer = find("draft-offer");
  let saved = kept(name);

  const save = () => {
    if (field.value === saved || (!field.value.trim() && !offer.hidden)) return;
    saved = field.value;
    find("draft-kept").hidden = !keep(name, saved);
  };
  const show = (words) => {
    offer.hidden = true;
    field.value = words;
    count();
    grow();
    field.focus();
  };

  if (saved && !field.value.trim()) {
    find("draft-words").textContent = saved;
    offer.hidden = false;
  }
  find("draft-take").addEventListener("click", () => show(saved));
  find("draft-drop").addEventListener("click", () => {
    forget(name);
    saved = "";
    show("");
  });
  field.addEventListener("input", () => {
    count();
    grow();
  });
  setInterval(save, EVERY_MS);
  field.form.addEventListener("submit", save);
  document.addEventListener("visibilitychange", save);
  count();
  grow();
}

if (field) begin();
