// What is asked for shows at once that it was taken, and beyond three seconds how far it is: by how
// long the same took the time before. A form is sent once; a page left or come back to is still again.
const SHOWN = 150, LONG = 3000, GIVEN_UP = 120000, EVERY = 500;
const bar = document.createElement("div");
bar.className = "busy";
bar.hidden = true;
bar.innerHTML = "<progress aria-hidden=true></progress><p role=status></p>";
document.body.append(bar);
const progress = /** @type {HTMLProgressElement} */ (bar.firstElementChild);
const words = /** @type {HTMLElement} */ (bar.lastElementChild);
/** @type {ReturnType<typeof setInterval>[]} */
let clocks = [];
/** @type {HTMLFormElement | null} */
let sent = null;
let began = 0, kind = "";

/** What an action is called where times are kept: without the ids of what it is done to. @param {string} address */
function named(address) {
  return `attente ${new URL(address, location.href).pathname.replace(/[^/]*\d[^/]*/g, "*")}`;
}

/** Show that something was taken. @param {string} address @param {string} doing */
function start(address, doing) {
  stop();
  began = performance.now();
  kind = named(address);
  document.body.setAttribute("aria-busy", "true");
  clocks = [setTimeout(() => { bar.hidden = false; tick(doing); }, SHOWN), setInterval(() => tick(doing), EVERY), setTimeout(stop, GIVEN_UP)];
  sessionStorage.setItem("attente", JSON.stringify([kind, Date.now()]));
}

/** @param {string} doing */
function tick(doing) {
  const usual = Number(localStorage.getItem(kind)) || 0, past = performance.now() - began;
  if (usual > LONG) progress.value = Math.min(0.95, past / usual);
  else progress.removeAttribute("value");
  const seconds = Math.floor(past / 1000);
  const often = usual > LONG ? `, d’habitude ${Math.round(usual / 1000)} s` : "";
  // What is read out changes every few seconds, not at each turn of the clock.
  words.textContent = past < LONG ? `${doing}…` : `${doing} : ${seconds - seconds % 3} s${often}.`;
}

function stop() {
  for (const clock of clocks) clearTimeout(clock);
  clocks = [];
  bar.hidden = true;
  sessionStorage.removeItem("attente");
  document.body.removeAttribute("aria-busy");
  sent?.removeAttribute("aria-busy");
  sent = null;
}

// On the window: scripts of the page that answer by themselves have had their turn by then.
addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const form = /** @type {HTMLFormElement} */ (event.target);
  // A file is saved and the page stays: nothing would say that it is there.
  if (form.method === "dialog" || form.target || "download" in form.dataset) return;
  if (form === sent) { event.preventDefault(); return; }
  start(form.action, form.dataset.busy ?? "C’est pris, un instant");
  // A page that refused a form was an answer to it: come back to, it is asked for, not sent again.
  if (form.method === "post" && new URL(form.action).pathname === location.pathname) history.replaceState(history.state, "", location.href);
  sent = form;
  form.setAttribute("aria-busy", "true");
});
addEventListener("click", (event) => {
  const link = /** @type {Element} */ (event.target).closest("a[href]");
  if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.dataset.busy) { event.preventDefault(); download(link, link.dataset.busy); return; }
  const there = link.pathname + link.search !== location.pathname + location.search;
  if (there && !link.target && !link.hasAttribute("download") && link.origin === location.origin) start(link.href, "La page arrive");
});
/** Save what takes long to write, and show it meanwhile: the browser alone would say nothing.
 * @param {HTMLAnchorElement} link @param {string} doing */
async function download(link, doing) {
  if (link.getAttribute("aria-busy")) return;
  link.setAttribute("aria-busy", "true");
  start(link.href, doing);
  try {
    const answer = await fetch(link.href);
    // What is refused is told on a page of its own.
    if (!answer.ok || answer.redirected) { location.assign(link.href); return; }
    const [, name] = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") ?? "") ?? [];
    const file = document.createElement("a");
    file.href = URL.createObjectURL(await answer.blob());
    file.download = name ?? "";
    file.click();
    setTimeout(() => URL.revokeObjectURL(file.href), LONG);
    localStorage.setItem(kind, String(performance.now() - began));
    stop();
  } catch {
    stop();
    location.assign(link.href);
  } finally {
    link.removeAttribute("aria-busy");
  }
}
// What scripts ask for without leaving the page.
document.addEventListener("asked", (event) => start(.../** @type {CustomEvent<[string, string]>} */ (event).detail));
document.addEventListener("answered", () => {
  localStorage.setItem(kind, String(performance.now() - began));
  stop();
});
addEventListener("pageshow", stop);

// How long the page that is here took, for the next time.
const [last, at] = JSON.parse(sessionStorage.getItem("attente") ?? "[]");
if (last) {
  localStorage.setItem(last, String(performance.timeOrigin + performance.now() - at));
  sessionStorage.removeItem("attente");
}
// Who stays on a page that asked whether to leave it waits for nothing.
addEventListener("beforeunload", (event) => { setTimeout(() => { if (event.defaultPrevented) stop(); }); });
