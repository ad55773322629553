// The secret of a link stands after its "#": put it into the form, and take it out of the address.
const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-secret]"));
const field = /** @type {HTMLInputElement | null} */ (place?.querySelector("input") ?? null);
if (field && place && location.hash.length > 1) {
  field.value = location.hash.slice(1);
  place.hidden = true;
  history.replaceState(null, "", location.pathname);
}
