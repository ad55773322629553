// Say that files are on their way and being read: a large folder takes half a minute.
// « Back », after an import, asks for this page anew rather than whether to send the file again: what
// was tried is no longer to be imported.
history.replaceState(null, "", location.href);
const forms = /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-upload]"));
for (const form of forms) {
  form.addEventListener("submit", () => {
    const line = document.createElement("p");
    line.setAttribute("role", "status");
    form.append(line);
    const since = Date.now();
    const tell = () => {
      const seconds = Math.round((Date.now() - since) / 1000);
      line.textContent = `${form.dataset.upload} : ${seconds} s. Gardez cette page ouverte.`;
    };
    tell();
    setInterval(tell, 5000);
    // The button's own value must leave with the form before the button is closed.
    setTimeout(() => form.querySelector("button")?.setAttribute("disabled", ""), 0);
  });
}
