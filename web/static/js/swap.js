// Sends a form in the background and puts the page that comes back into place:
// the same HTML as without JavaScript, but no reload between two comments.

let afterSwap = () => {};
let busy = false;

export function isBusy() {
  return busy;
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
  const place = response.headers.get("Content-Location") || new URL(response.url).pathname;
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
  if (remember && place !== location.pathname) history.pushState(null, "", place);
  scrollTo(0, 0);
  (document.querySelector("#comment-title") || document.getElementById("main")).focus({ preventScroll: true });
  afterSwap();
}

async function send(form, submitter) {
  if (busy) return;
  busy = true;
  form.setAttribute("aria-busy", "true");
  try {
    await put(await post(form.action, new FormData(form, submitter)));
  } catch {
    announceFailure(form);
  } finally {
    busy = false;
    form.removeAttribute("aria-busy");
  }
}

function announceFailure(form) {
  const text = "The server could not be reached. It is not known whether this was saved: reload the page to see.";
  const message = document.createElement("p");
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
    send(event.target, event.submitter);
  });
  addEventListener("popstate", () => location.reload());
}
