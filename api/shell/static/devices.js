// Ask the browser for what only it can give: where this phone is told of changes.
const ask = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-push]"));
const said = /** @type {HTMLElement | null} */ (document.getElementById("notifications-dit"));

/** @param {ArrayBuffer | null} bytes */
const text = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0)))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** @param {string} key In base64 for addresses. */
const bytes = (key) => Uint8Array.from(atob(key.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

/** @param {string} words */
const say = (words) => {
  if (said) said.textContent = words;
};

if (ask && said) {
  const possible = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (possible) ask.hidden = false;
  else say("Ce navigateur n’affiche pas de notifications. Sur un iPhone, ajoutez d’abord Roulement à l’écran d’accueil.");
  ask.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = ask.querySelector("button");
    if (button) button.disabled = true;
    try {
      if ((await Notification.requestPermission()) !== "granted") {
        say("Les notifications sont refusées dans les réglages de ce navigateur : autorisez-les pour ce site, puis réessayez.");
        return;
      }
      const { pushManager } = await navigator.serviceWorker.ready;
      // One that was made for another key is of no use.
      await (await pushManager.getSubscription())?.unsubscribe();
      const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(ask.dataset.push ?? "") });
      const values = { endpoint: made.endpoint, public_key: text(made.getKey("p256dh")), auth: text(made.getKey("auth")) };
      for (const [name, value] of Object.entries(values)) /** @type {HTMLInputElement} */ (ask.elements.namedItem(name)).value = value;
      ask.submit();
    } catch {
      say("Le service de notifications du navigateur ne répond pas : réessayez plus tard.");
    } finally {
      if (button) button.disabled = false;
    }
  });
}
document.documentElement.dataset.ready = "";
