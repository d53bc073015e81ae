// Sends a form in the background and puts the page that comes back into place:
// the same HTML as without JavaScript, but no reload between two comments.

let afterSwap = () => {};
let busy = false;
let swappedAt = -Infinity;
// Milliseconds. A tap that comes sooner was meant for the comment before.
const UNREAD_FOR = 250;
const UNREACHED =
  "The server could not be reached. It is not known whether this was saved: reload the page to see.";

export function isBusy() {
  return busy;
}

function isUnread() {
  return performance.now() - swappedAt < UNREAD_FOR;
}

export function announce(text) {
  const live = document.getElementById("live");
  if (!live) return;
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = text.replace(/\s+/g, " ").trim(); });
}

export function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]').content;
}

export function post(url, body = new FormData()) {
  return fetch(url, {
    method: "POST",
    body,
    headers: { "X-Requested-With": "fetch", "X-CSRF-Token": csrfToken() },
  });
}

export async function showPage(url) {
  await put(await fetch(url, { headers: { "X-Requested-With": "fetch" } }), false);
}

async function put(response, remember = true) {
  const place = response.headers.get("Content-Location");
  if (response.status === 401) {
    location.assign(`${place}?next=${encodeURIComponent(location.pathname)}`);
    return;
  }
  const next = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!next.getElementById("main")) throw new Error("not a page");
  document.querySelector('meta[name="csrf-token"]').content =
    next.querySelector('meta[name="csrf-token"]').content;
  document.title = next.title;
  for (const id of ["queues", "main"]) {
    const fresh = next.getElementById(id);
    const old = document.getElementById(id);
    if (fresh && old) old.replaceWith(fresh);
  }
  swappedAt = performance.now();
  // An error has no place of its own: to reload the address of a form would only fail.
  if (remember && place && place !== location.pathname) history.pushState(null, "", place);
  scrollTo(0, 0);
  (document.querySelector("#comment-title") || document.getElementById("main")).focus({ preventScroll: true });
  afterSwap();
}

async function send(form, submitter) {
  if (busy) return;
  busy = true;
  form.setAttribute("aria-busy", "true");
  try {
    const response = await post(form.action, new FormData(form, submitter));
    if (response.status < 500) await put(response);
    else announceFailure(form, await problemIn(response));  // what was typed stays
  } catch {
    announceFailure(form, UNREACHED);
  } finally {
    busy = false;
    form.removeAttribute("aria-busy");
  }
}

async function problemIn(response) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const lines = [...page.querySelectorAll(".problem-page > p")].slice(0, 2);
  return lines.map((line) => line.textContent).join(" ") || UNREACHED;
}

function announceFailure(form, text) {
  document.getElementById("failure")?.remove();
  const message = document.createElement("p");
  message.id = "failure";
  message.className = "alert";
  message.textContent = text;
  document.getElementById("main").prepend(message);
  form.querySelector("button")?.focus();
  announce(text);
}

export function startSwapping(onSwap) {
  afterSwap = onSwap;
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-swap]")) return;
    event.preventDefault();
    // The second tap of two, by key or by mouse, would rule on what nobody has read yet.
    if (isUnread() && event.target.matches("#decide, .undo")) return;
    send(event.target, event.submitter);
  });
  addEventListener("popstate", () => location.reload());
}
