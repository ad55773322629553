// Say five minutes before the session ends, and let people stay signed in: what they typed stays.
const BEFORE = 5 * 60_000;
const bar = /** @type {HTMLElement | null} */ (document.querySelector("[data-seconds]"));
const line = bar?.querySelector("p");
const stay = bar?.querySelector("button");
const again = bar?.querySelector("a");
if (bar && line && stay && again) {
  let end = Date.now() + Number(bar.dataset.seconds) * 1000;
  const others = new BroadcastChannel("session");
  /** @type {HTMLElement | null} What had the focus before the bar. */
  let before = document.querySelector("main");

  /** @param {string} text */
  const say = (text) => {
    // The same words are said once only: a live region would read them again.
    if (line.textContent !== text) line.textContent = text;
  };

  const clock = () => new Date(end).toLocaleTimeString("fr-FR", { hour: "numeric", minute: "2-digit" }).replace(":", " h ");

  const look = () => {
    const now = Date.now();
    const near = end - now <= BEFORE;
    bar.hidden = !near;
    stay.hidden = now >= end;
    again.hidden = now < end;
    // The first clock of a visit costs as much as all else a script does: written when it is said.
    if (!near) say("");
    else if (now < end) say(`Votre session finit à ${clock()} : restez connecté pour ne rien perdre.`);
    else say("Votre session est finie. Ce que vous avez tapé ici reste : connectez-vous dans un autre onglet, puis revenez l’envoyer.");
  };

  const extend = async () => {
    stay.disabled = true;
    try {
      const answer = await fetch("/api/v1/session/prolongation", { method: "POST" });
      if (answer.ok) {
        end = Date.now() + (await answer.json()).seconds * 1000;
        others.postMessage(end);
        before?.focus();
      } else if (answer.status === 401) end = Date.now();
      look();
      if (!answer.ok && answer.status !== 401) say("Le service n’a pas prolongé la session : réessayez.");
    } catch {
      say("Le réseau ne répond pas : réessayez avant la fin de la session.");
    } finally {
      stay.disabled = false;
    }
  };

  bar.addEventListener("focusin", (event) => {
    if (event.relatedTarget instanceof HTMLElement && !bar.contains(event.relatedTarget)) before = event.relatedTarget;
  });
  stay.addEventListener("click", extend);
  // Tabs share one session: what one of them extends lasts in all.
  others.addEventListener("message", (event) => {
    end = event.data;
    look();
  });
  document.addEventListener("visibilitychange", look);
  setInterval(look, 5000);
  look();
}
