// Findings of the panel: outline the shifts that prove them, go there, go to the next one.
import { focusOn, need, slotOf, table } from "./cells.js";
import { fragment } from "./edits.js";
import { putPanel } from "./parts.js";

const panel = need("#panneau");

panel.addEventListener("focusin", (event) => light(/** @type {Element} */ (event.target).closest("li.f")));
panel.addEventListener("click", async (event) => {
  const later = /** @type {HTMLElement} */ (event.target).closest("a[data-later]");
  if (later instanceof HTMLElement) {
    event.preventDefault();
    putPanel(await fragment("constats", {}));
    const group = /** @type {HTMLDetailsElement} */ (need(`#${later.dataset.later}`));
    group.open = true;
    /** @type {HTMLElement} */ (group.querySelector("summary")).focus();
    return;
  }
  const item = /** @type {HTMLElement} */ (event.target).closest("li.f");
  if (item instanceof HTMLElement && /** @type {HTMLElement} */ (event.target).closest("[data-see]")) see(item);
});

/** Outline the shifts that prove a finding. @param {Element | null} item */
export function light(item) {
  for (const chip of table.querySelectorAll(".preuve")) chip.classList.remove("preuve");
  if (!(item instanceof HTMLElement)) return;
  for (const chip of proofs(item)) chip.classList.add("preuve");
}

/** @param {HTMLElement} item @returns {Element[]} */
function proofs(item) {
  const slots = new Set((item.dataset.shifts ?? "").split(" "));
  return [...rowsOf(item)].flatMap((row) => [...row.querySelectorAll("b[data-slot]")])
    .filter((chip) => slots.has(slotOf(chip)));
}

/** @param {HTMLElement} item */
function rowsOf(item) {
  return table.querySelectorAll(`tr[data-person="${CSS.escape(item.dataset.person ?? "")}"]`);
}

/** Go to the first shift that proves a finding. @param {HTMLElement} item */
function see(item) {
  light(item);
  const cell = proofs(item)[0]?.closest("td") ?? rowsOf(item)[0]?.querySelector("td");
  if (!cell) return;
  cell.scrollIntoView({ block: "center", inline: "nearest" });
  focusOn(/** @type {HTMLTableCellElement} */ (cell));
}

let finding = -1;
/** Go to the next finding, or the one before. @param {number} step */
export function next(step) {
  const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#constats li.f")]);
  if (!all.length) return;
  finding = finding < 0 && step < 0 ? all.length - 1 : (finding + step + all.length) % all.length;
  const fold = all[finding].closest("details");
  if (fold) fold.open = true;
  see(all[finding]);
}
