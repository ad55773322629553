// A cell of a published month leads to the absence that begins there: who it is, and which day, is known.
const grid = /** @type {HTMLElement} */ (document.querySelector("#grille"));
const { month = "" } = grid.dataset;
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
