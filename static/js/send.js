// Sends a question until the server says its number: always with the same key, so that nothing doubles.
// What waits is kept on the phone, so that the next page of the floor goes on with it.
//   form[data-send] is the last step, [data-outbox=<delegate>] says that it waits, [data-received=<delegate>] is a receipt
import { forget, keep, kept } from "./kept.js";

const SOONEST_MS = 1000;
const LATEST_MS = 15000;
const PATIENCE_MS = 10000;

const form = document.querySelector("form[data-send]");
const outbox = document.querySelector("[data-outbox]");

let waiting = null;
let isTrying = false;
let pause = SOONEST_MS;
let timer = 0;

const name = () => `outbox.${outbox.dataset.outbox}`;

function showWaiting(isWaiting) {
  outbox.hidden = !isWaiting;
  outbox.querySelector("[data-outbox-words]").textContent = waiting?.get("text") ?? "";
  const button = form?.querySelector("[data-send-button]");
  button?.toggleAttribute("hidden", isWaiting);
  button?.setAttribute("aria-busy", String(Boolean(waiting)));
}

async function post() {
  const patience = new AbortController();
  const limit = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    return await fetch(outbox.dataset.action, { method: "POST", body: waiting, signal: patience.signal });
  } finally {
    clearTimeout(limit);
  }
}

// A plain form takes over: the server's own page says why, with everything that was typed.
function sendPlainly() {
  const plain = document.createElement("form");
  plain.method = "post";
  plain.action = outbox.dataset.action;
  for (const [field, value] of waiting) {
    plain.append(Object.assign(document.createElement("input"), { type: "hidden", name: field, value }));
  }
  document.body.append(plain);
  forget(name());
  plain.submit();
}

async function attempt() {
  if (isTrying || !waiting) return;
  clearTimeout(timer);
  isTrying = true;
  try {
    const answer = await post();
    if (answer.status >= 500) throw new Error(`answered ${answer.status}`);
    if (!answer.redirected) return sendPlainly();
    location.assign(answer.url);
  } catch {
    showWaiting(true);
    timer = setTimeout(attempt, pause * (0.5 + Math.random()));
    pause = Math.min(pause * 2, LATEST_MS);
  } finally {
    isTrying = false;
  }
}

function send(fields) {
  waiting = fields;
  waiting.set("csrf_token", document.querySelector("meta[name=csrf-token]").content);
  keep(name(), waiting);
  showWaiting(false);
  attempt();
}

function trySoon() {
  pause = SOONEST_MS;
  attempt();
}

function begin() {
  form?.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("formaction")) return forget(name());
    event.preventDefault();
    if (!waiting) send(new URLSearchParams(new FormData(form)));
  });
  outbox.querySelector("[data-outbox-now]").addEventListener("click", trySoon);
  window.addEventListener("online", trySoon);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && trySoon());
  window.addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    waiting = null;
    showWaiting(false);
  });
  if (!form && kept(name())) send(new URLSearchParams(kept(name())));
}

const received = document.querySelector("[data-received]");
if (received) ["draft", "outbox"].forEach((thing) => forget(`${thing}.${received.dataset.received}`));
if (outbox) begin();
