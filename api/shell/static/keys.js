// A key that the device keeps (WebAuthn): made, or used to sign in, by what a face, a finger or its code opens.
for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-key]"))) {
  const said = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  const known = /** @type {any} */ (window.PublicKeyCredential);
  const signsIn = form.dataset.key?.startsWith("/connexion");

  /** @param {string} name @param {string} value */
  const fill = (name, value) => {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value;
  };

  if (known?.parseCreationOptionsFromJSON) form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    said.textContent = "";
    try {
      const answer = await fetch(form.dataset.key ?? "", { method: "POST" });
      if (!answer.ok) throw new Error(String(answer.status));
      const options = await answer.json();
      const made = signsIn
        ? await navigator.credentials.get({ publicKey: known.parseRequestOptionsFromJSON(options) })
        : await navigator.credentials.create({ publicKey: known.parseCreationOptionsFromJSON(options) });
      fill("answer", JSON.stringify(made));
      const stays = document.getElementById("stays");
      fill("stays", String(stays instanceof HTMLInputElement && stays.checked));
      form.submit();
    } catch (error) {
      const refused = error instanceof DOMException;
      said.textContent = refused ? "L’appareil n’a pas confirmé : réessayez, ou utilisez le mot de passe." : "Le service ne répond pas : réessayez.";
    } finally {
      button.disabled = false;
    }
  });
}
