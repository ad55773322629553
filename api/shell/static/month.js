// A cell of a published month leads to the absence that begins there: who it is, and which day, is known.
const grid = /** @type {HTMLElement} */ (document.querySelector("#grille"));
const { month = "", view } = grid.dataset;
const query = new URLSearchParams(location.search);
// As a draft does: a screen that is too narrow for a month has a list of it, or a week.
if (!query.has("vue") && view === "mois" && matchMedia("(width < 1100px)").matches) {
  query.set("vue", matchMedia("(width < 700px)").matches ? "liste" : "semaine");
  location.replace(`${location.pathname}?${query}${location.hash}`);
}
const answered = new Set([.../** @type {HTMLSelectElement} */ (document.querySelector("#qui")).options].map(({ value }) => value));
const days = [...grid.querySelectorAll("thead th[data-day]")].map((head) => /** @type {HTMLElement} */ (head).dataset.day ?? "");

grid.addEventListener("click", (event) => {
  const cell = /** @type {Element} */ (event.target).closest("tr[data-person] > td");
  const person = /** @type {HTMLElement | null} */ (cell?.parentElement)?.dataset.person ?? "";
  const jour = days[/** @type {HTMLTableCellElement} */ (cell)?.cellIndex - 1];
  if (!cell || !jour || !answered.has(person)) return;
  document.dispatchEvent(new CustomEvent("asked", { detail: ["/mois/absence", "La page arrive"] }));
  location.href = `/mois/${month}/absence?${new URLSearchParams({ personne: person, jour })}`;
});
