// The grid's keyboard and menus. Each listener is one, on the table or the panel.
import "./views.js";
import "./search.js";
import { about, firstCell, focusOn, here, move, need, ownShifts, shiftOf, slotOf, stopAt, table } from "./cells.js";
import { absent, decides, edit, fragment, lock, redo, undo } from "./edits.js";
import { put, warn } from "./parts.js";
import { lockedAt, reach, unlockAll } from "./locks.js";
import { light, next } from "./findings.js";
import { tell } from "./bubble.js";
import { copy, pasteHere } from "./copy.js";
import { clear, extend, extendTo, lockChosen, removeChosen } from "./select.js";
import { drop, inHand, putDown, take, tryOver } from "./take.js";

const choices = need("#choix");
/** @type {Record<string, () => void>} what can be done with several cells at once */
const TOGETHER = { retirer: removeChosen, verrouiller: lockChosen, copier: copy };
const panel = need("#panneau");

/** @param {Element} cell */
async function open(cell) {
  const { person, day, row } = about(cell);
  const gap = /** @type {HTMLElement | null} */ (cell.querySelector("b.gap"));
  if (gap) return candidates(slotOf(gap), "");
  if (row.classList.contains("cover")) cell.querySelector("a")?.click();
  if (!person || !day) return;
  await show("case", { person, day });
}

/** @param {string} slot @param {string} person */
async function candidates(slot, person) {
  await show("candidats", person ? { slot, instead_of: person } : { slot });
}

/** @param {string} path @param {Record<string, string>} query */
async function show(path, query) {
  document.dispatchEvent(new CustomEvent("asked", { detail: [`/${path}`, "Un instant"] }));
  try {
    put(choices, await fragment(path, query));
    unfold(true);
    /** @type {HTMLElement | null} */ (choices.querySelector("button, summary, [tabindex]"))?.focus();
  } catch (error) {
    warn(/** @type {Error} */ (error).message);
  } finally {
    document.dispatchEvent(new Event("answered"));
  }
}

function close() {
  drop();
  choices.replaceChildren();
  const cell = here();
  if (cell) focusOn(cell);
}

/** @param {boolean} [shown] */
function unfold(shown = panel.hidden) {
  panel.hidden = !shown;
  need("#fold").setAttribute("aria-expanded", String(shown));
}

choices.addEventListener("click", (event) => {
  const together = /** @type {HTMLElement} */ (event.target).closest("button[data-chosen]");
  if (together instanceof HTMLElement) {
    TOGETHER[together.dataset.chosen ?? ""]();
    const cell = here();
    if (cell) focusOn(cell);
    return;
  }
  const button = /** @type {HTMLElement} */ (event.target).closest("button[data-act]");
  if (!(button instanceof HTMLElement)) return;
  const menu = /** @type {HTMLElement} */ (button.closest(".menu"));
  if (menu.id === "verrous") {
    const shift = lockedAt(button);
    if (button.dataset.act === "reach") reach(shift);
    else if (button.dataset.act === "unlock") lock([shift], false);
    else unlockAll(menu);
    return;
  }
  const person = menu.dataset.person ?? "";
  const slot = /** @type {HTMLElement | null} */ (button.closest("[data-slot]"))?.dataset.slot ?? "";
  const cell = here();
  switch (button.dataset.act) {
    case "candidates": candidates(slot, person); return;
    case "pick": if (cell) take(cell, ownShifts(cell).find((chip) => slotOf(chip) === slot)); break;
    case "remove": edit([{ verb: "remove", person, slot }], "Retirer"); break;
    case "lock": lock([{ person, slot }], true); break;
    case "unlock": lock([{ person, slot }], false); break;
    case "move": edit([{ verb: "move", person, slot: menu.dataset.moved ?? "", to_slot: slot }], "Déplacer"); break;
    case "add": edit([{ verb: "add", person, slot }], "Donner"); break;
    case "give": {
      const to = button.dataset.person ?? "";
      const from = menu.dataset.instead ?? "";
      edit([from ? { verb: "give", person: from, slot, to_person: to } : { verb: "add", person: to, slot }], "Donner");
      break;
    }
  }
  if (menu.closest("#remplacer")) return;
  if (button.dataset.act !== "pick") close();
  else if (cell) focusOn(cell);
});

// Who is away is noted, and replaced, without leaving the grid; what is refused is told on a page of its own.
choices.addEventListener("submit", async (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!form.matches(".absent") || form.getAttribute("aria-busy")) return;
  event.preventDefault();
  form.setAttribute("aria-busy", "true");
  const person = /** @type {HTMLInputElement} */ (form.elements.namedItem("person")).value;
  document.dispatchEvent(new CustomEvent("asked", { detail: [form.action, "L’absence se note"] }));
  const noted = await absent(form, person).catch(() => false);
  document.dispatchEvent(new Event("answered"));
  if (noted) await show("remplacements", { person });
  else form.submit();
});
panel.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); close(); } });
table.addEventListener("click", (event) => {
  const cell = /** @type {Element} */ (event.target).closest("tbody td, tbody th");
  if (!cell) return;
  if (event.shiftKey && !inHand()) {
    extendTo(/** @type {HTMLTableCellElement} */ (cell));
    return;
  }
  clear();
  focusOn(/** @type {HTMLTableCellElement} */ (cell));
  if (inHand()) putDown(cell);
});
table.addEventListener("dblclick", (event) => {
  const cell = /** @type {Element} */ (event.target).closest("td");
  if (cell) open(cell);
});

/** @type {Record<string, (cell: HTMLTableCellElement, event: KeyboardEvent) => void>} */
const KEYS = {
  ArrowUp: (_, event) => arrow(event, -1, 0),
  ArrowDown: (_, event) => arrow(event, 1, 0),
  ArrowLeft: (_, event) => arrow(event, 0, -1),
  ArrowRight: (_, event) => arrow(event, 0, 1),
  Home: (_, event) => move(event.ctrlKey ? -1e4 : 0, -1e4),
  End: (_, event) => move(event.ctrlKey ? 1e4 : 0, 1e4),
  PageDown: (cell) => section(cell, 1),
  PageUp: (cell) => section(cell, -1),
  Enter: (cell) => (inHand() ? putDown(cell) : open(cell)),
  F2: open,
  Escape: () => { clear(); close(); },
  Delete: (cell) => { if (!removeChosen()) open(cell); },
};

/** @param {KeyboardEvent} event @param {number} down @param {number} right */
function arrow(event, down, right) {
  if (event.shiftKey) return extend(down, right);
  clear();
  move(down, right);
}

/** @type {typeof KEYS} */
const LETTERS = {
  l: (cell) => { if (!lockChosen()) open(cell); },
  x: (cell) => {
    if (ownShifts(cell).length > 1) open(cell);
    else if (decides) take(cell, /** @type {HTMLElement | null} */ (cell.querySelector("b.gap")) ?? shiftOf(cell));
  },
  c: (cell) => {
    if (ownShifts(cell).length > 1) { open(cell); return; }
    const shift = /** @type {HTMLElement | null} */ (cell.querySelector("b.gap")) ?? shiftOf(cell);
    if (shift?.dataset.slot) candidates(slotOf(shift), about(cell).person);
  },
  w: async (cell) => {
    const several = ownShifts(cell).length > 1;
    await open(cell);
    if (!several) /** @type {HTMLElement | null} */ (choices.querySelector("form.ask button"))?.click();
  },
  n: () => next(1),
  N: () => next(-1),
  p: () => unfold(),
  "/": () => need("#cherche").focus(),
  "?": () => /** @type {HTMLDialogElement} */ (need("#touches")).showModal(),
};

/** @param {HTMLTableCellElement} cell @param {number} step */
function section(cell, step) {
  const bodies = [...table.tBodies].filter((body) => !body.hidden);
  const there = bodies[bodies.indexOf(/** @type {HTMLTableSectionElement} */ (cell.closest("tbody"))) + step];
  const first = there?.rows[1]?.cells[about(cell).column] ?? there?.rows[1]?.cells[0];
  if (first) focusOn(first);
}

table.addEventListener("keydown", (event) => {
  const cell = here();
  if (!cell || event.altKey || event.metaKey) return;
  const act = KEYS[event.key] ?? (!event.ctrlKey && letters.checked ? LETTERS[event.key] : undefined);
  if (!act) return;
  event.preventDefault();
  act(cell, event);
});
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || /** @type {Element} */ (event.target).closest("input, textarea, select")) return;
  const key = event.key.toLowerCase();
  const text = getSelection()?.toString();
  if ((key === "c" && !text || key === "v") && here()?.contains(document.activeElement)) {
    event.preventDefault();
    if (key === "c") copy(); else pasteHere();
  }
  if (key === "z" || key === "y") {
    event.preventDefault();
    if (key === "y" || event.shiftKey) redo(); else undo();
  }
});

/** Say whose a cell is, of which day or figure, and what it holds. @param {HTMLTableCellElement} cell
 * @returns {string} empty: its own text says all */
function nameOf(cell) {
  const { row, column, person, day } = about(cell);
  const text = day ? "" : cell.innerText.replace(/\s+/g, " ").trim();
  const holds = cell.getAttribute("aria-label") ?? (text || (day && person ? "libre" : ""));
  if (column === 0 || !holds) return "";
  const whose = row.cells[0].querySelector("span") ?? row.cells[0].firstChild;
  const head = table.tHead?.rows[0].cells[column]?.getAttribute("aria-label") ?? "";
  return `${whose?.textContent?.trim() ?? ""}, ${head} : ${holds}`;
}

tell(nameOf);

// What a cell is, whose and of which day, is written where one is and is the name of that cell alone:
// on each of a thousand cells it would be as long as the page.
document.addEventListener("here", () => {
  const cell = here();
  if (!cell) return;
  const { row, column, person, day } = about(cell);
  const name = nameOf(cell);
  need("#lue").textContent = name;
  if (name) cell.setAttribute("aria-labelledby", "lue");
  // A week is seven days of the month's: say which of all columns this is.
  const columns = Number(table.getAttribute("aria-colcount"));
  if (columns) cell.setAttribute("aria-colindex", String(day ? Number(day.slice(-2)) + 1 : column ? columns - row.cells.length + 1 + column : 1));
  for (const chip of table.querySelectorAll("b.avec")) chip.classList.remove("avec");
  if (inHand()) tryOver(cell);
  if (!person || !day) return;
  for (const chip of ownShifts(cell)) {
    for (const other of table.querySelectorAll(`tr[data-person] b[data-slot="${CSS.escape(chip.dataset.slot ?? "")}"]`)) {
      const there = about(/** @type {Element} */ (other.closest("td")));
      if (there.day === day && there.person !== person) other.classList.add("avec");
    }
  }
});

document.addEventListener("refused", () => {
  unfold(true);
  light(choices.querySelector("li.f"));
});
// A preference of the view: keys of one letter may be off for good.
const letters = /** @type {HTMLInputElement} */ (need("#letters"));
letters.checked = localStorage.getItem("lettres") !== "non";
letters.addEventListener("change", () => localStorage.setItem("lettres", letters.checked ? "oui" : "non"));
document.getElementById("copy")?.addEventListener("click", copy);
document.getElementById("paste")?.addEventListener("click", pasteHere);
document.getElementById("undo")?.addEventListener("click", undo);
document.getElementById("redo")?.addEventListener("click", redo);
// What is chosen in the menu begins with the menu shut, and the focus where it can come back to.
need("#plus").addEventListener("click", (event) => {
  if (!(/** @type {Element} */ (event.target).closest("li"))) return;
  need("#plus summary").focus();
  need("#plus").removeAttribute("open");
}, { capture: true });
need("#fold").addEventListener("click", () => unfold());
need("#locks").addEventListener("click", (event) => {
  event.preventDefault();
  show("verrous", {});
});
// The list follows what is locked or unlocked, by it or elsewhere; who works in the grid stays there.
document.addEventListener("redrawn", async () => {
  const away = /** @type {HTMLElement | null} */ (choices.querySelector("#remplacer"));
  if (away) await show("remplacements", { person: away.dataset.person ?? "" });
  if (!choices.querySelector("#verrous")) return;
  if (choices.contains(document.activeElement)) await show("verrous", {});
  else put(choices, await fragment("verrous", {}));
});
need("#keys").addEventListener("click", () => LETTERS["?"](/** @type {any} */ (null), /** @type {any} */ (null)));

// One stop for Tab: links of the coverage are reached by arrows and Enter.
function oneStop() {
  for (const link of table.querySelectorAll("a")) /** @type {HTMLElement} */ (link).tabIndex = -1;
}
document.addEventListener("redrawn", oneStop);
oneStop();
const first = firstCell();
if (first) stopAt(first);
table.addEventListener("focusin", (event) => {
  const cell = /** @type {Element} */ (event.target).closest("tbody td, tbody th");
  // A cell drawn anew has the place of the one before it, and not its name yet.
  if (cell && (cell !== here() || !cell.hasAttribute("aria-labelledby"))) focusOn(/** @type {HTMLTableCellElement} */ (cell));
});
document.documentElement.dataset.ready = "";
