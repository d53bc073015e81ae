// Starts the other modules; every page also works without any of them.
import { startKeys } from "./keys.js";
import { startLease } from "./lease.js";
import { announce, startSwapping } from "./swap.js";

function enliven(atFirst = false) {
  startLease(atFirst);
  for (const message of document.querySelectorAll("[data-announce]")) announce(message.textContent);
}

startSwapping(() => enliven());
startKeys();
enliven(true);
