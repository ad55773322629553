// A page that is left by mistake asks first, once something was typed in its main form.
const forms = /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-unsaved]"));
let typed = document.querySelector("form[data-unsaved=typed]") !== null;
for (const form of forms) {
  form.addEventListener("input", () => { typed = true; });
  form.addEventListener("submit", () => { typed = false; });
}
addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
