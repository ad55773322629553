// Several cells of one row or one column, chosen with Shift; what is asked for is done to all at once.
import { about, focusOn, here, move, need, ownShifts, rows, slotOf, table } from "./cells.js";
import { decides, edit, lock } from "./edits.js";
import { put, say } from "./parts.js";

/** @type {HTMLTableCellElement | null} where the selection began */
let anchor = null;

/** @returns {HTMLTableCellElement[]} the cells that are chosen, or the one where the focus is */
export function chosen() {
  const all = /** @type {HTMLTableCellElement[]} */ ([...table.querySelectorAll("td[aria-selected=true]")]);
  const cell = here();
  return all.length ? all : cell ? [cell] : [];
}

export function clear() {
  anchor = null;
  document.querySelector("#choix > .chosen")?.remove();
  for (const cell of table.querySelectorAll("[aria-selected]")) cell.removeAttribute("aria-selected");
}

/** Choose the cells from where it began to a cell, if they are of one row or of one column.
 * @param {HTMLTableCellElement} end */
export function extendTo(end) {
  anchor = anchor?.isConnected ? anchor : here() ?? end;
  const first = about(anchor), last = about(end);
  if (first.row !== last.row && first.column !== last.column) return;
  const begun = anchor;
  clear();
  anchor = begun;
  const between = first.row === last.row
    ? [...first.row.cells].slice(Math.min(first.column, last.column), Math.max(first.column, last.column) + 1)
    : part(first.row, last.row).map((row) => row.cells[first.column]);
  const days = between.filter((cell) => cell.matches("tr[data-person] > td:not(.n)"));
  for (const cell of days) cell.setAttribute("aria-selected", "true");
  focusOn(end);
  if (days.length > 1) offer(`${days.length} cases choisies`);
  else say("1 case choisie.");
}

/** Say in the panel what can be done with what is chosen: each has its key. @param {string} what */
function offer(what) {
  const acts = decides ? [["retirer", "Retirer", "Suppr"], ["verrouiller", "Verrouiller", "l"], ["copier", "Copier", "Ctrl C"]] : [];
  const buttons = acts.map(([act, words, key]) => `<button type="button" data-chosen="${act}">${words} <kbd>${key}</kbd></button>`).join(" ");
  if (acts.length) put(need("#choix"), `<section class="menu chosen" aria-labelledby="t-choisies"><h2 id="t-choisies">${what}</h2><p class="actions">${buttons}</p></section>`);
  say(`${what}.${acts.length ? " Suppr les retire, l les verrouille, Ctrl + C les copie." : ""}`);
}

/** @param {HTMLTableRowElement} one @param {HTMLTableRowElement} other */
function part(one, other) {
  const all = rows();
  const [from, to] = [all.indexOf(one), all.indexOf(other)].sort((a, b) => a - b);
  return all.slice(from, to + 1);
}

/** Extend by an arrow with Shift. @param {number} down @param {number} right */
export function extend(down, right) {
  const from = here();
  if (!from) return;
  anchor = anchor?.isConnected ? anchor : from;
  move(down, right);
  const to = here();
  if (to && to !== from) {
    const a = about(anchor), b = about(to);
    if (a.row !== b.row && a.column !== b.column) focusOn(from);
    else extendTo(to);
  }
}

/** The shifts of what is chosen; null: a cell alone has several, one must be named.
 * @returns {{person: string, slot: string, locked: boolean}[] | null} */
function shifts() {
  const cells = chosen();
  if (cells.length === 1 && ownShifts(cells[0]).length > 1) return null;
  return cells.flatMap((cell) => ownShifts(cell).map((chip) => ({
    person: about(cell).person,
    slot: slotOf(chip),
    locked: chip.querySelector(".i-verrou") !== null,
  }))).filter((shift) => shift.person && shift.slot);
}

/** Take all that is chosen off, as one edit. @returns {boolean} false: one of several must be named */
export function removeChosen() {
  const all = shifts();
  if (!all) return false;
  if (decides && all.length) edit(all.map(({ person, slot }) => ({ verb: "remove", person, slot })), "Retirer");
  clear();
  return true;
}

/** Lock all that is chosen, or unlock it where all is locked. @returns {boolean} as above */
export function lockChosen() {
  const all = shifts();
  if (!all) return false;
  if (decides && all.length) lock(all.map(({ person, slot }) => ({ person, slot })), !all.every((shift) => shift.locked));
  clear();
  return true;
}
