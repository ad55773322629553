// What a cell is and holds, beside it: under the pointer after a moment, and where the focus is.
import { here, need, table } from "./cells.js";

const bubble = need("#bulle");
const SOON = 350, APART = 6;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let soon;
/** @type {Element | null} where Escape took it away */
let dismissed = null;

/** @param {Element} cell @param {string} text */
function show(cell, text) {
  clearTimeout(soon);
  bubble.hidden = !text;
  if (!text) return;
  bubble.textContent = text;
  const place = cell.getBoundingClientRect(), size = bubble.getBoundingClientRect();
  const below = place.bottom + APART + size.height < innerHeight;
  bubble.style.left = `${Math.max(0, Math.min(place.left, document.documentElement.clientWidth - size.width - APART))}px`;
  bubble.style.top = `${below ? place.bottom + APART : place.top - size.height - APART}px`;
}

function hide() {
  clearTimeout(soon);
  bubble.hidden = true;
}

/** Say of cells what they are. @param {(cell: HTMLTableCellElement) => string} nameOf */
export function tell(nameOf) {
  table.addEventListener("pointerover", (event) => {
    const cell = /** @type {HTMLTableCellElement | null} */ (/** @type {Element} */ (event.target).closest("tbody td"));
    clearTimeout(soon);
    if (!cell || event.pointerType === "touch") return;
    soon = setTimeout(() => show(cell, nameOf(cell)), SOON);
  });
  table.addEventListener("pointerleave", hide);
  table.addEventListener("focusout", hide);
  table.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    dismissed = here();
    hide();
  }, { capture: true });
  addEventListener("scroll", hide, { capture: true, passive: true });
  document.addEventListener("here", () => {
    const cell = here();
    if (cell === dismissed) return;
    dismissed = null;
    // After the focus, which may scroll to the cell.
    if (cell) requestAnimationFrame(() => { if (cell === here()) show(cell, nameOf(cell)); });
  });
}
