// Copy the text of a field; where the browser doesn't allow it, the field is selected, to copy by hand.
for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("button[data-copy]"))) {
  const field = /** @type {HTMLInputElement} */ (document.getElementById(button.dataset.copy ?? ""));
  const said = /** @type {HTMLElement} */ (document.getElementById("copie"));
  field.addEventListener("focus", () => field.select());
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.focus();
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = "L’adresse est copiée.";
    } catch {
      said.textContent = "L’adresse est choisie : copiez-la.";
    }
  });
}
document.documentElement.dataset.ready = "";
