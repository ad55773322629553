// The secret of a link stands after its "#": put it into the form, and take it out of the address.
// The tab's history keeps it, so that the page can be loaded again.
const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-secret]"));
const field = /** @type {HTMLInputElement | null} */ (place?.querySelector("input") ?? null);
const take = () => {
  const secret = location.hash.slice(1) || history.state?.secret;
  if (!field || !place || !secret) return;
  field.value = secret;
  place.hidden = true;
  history.replaceState({ secret }, "", location.pathname);
};
take();
// The link may be opened where the page is already: only its end changes then.
addEventListener("hashchange", take);
