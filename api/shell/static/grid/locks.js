// The panel of locks: the way to each, and all of them unlocked at once.
import { days, focusOn, slotOf, table } from "./cells.js";
import { lock } from "./edits.js";
import { warn } from "./parts.js";

/** @typedef {{person: string, slot: string}} Shift */

const MOST = 200;

/** The lock that a part of the list is about. @param {Element} part @returns {Shift} */
export function lockedAt(part) {
  const line = /** @type {HTMLElement | null} */ (part.closest("li[data-slot]"));
  return { person: line?.dataset.person ?? "", slot: line?.dataset.slot ?? "" };
}

/** Go to the day of a lock, on the shift itself if it is drawn. @param {Shift} shift */
export function reach({ person, slot }) {
  const rows = /** @type {HTMLTableRowElement[]} */ (
    [...table.querySelectorAll(`tr[data-person="${CSS.escape(person)}"]`)]).filter((row) => !row.hidden);
  const column = days.indexOf(slot.slice(-10)) + 1;
  const chip = rows.flatMap((row) => [...row.querySelectorAll("b[data-slot]")]).find((each) => slotOf(each) === slot);
  const cell = chip?.closest("td") ?? (column ? rows[0]?.cells[column] : undefined);
  if (!cell) {
    warn("Ce que la grille montre n’a pas ce jour ou cette personne : levez les filtres.");
    return;
  }
  cell.scrollIntoView({ block: "center", inline: "nearest" });
  focusOn(/** @type {HTMLTableCellElement} */ (cell));
}

/** Unlock all that a list has, as few edits as the service takes. @param {Element} list */
export function unlockAll(list) {
  const shifts = [...list.querySelectorAll("li[data-slot]")].map(lockedAt);
  for (let n = 0; n < shifts.length; n += MOST) lock(shifts.slice(n, n + MOST), false);
}
