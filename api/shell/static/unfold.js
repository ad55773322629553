// Unfold a finding in place: its proof alone is asked for, once. Without script, its link does.
document.addEventListener("click", async (event) => {
  const target = /** @type {Element} */ (event.target);
  const link = /** @type {HTMLAnchorElement | null} */ (target.closest("a[data-fragment]"));
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const proof = /** @type {HTMLElement | null} */ (link.nextElementSibling);
  if (proof) {
    proof.hidden = !proof.hidden;
    link.setAttribute("aria-expanded", String(!proof.hidden));
    return;
  }
  if (link.ariaBusy === "true") return;
  link.ariaBusy = "true";
  try {
    const answer = await fetch(/** @type {string} */ (link.dataset.fragment));
    if (!answer.ok) throw new Error(answer.statusText);
    const made = document.createElement("template");
    made.innerHTML = await answer.text();
    link.after(made.content);
    link.setAttribute("aria-expanded", "true");
  } catch {
    location.href = link.href;
  } finally {
    link.ariaBusy = null;
  }
});
