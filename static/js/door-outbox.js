// What the door sends: one thing after the other, each under a key of its own until it is answered, however often it
// has to be sent. What finds no network stays first in line; nothing is lost, nothing is counted twice.

const PATIENCE_MS = 5000;
const AGAIN_MS = 1000;

// crypto.randomUUID needs a secure origin, this does not.
const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// The answer is a part of the page (HX-Request), wherever the 303 leads.
export function ask(path, fields) {
  const token = document.querySelector("meta[name=csrf-token]").content;
  return fetch(path, {
    method: fields ? "POST" : "GET",
    headers: { "HX-Request": "true", "X-CSRFToken": token },
    body: fields && new URLSearchParams(fields),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
}

// `answered(answer, html)` hears each answer in order, `held(count)` how many wait for the network.
export function makeOutbox({ answered, held }) {
  const waiting = [];
  let isSending = false;
  let isCutOff = false;
  let goOn = () => {};

  const pause = () => new Promise((resolve) => {
    goOn = resolve;
    setTimeout(resolve, AGAIN_MS);
  });

  async function sendFirst() {
    const { path, fields } = waiting[0];
    const answer = await ask(path, fields);
    const html = await answer.text();
    waiting.shift();
    return () => answered(answer, html);
  }

  async function sendAll() {
    isSending = true;
    try {
      while (waiting.length) {
        const tell = await sendFirst().catch(() => null);
        isCutOff = tell === null;
        held(isCutOff ? waiting.length : 0);
        await (tell ?? pause)();
      }
    } finally {
      isSending = false;
    }
  }

  window.addEventListener("online", () => goOn());
  window.addEventListener("beforeunload", (event) => waiting.length && event.preventDefault());

  return function send(path, fields) {
    waiting.push({ path, fields: { ...fields, key: newKey() } });
    if (isCutOff) held(waiting.length);
    if (!isSending) sendAll();
  };
}
