// Keeps the regions of a page true: says which it shows and how old they are (`watch`), hears what changed (`live`).
// The only file that names htmx. A region is
//   <section data-live="podium.queue" data-v="815" hx-get="…" hx-trigger="stale" hx-target="this" hx-swap="outerHTML"
//            hx-sync="this:queue last">
// Other modules hear `live:changed` on the region that replaced an older one, or whose rows changed; and when an element
// has its answer, `live:answered`: until then it is aria-busy.

const AGAIN_MS = 2000;

const newest = new Map();

const regions = () => [...document.querySelectorAll("[data-live]")];
const versionOf = (region) => Number(region.dataset.v);

function fetchAgain(region) {
  if (region.hasAttribute("hx-get")) htmx.trigger(region, "stale");
}

function swapWhole(region, html, version) {
  region.dataset.v = version;
  htmx.swap(region, html, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 0 });
}

function swapPiece(region, html, version) {
  const payload = document.createElement("template");
  payload.innerHTML = html;
  const parts = [...payload.content.querySelectorAll("hx-partial")];
  const targets = parts.map((part) => region.parentNode.querySelector(part.getAttribute("hx-target")));
  if (targets.includes(null)) return fetchAgain(region);
  region.dataset.v = version;
  parts.forEach((part, at) => {
    const swapStyle = part.getAttribute("hx-swap");
    htmx.swap(targets[at], part.innerHTML, { swapStyle, swapDelay: 0, settleDelay: 0 });
  });
  region.dispatchEvent(new CustomEvent("live:changed", { bubbles: true }));
}

function hear({ topic, v, html, after }) {
  newest.set(topic, Math.max(v, newest.get(topic) ?? 0));
  for (const region of regions().filter((one) => one.dataset.live === topic && versionOf(one) < v)) {
    if (html === undefined) fetchAgain(region);
    else if (after === undefined) swapWhole(region, html, v);
    else if (versionOf(region) >= after) swapPiece(region, html, v);
    else fetchAgain(region);
  }
}

function showLink(state) {
  for (const mark of document.querySelectorAll("[data-link-state]")) {
    if (state === "off" && mark.dataset.state !== "off") {
      const since = mark.querySelector("[data-link-since]");
      const { zone } = document.documentElement.dataset;
      const now = new Date().toLocaleTimeString("vi", { hour: "2-digit", minute: "2-digit", timeZone: zone });
      if (since) since.textContent = `${since.dataset.linkSince} ${now}`.trim();
    }
    mark.dataset.state = state;
  }
}

function watchFrom(socket) {
  const shown = regions().map((region) => [region.dataset.live, versionOf(region)]);
  if (shown.length) socket.emit("watch", Object.fromEntries(shown));
}

function connect() {
  const socket = io({ transports: ["websocket"], reconnectionDelay: 500, reconnectionDelayMax: 3000 });
  socket.on("connect", () => {
    showLink("on");
    watchFrom(socket);
  });
  socket.on("disconnect", (reason) => {
    showLink("off");
    // The server ended it because somebody else is signed in now, or nobody: ask again who we are.
    if (reason === "io server disconnect") socket.connect();
  });
  socket.on("connect_error", () => showLink("off"));
  socket.io.on("reconnect_attempt", () => showLink("again"));
  socket.on("live", hear);
  const wake = () => {
    if (document.visibilityState === "visible") socket.connected ? watchFrom(socket) : socket.connect();
  };
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("pageshow", (event) => event.persisted && wake());
  window.addEventListener("online", wake);
  document.addEventListener("htmx:afterSettle", ({ target }) => {
    const region = target.closest?.("[data-live]");
    const swapped = region?.isConnected ? region : document.getElementById(target.id);
    if (!swapped?.dataset.live) return;
    swapped.dispatchEvent(new CustomEvent("live:changed", { bubbles: true }));
    for (const one of [swapped, ...swapped.querySelectorAll("[data-live]")]) {
      if (versionOf(one) < (newest.get(one.dataset.live) ?? 0)) fetchAgain(one);
    }
  });
}

document.addEventListener("htmx:beforeRequest", ({ detail }) => detail.elt.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  detail.elt.removeAttribute("aria-busy");
  // Not before the request that was queued behind this one has begun.
  queueMicrotask(() => document.dispatchEvent(new CustomEvent("live:answered")));
});

// What the program refuses arrives as a toast; the page and what was typed stay.
document.addEventListener("htmx:responseError", ({ detail }) => {
  if (detail.elt.dataset.live) setTimeout(fetchAgain, AGAIN_MS, detail.elt);
  else document.getElementById("toasts").innerHTML = detail.xhr.responseText;
});
document.addEventListener("htmx:sendError", ({ detail }) => {
  if (detail.elt.dataset.live) setTimeout(fetchAgain, AGAIN_MS, detail.elt);
});

// Not before htmx has read the page: what is told to be stale sooner would be told in vain.
document.addEventListener("DOMContentLoaded", () => regions().length && connect());
