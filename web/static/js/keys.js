// One key, one button: presses the visible control that carries the key.
import { isBusy } from "./swap.js";

const STORED = "moderation-keys";

function keysAreOn() {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true;
  }
}

function setKeys(on) {
  try {
    localStorage.setItem(STORED, on ? "on" : "off");
  } catch { /* private mode: it holds until the page is left */ }
  document.documentElement.classList.toggle("keys-off", !on);
}

function isWriting(target) {
  return target.isContentEditable
    || target.matches('textarea, select, input:not([type="checkbox"], [type="radio"], [type="button"])');
}

function find(key) {
  const wanted = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
  return wanted.find((element) => element.checkVisibility() && !element.disabled);
}

function move(step) {
  const links = [...document.querySelectorAll(".row-link")];
  if (!links.length) return false;
  const at = links.indexOf(document.activeElement);
  links[at < 0 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1)].focus();
  return true;
}

function press(event) {
  const key = event.key.toLowerCase();
  if (key === "escape") return closePanel();
  if (key === "j" || key === "k") return move(key === "j" ? 1 : -1);
  const control = find(key);
  if (!control) return false;
  control.click();
  if (control.matches("summary")) focusSuggestion(control.parentElement);
  return true;
}

function closePanel() {
  const open = document.querySelector("#reject[open]");
  if (!open) return false;
  open.removeAttribute("open");
  open.querySelector("summary").focus();
  return true;
}

function focusSuggestion(details) {
  if (!details.open) return;
  (details.querySelector(".suggested") || details.querySelector(".reason"))?.focus();
}

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.key === "Escape") {
    if (closePanel()) event.preventDefault();
    return;
  }
  if (isWriting(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "?") {
    showKeys();
    event.preventDefault();
    return;
  }
  // A held-down key would decide one comment after another, unread.
  if (!keysAreOn() || event.shiftKey || event.repeat || isBusy()) return;
  if (press(event)) event.preventDefault();
}

function showKeys() {
  document.getElementById("keys")?.showModal();
}

export function startKeys() {
  setKeys(keysAreOn());
  document.addEventListener("keydown", onKey);
  const button = document.getElementById("show-keys");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", showKeys);
  }
  const toggle = document.getElementById("keys-on");
  if (toggle) {
    toggle.checked = keysAreOn();
    toggle.addEventListener("change", () => setKeys(toggle.checked));
  }
}
