// Take a shift and put it down, by keys or by drag: every target is judged when it is taken.
import { about, need, ownShifts, shiftOf, slotOf, table } from "./cells.js";
import { edit, fragment, trial } from "./edits.js";
import { put, say, warn } from "./parts.js";

/** @typedef {{slot: string, person: string, day: string, name: string}} Taken */
/** @type {Taken | null} */
let taken = null;
/** @type {Map<string, string>} */
const levels = new Map();

/** @returns {Taken | null} */
export function inHand() { return taken; }

/** Take a cell's shift, or a post to fill. @param {Element} cell @param {HTMLElement | null} [chip] */
export async function take(cell, chip = shiftOf(cell)) {
  if (!chip?.dataset.slot || chip.matches(".fixe, .cfa")) return;
  const { person, day } = about(cell);
  drop();
  const mine = { slot: slotOf(chip), person, day, name: cell.getAttribute("aria-label") ?? "" };
  taken = mine;
  chip.classList.add("pris");
  say(`Pris : ${mine.name}. Choisissez une personne.`);
  try {
    const html = await fragment("candidats", person ? { slot: mine.slot, instead_of: person } : { slot: mine.slot });
    if (taken !== mine) return;
    put(/** @type {Element} */ (document.querySelector("#choix")), html);
    for (const item of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#candidats [data-level]"))) {
      if (item.dataset.person) levels.set(item.dataset.person, item.dataset.level ?? "");
    }
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (table.querySelectorAll("tr[data-person]"))) {
      const level = levels.get(row.dataset.person ?? "");
      if (level) row.dataset.level = level;
    }
  } catch (error) {
    warn(/** @type {Error} */ (error).message);
  }
}

/** Give up what is in hand. */
export function drop() {
  taken = null;
  over = waiting = null;
  levels.clear();
  for (const row of table.querySelectorAll("tr[data-level]")) row.removeAttribute("data-level");
  for (const chip of table.querySelectorAll(".pris")) chip.classList.remove("pris");
}

/** What putting it on a row would be, where it needs no choice. @param {Element} cell */
function operationOn(cell) {
  if (!taken) return null;
  const { slot, person, day } = taken;
  const target = about(cell);
  if (target.row.classList.contains("gaps")) return person ? { verb: "remove", person, slot } : null;
  if (!target.person || target.person === person) return null;
  if (target.day === day && person && ownShifts(cell).length) return null;
  return person ? { verb: "give", person, slot, to_person: target.person } : { verb: "add", person: target.person, slot };
}

let flying = false;
/** @type {Element | null} */
let waiting = null;
/** @type {Element | null} */
let over = null;

/** Try what is in hand on the row of a cell: one trial at a time, the last row wins.
 * @param {Element} cell */
export async function tryOver(cell) {
  const row = cell.closest("tr");
  if (!taken || !row || row === over) return;
  over = row;
  if (flying) { waiting = cell; return; }
  const operation = operationOn(cell);
  if (!operation || /** @type {HTMLElement} */ (row).dataset.level === "poste") return;
  flying = true;
  try {
    const { ok, body } = await trial([operation]);
    if (taken && over === row) told(/** @type {HTMLElement} */ (row), ok, body);
  } catch {
    // The drop says that the network is lost, and keeps the gesture.
  } finally {
    flying = false;
  }
  const last = waiting;
  waiting = null;
  if (last && last.closest("tr") === over) { over = null; tryOver(last); }
}

/** Say what a trial found. @param {HTMLElement} row @param {boolean} ok @param {any} body */
function told(row, ok, body) {
  const name = row.querySelector("th span")?.textContent ?? "À pourvoir";
  /** @type {{blocks: boolean, inherited: boolean, verdict: string, message: string, article: string}[]} */
  const added = ok ? body.findings_added : [];
  const blocking = added.find((finding) => finding.blocks && !finding.inherited);
  const worst = blocking ?? added[0];
  if (row.dataset.person) row.dataset.level = !ok || blocking ? "non" : added.length ? "doute" : "oui";
  const said = !ok ? body.detail
    : worst ? `${added.length} constat${added.length > 1 ? "s" : ""} de plus : ${worst.message} (${worst.article})`
      : "aucun constat de plus";
  say(`${name} : ${said}`);
}

/** Put what is in hand on a cell. @param {Element} cell */
export function putDown(cell) {
  if (!taken) return;
  const { slot, person, day } = taken;
  const target = about(cell);
  const theirs = ownShifts(cell);
  if (target.row.classList.contains("gaps")) {
    if (person) edit([{ verb: "remove", person, slot }], "Retirer");
  } else if (!target.person) {
    return;
  } else if (target.person === person && target.day !== day) {
    moveTo(person, target.day, slot);
  } else if (target.person === person) {
    drop();
    return;
  } else if (!person) {
    edit([{ verb: "add", person: target.person, slot }], "Donner");
  } else if (theirs.length && target.day === day) {
    swapOrGive(person, slot, target.person, theirs.map(slotOf));
  } else {
    edit([{ verb: "give", person, slot, to_person: target.person }], "Donner");
  }
  drop();
}

/** Move to another day of the same person: the only slot that they may take, or one of several.
 * @param {string} person @param {string} day @param {string} moved */
async function moveTo(person, day, moved) {
  try {
    const choices = need("#choix");
    put(choices, await fragment("case", { person, day, moved }));
    const offers = /** @type {NodeListOf<HTMLElement>} */ (choices.querySelectorAll("button[data-act=move]"));
    if (offers.length === 1) offers[0].click();
    else if (offers.length) offers[0].focus();
  } catch (error) {
    warn(/** @type {Error} */ (error).message);
  }
}

/** Ask whether to exchange it for their shift of that day, or give it on top.
 * @param {string} person @param {string} slot @param {string} other @param {string[]} theirs */
function swapOrGive(person, slot, other, theirs) {
  const dialog = /** @type {HTMLDialogElement} */ (need("#echange"));
  dialog.returnValue = "";
  dialog.addEventListener("close", () => {
    const act = dialog.returnValue;
    if (act === "swap") edit([{ verb: "swap", person, slot, to_person: other, to_slot: theirs[0] }], "Échanger");
    if (act === "give") edit([{ verb: "give", person, slot, to_person: other }], "Donner");
  }, { once: true });
  dialog.showModal();
}

if (document.querySelector("[data-decides]")) {
  // Before a pointer can take one; to mark all of them would style each again as the page opens.
  table.addEventListener("pointerover", (event) => {
    const chip = /** @type {Element} */ (event.target).closest("b[data-slot]:not(.fixe, .cfa, .absence)");
    if (chip instanceof HTMLElement) chip.draggable = true;
  });
  table.addEventListener("dragstart", (event) => {
    const chip = /** @type {HTMLElement} */ (event.target);
    const cell = chip.closest?.("td");
    if (!cell || !event.dataTransfer) return;
    event.dataTransfer.setData("text/plain", slotOf(chip));
    event.dataTransfer.effectAllowed = "move";
    take(cell, chip);
  });
  // A hand that stops where it comes in may get no « over » before it drops.
  for (const kind of ["dragenter", "dragover"]) {
    table.addEventListener(kind, (event) => {
      const there = /** @type {Node} */ (event.target);
      const cell = (there instanceof Element ? there : there.parentElement)?.closest("td");
      if (!taken || !cell) return;
      event.preventDefault();
      tryOver(cell);
    });
  }
  table.addEventListener("drop", (event) => {
    const cell = /** @type {Element} */ (event.target).closest("td");
    event.preventDefault();
    if (cell) putDown(cell);
  });
  table.addEventListener("dragend", drop);
}
