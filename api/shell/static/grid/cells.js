// Where one is in the grid: its cells by person and day, the focus, and what a cell holds.

/** @param {string} selector @returns {HTMLElement} */
export function need(selector) {
  const found = /** @type {HTMLElement | null} */ (document.querySelector(selector));
  if (!found) throw new Error(`nothing is ${selector}`);
  return found;
}

export const table = /** @type {HTMLTableElement} */ (need("table.grid"));

/** The days of the columns, as 2026-12-09: heads are never drawn anew. @type {string[]} */
export const days = [...table.querySelectorAll("thead th[data-day]")].map(
  (head) => /** @type {HTMLElement} */ (head).dataset.day ?? "");

/** @returns {HTMLTableRowElement[]} the rows that focus can be in, as they are shown */
export function rows() {
  return [...table.querySelectorAll("tbody tr:not(.head)")].filter(
    (row) => !(/** @type {HTMLElement} */ (row).hidden)).map(
    (row) => /** @type {HTMLTableRowElement} */ (row));
}

/** @type {HTMLTableCellElement | null} */
let current = null;

/** @type {HTMLTableCellElement | null} */
let stop = null;

/** Let Tab lead to a cell, and to no other. @param {HTMLTableCellElement} cell */
export function stopAt(cell) {
  if (stop !== cell) stop?.removeAttribute("tabindex");
  stop = cell;
  cell.tabIndex = 0;
}

/** Put the focus on a cell: it alone is in the order of Tab. @param {HTMLTableCellElement} cell */
export function focusOn(cell) {
  if (current && current !== cell) {
    for (const name of ["aria-labelledby", "aria-colindex"]) current.removeAttribute(name);
  }
  current = cell;
  stopAt(cell);
  // Before the focus: what a screen reader says of the cell is read then.
  document.dispatchEvent(new CustomEvent("here"));
  cell.focus();
}

/** @returns {HTMLTableCellElement | null} the cell where the focus is, or was */
export function here() {
  if (current && !current.isConnected) current = null;
  return current;
}

/** What a cell is: whose, of which day. @param {Element} cell */
export function about(cell) {
  const row = /** @type {HTMLTableRowElement} */ (cell.closest("tr"));
  const column = /** @type {HTMLTableCellElement} */ (cell).cellIndex;
  return {
    row,
    column,
    id: row.id,
    person: row.dataset.person ?? "",
    day: column > 0 ? days[column - 1] ?? "" : "",
  };
}

/** The slot of a chip. Its day is written where it isn't the column's alone. @param {Element | null} chip */
export function slotOf(chip) {
  const key = /** @type {HTMLElement | null} */ (chip)?.dataset.slot ?? "";
  const cell = chip?.closest("td");
  return !key || !cell || /-\d{4}-\d{2}-\d{2}$/.test(key) ? key : `${key}-${about(cell).day}`;
}

/** The shift of a cell that one acts on: the first that this draft decides. @param {Element} cell */
export function shiftOf(cell) {
  return /** @type {HTMLElement | null} */ (
    cell.querySelector("b[data-slot]:not(.fixe, .cfa)") ?? cell.querySelector("b[data-slot]"));
}

/** The shifts of a cell that this draft decides. @param {Element} cell @returns {HTMLElement[]} */
export function ownShifts(cell) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (cell.querySelectorAll("b[data-slot]:not(.fixe, .cfa, .gap)"))];
}

/** Find a cell again after its row was drawn anew. @param {string} id @param {number} column */
function cellAt(id, column) {
  const row = /** @type {HTMLTableRowElement | null} */ (document.getElementById(id));
  return row?.cells[Math.min(column, row.cells.length - 1)] ?? null;
}

/** Draw rows anew, and leave the focus, or else the one cell that Tab reaches, where it was.
 * @param {() => void} draw */
export function keepPlace(draw) {
  const place = stop?.isConnected ? about(stop) : null;
  const focused = stop?.contains(document.activeElement);
  draw();
  if (!place || stop?.isConnected) return;
  const cell = cellAt(place.id, place.column) ?? firstCell();
  if (cell && focused) focusOn(cell);
  else if (cell) {
    current = cell;
    stopAt(cell);
  }
}

/** @returns {HTMLTableCellElement | undefined} the first day of the first person, or else of any row */
export function firstCell() {
  const all = rows();
  return (all.find((row) => row.dataset.person) ?? all[0])?.cells[1];
}

/** Let Tab lead to a row that is shown. */
export function keepWayIn() {
  const first = stop?.closest("tr[hidden]") ? firstCell() : null;
  if (first) stopAt(first);
}

/** Move the focus by rows and columns. @param {number} down @param {number} right */
export function move(down, right) {
  const cell = here();
  if (!cell) return;
  const { row, column } = about(cell);
  const all = rows();
  const next = all[Math.max(0, Math.min(all.length - 1, all.indexOf(row) + down))];
  if (next) focusOn(next.cells[Math.max(0, Math.min(next.cells.length - 1, column + right))]);
}

/** The rows of a person, one a dispositif. @param {string} person @returns {HTMLTableRowElement[]} */
export function rowsOf(person) {
  return [.../** @type {NodeListOf<HTMLTableRowElement>} */ (table.querySelectorAll(`tr[data-person="${CSS.escape(person)}"]`))];
}

/** What shows a person's shift. @param {string} person @param {string} slot */
export function chipsOf(person, slot) {
  return rowsOf(person).flatMap((row) => [...row.querySelectorAll("b[data-slot]")]).filter((chip) => slotOf(chip) === slot);
}
