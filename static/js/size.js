// A− and A+: how large this phone shows its words, kept on it. The steps stand in tokens.css.
import { keep, kept } from "./kept.js";

const USUAL = 1;
const LARGEST = 4;

const buttons = [...document.querySelectorAll("[data-size-step]")];

function show(size) {
  document.documentElement.dataset.size = size;
  for (const button of buttons) {
    const next = size + Number(button.dataset.sizeStep);
    button.disabled = next < 0 || next > LARGEST;
  }
}

const now = () => Number(document.documentElement.dataset.size);

for (const button of buttons) {
  button.addEventListener("click", () => {
    show(now() + Number(button.dataset.sizeStep));
    keep("size", now());
  });
}

show(Math.min(LARGEST, Number(kept("size") || USUAL)));
