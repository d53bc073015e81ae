// Keeps the opened comment reserved while someone looks at it, and gives it back on leaving.
import { announce, csrfToken, post, showPage } from "./swap.js";

let timer = 0;
let current = null;
// A page that was left open must not keep its comment, nor its log-in, for ever.
let touched = Date.now();

function draw() {
  if (!current?.line.isConnected) return stop();
  const left = Math.max(0, Math.round((current.until - Date.now()) / 1000));
  if (left === 0 && current.held) {
    current.held = false;
    announce("Your reservation has ended. It is renewed as soon as you go on with this page.");
  }
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  current.line.textContent = current.held ? `Reserved for you · ${clock}` : "Not reserved";
  const due = left < (current.length * 2) / 3;
  if (due && isLookedAt()) renew();
}

function isLookedAt() {
  const idle = (Date.now() - touched) / 1000;
  return idle < (current.length || 60) && document.visibilityState === "visible" && document.hasFocus();
}

async function renew() {
  const mine = current;
  if (mine.asking) return;
  mine.asking = true;
  try {
    const response = await post(mine.line.dataset.url);
    if (mine !== current) return;
    if (response.ok) {
      const { seconds } = await response.json();
      Object.assign(mine, { held: true, length: seconds, until: Date.now() + seconds * 1000 });
      offerRelease(mine.line);
      draw();
    } else {
      stop();
      await showPage(mine.line.dataset.page);
    }
  } catch { /* offline: the next tick tries again */ } finally {
    mine.asking = false;
  }
}

function offerRelease(line) {
  const form = document.getElementById("keep");
  form.action = line.dataset.release;
  form.querySelector("button").textContent = "Put it back";
}

function stop() {
  clearInterval(timer);
  current = null;
}

function release() {
  if (!current?.held || !current.line.isConnected) return;
  const body = new FormData();
  body.append("csrf_token", csrfToken());
  navigator.sendBeacon(current.line.dataset.release, body);
  current.held = false;
  current.until = 0;
}

// At first also what is held is asked for again: a page that was just reloaded gave it back.
export function startLease(atFirst = false) {
  stop();
  const line = document.getElementById("lease");
  if (!line) return;
  const seconds = Number(line.dataset.seconds);
  const held = line.dataset.standing === "mine";
  current = { line, held, length: seconds, until: Date.now() + (held ? seconds * 1000 : 0), asking: false };
  timer = setInterval(draw, 1000);
  if (held) draw();
  if (atFirst || !held) renew();
}

addEventListener("pagehide", release);
for (const sign of ["focus", "keydown", "pointermove", "pointerdown", "wheel", "scroll"]) {
  addEventListener(sign, () => {
    const wasAway = current && !current.held && Date.now() - touched > 1000;
    touched = Date.now();
    if (wasAway) draw();
  }, { passive: true });
}
