// Puts what is new into the page that is there: no frame flashes white, nothing scrolls away.
"use strict";

const root = document.documentElement;
const live = document.getElementById("live");

async function renew() {
  const answer = await fetch(location.href);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const version = fresh.documentElement.dataset.version;
  if (version === root.dataset.version) return;
  if (places(fresh) !== places(document)) return location.reload();
  root.dataset.version = version;
  document.title = fresh.title;
  for (const part of document.querySelectorAll("[data-part]")) put(part, fresh.getElementById(part.id));
  for (const frame of document.querySelectorAll("[data-frame]")) turn(frame, fresh.getElementById(frame.id));
}

const places = (page) => [...page.querySelectorAll("[data-part], [data-frame]")].map((one) => one.id).join();

function put(part, fresh) {
  part.lang = fresh.lang;
  part.dir = fresh.dir;
  if (part.innerHTML === fresh.innerHTML) return;
  const held = part.contains(document.activeElement) ? document.activeElement.id : "";
  part.replaceChildren(...fresh.childNodes);
  if (held) document.getElementById(held)?.focus();
}

// The next mail is loaded in the same frame without an entry in the history, and scrolled to the same place.
function turn(frame, fresh) {
  const at = frame.contentWindow.scrollY;
  frame.title = fresh.title;
  frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, at), { once: true });
  frame.contentWindow.location.replace(fresh.getAttribute("src"));
}

// A page in the background lets go of its connection: a browser has six of them for all its pages.
let events = null;
function listen() {
  if (document.hidden) {
    events?.close();
    events = null;
  } else if (!events) {
    events = new EventSource(`/events?seen=${root.dataset.version}`);
    events.onopen = () => say("live", false);
    events.onerror = () => say("not connected: is “alerts dev” still running?", true);
    events.onmessage = () => renew().catch(events.onerror);
  }
}

function say(text, lost) {
  if (live.textContent !== text) live.textContent = text;
  live.classList.toggle("lost", lost);
}

document.addEventListener("visibilitychange", listen);
listen();
