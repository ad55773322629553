// Copy what is chosen, and paste it elsewhere: the service keeps what can be held, and says the rest.
import { about, days, here, ownShifts, rowsOf, slotOf, table } from "./cells.js";
import { decides, paste } from "./edits.js";
import { say } from "./parts.js";
import { chosen } from "./select.js";

/** @typedef {{person: string, slot: string, day: string}} Copied */
/** @type {{shifts: Copied[], people: Set<string>, first: string} | null} */
let clip = null;
const DAY = 864e5;

/** The cells that are copied: what is chosen, a person's whole row from their name, or one cell. */
function source() {
  const cell = here();
  if (cell && about(cell).column === 0 && about(cell).person) return rowsOf(about(cell).person).flatMap((row) => [...row.cells]);
  return chosen();
}

export function copy() {
  const cells = source().filter((cell) => about(cell).person && about(cell).day);
  /** @type {Map<string, Copied>} */
  const shifts = new Map();
  for (const cell of cells) {
    const { person, day } = about(cell);
    for (const chip of ownShifts(cell)) shifts.set(`${person} ${slotOf(chip)}`, { person, slot: slotOf(chip), day });
  }
  if (!cells.length) return;
  const all = cells.map((cell) => about(cell));
  clip = { shifts: [...shifts.values()], people: new Set(all.map(({ person }) => person)), first: all.map(({ day }) => day).sort()[0] };
  for (const cell of table.querySelectorAll("td.copie")) cell.classList.remove("copie");
  for (const cell of cells) cell.classList.add("copie");
  const many = shifts.size;
  say(many ? `${many} service${many > 1 ? "s" : ""} copié${many > 1 ? "s" : ""}. Ctrl + V les colle.` : "Rien à copier ici.");
}

/** Another day, as many days after it as another one is. @param {string} day @param {number} by */
function later(day, by) {
  return new Date(Date.parse(day) + by * DAY).toISOString().slice(0, 10);
}

/** Paste where the focus is: one person's shifts to the person there, several people's to that day. */
export function pasteHere() {
  const cell = here();
  if (!clip || !cell || !decides) return;
  const { person, day, column } = about(cell);
  if (!person) return;
  const start = column === 0 ? clip.first : day;
  if (!days.includes(start) && column !== 0) return;
  const by = Math.round((Date.parse(start) - Date.parse(clip.first)) / DAY);
  const alone = clip.people.size === 1;
  const shifts = clip.shifts.map((shift) => ({
    person: alone ? person : shift.person,
    slot: shift.slot.replace(/\d{4}-\d{2}-\d{2}$/, (there) => later(there, by)),
  }));
  if (shifts.length) paste(shifts);
  else say("Rien n’a été copié.");
}
