// One key, one action: a key presses what carries it in data-key ("j arrowdown"), the last one in sight where there are
// several (what was done last stands last), a field gets the focus. While a sheet is open, only its own keys count.
// Nothing acts twice: a key waits until the row that was chosen is in hand, and is dropped while a move is under way.

const TYPED = "input, select, textarea";
let waiting = null;

const named = ({ code, key }) => (/^(Key|Digit)(.)$/.exec(code)?.[2] ?? key).toLowerCase();

const isChoosing = () => document.querySelector("a[aria-busy]") !== null;

function carrying(name) {
  const scope = document.querySelector(":popover-open") ?? document;
  const all = [...scope.querySelectorAll(`[data-key~="${CSS.escape(name)}"]`)];
  return all.filter((one) => !one.disabled && one.checkVisibility()).at(-1);
}

function press(name) {
  const found = carrying(name);
  if (found?.matches(TYPED)) found.focus();
  else found?.click();
}

// Enter on something that has the focus is its own, but a row in hand is there to be shown.
const isItsOwn = (name, target) =>
  name === "enter" && target.closest("a, button, summary") && !target.closest('[aria-current="true"]');

document.addEventListener("keydown", (event) => {
  const name = named(event);
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches(TYPED)) return;
  if (isItsOwn(name, event.target)) return;
  const found = carrying(name);
  const waits = isChoosing() && !found?.dataset.step && (name === "enter" || name.length === 1);
  if (!found && !waits) return;
  event.preventDefault();
  if (event.repeat && !found?.dataset.step) return;
  if (document.querySelector(":is(form, button)[aria-busy]")) return;
  if (waits) waiting = name;
  else press(name);
});

document.addEventListener("live:answered", () => {
  if (waiting === null || isChoosing()) return;
  const name = waiting;
  waiting = null;
  press(name);
});
