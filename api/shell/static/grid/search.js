// The search: rows are hidden while one types; Enter asks the service, which the address then says.
import { focusOn, here, keepWayIn, need, table } from "./cells.js";
import { parsed } from "./parts.js";

const search = /** @type {HTMLInputElement} */ (need("#cherche"));
const count = need("#count");
const part = count.textContent ?? "";

// Texts are bound by no-break spaces, which nobody types.
const plain = (/** @type {string} */ text) => text.replace(/[\u00a0\u202f]/g, " ").toLocaleLowerCase("fr");

function filter() {
  const wanted = plain(search.value.trim());
  let shown = 0, all = 0;
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (table.querySelectorAll("tr[data-person]"))) {
    const cells = [.../** @type {HTMLTableRowElement} */ (row).cells];
    const text = `${row.textContent} ${cells.map((cell) => cell.getAttribute("aria-label")).join(" ")}`;
    row.hidden = wanted !== "" && !plain(text).includes(wanted);
    all += 1;
    shown += row.hidden ? 0 : 1;
  }
  keepWayIn();
  count.textContent = wanted ? `${shown} sur ${all} personne${all > 1 ? "s" : ""}` : part;
}

// What the service left out isn't here to be shown again: only it can take its own filter off.
const served = new URLSearchParams(location.search).get("personne") ?? "";
if (!served) {
  search.addEventListener("input", filter);
  document.addEventListener("redrawn", () => { if (search.value) filter(); });
  if (search.value) filter();
}
search.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.preventDefault();
  search.value = "";
  if (served) search.form?.submit();
  else filter();
  const cell = here();
  if (cell) focusOn(cell);
});

// What isn't filled in needn't stand in the address.
need("#filtres").addEventListener("formdata", (event) => {
  const data = /** @type {FormDataEvent} */ (event).formData;
  for (const [name, value] of [...data]) if (value === "") data.delete(name);
});

// Unless a filter is on, its fields wait for whom unfolds them: they would cost the first frame more than all else above the rows.
const fold = need("#filtres details");
fold.addEventListener("toggle", () => {
  const fields = fold.querySelector("noscript");
  fields?.replaceWith(parsed(fields.textContent ?? ""));
});
