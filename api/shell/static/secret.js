// The secret of a link stands after its "#": put it into the form, and take it out of the address.
const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-secret]"));
const field = /** @type {HTMLInputElement | null} */ (place?.querySelector("input") ?? null);
const take = () => {
  if (!field || !place || location.hash.length < 2) return;
  field.value = location.hash.slice(1);
  place.hidden = true;
  history.replaceState(null, "", location.pathname);
};
take();
// The link may be opened where the page is already: only its end changes then.
addEventListener("hashchange", take);
