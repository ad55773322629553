// Follow a calculation: events say that something changed, the service writes what. A browser that
// was cut off asks for the events after the last that it had; if it gives up, one GET in 3 s.
const place = /** @type {HTMLElement} */ (document.getElementById("suivi"));
const { job, planning } = place.dataset;
const EVERY = 1000, AGAIN = 3000;
let drawn = performance.now(), searched = 0;
let due = 0, over = false, asking = false, again = false, still = false;
const hold = /** @type {HTMLButtonElement | null} */ (document.getElementById("figer"));

async function draw() {
  if (still) return;
  if (asking) { again = true; return; }
  asking = true;
  try {
    const answer = await fetch(`/page/plannings/${planning}/calculs/${job}`);
    if (answer.status === 401) { location.href = `/connexion?suite=${encodeURIComponent(location.pathname)}`; return; }
    if (answer.ok) put(await answer.text());
  } catch {
    // Off line: the next event, or the next turn, asks again.
  } finally {
    asking = false;
    if (again && !over) { again = false; soon(); }
  }
}

/** @param {string} html */
function put(html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  const state = /** @type {HTMLElement} */ (made.content.firstElementChild);
  const detail = /** @type {HTMLDetailsElement | null} */ (made.content.querySelector("#detail"));
  const before = /** @type {HTMLDetailsElement | null} */ (place.querySelector("#detail"));
  if (detail && before) detail.open = before.open;
  place.replaceChildren(made.content);
  drawn = performance.now();
  if (!state.dataset.over || over) return;
  over = true;
  source.close();
  const stops = document.getElementById("arrets");
  if (stops?.contains(document.activeElement) || document.activeElement === hold) /** @type {HTMLElement | null} */ (place.querySelector("a"))?.focus();
  stops?.remove();
  hold?.remove();
  /** @type {HTMLElement} */ (document.getElementById("annonce")).textContent = state.dataset.title ?? "";
}

// The clock goes on between two news, in the words of `Clock` of the page's view.
function tick() {
  const clock = document.getElementById("horloge");
  if (!clock || still) return;
  const { seconds, limit, preparing } = clock.dataset;
  let now = Number(seconds) + (performance.now() - drawn) / 1000;
  // News may tell that some seconds were no search: the clock then waits, and doesn't go back.
  if (!preparing) searched = now = Math.max(searched, now);
  const past = Math.floor(now);
  const most = (limit ?? "").replace(".", ","), of = most && ` / ${most} s`;
  let words = `${past} s${of}`;
  if (preparing) words = `0 s${of} · préparation depuis ${past} s`;
  else if (most && now >= Number(limit)) words = `${most} s${of} · ${Math.floor(now - Number(limit))} s de préparation et de contrôle`;
  if (clock.textContent !== words) clock.textContent = words;
  const bar = /** @type {HTMLProgressElement | null} */ (document.getElementById("avance"));
  if (bar && !preparing) bar.value = now;
}

function soon() {
  clearTimeout(due);
  due = window.setTimeout(draw, EVERY);
}

const source = new EventSource(`/api/v1/responsable/calculs/${job}/evenements`);
source.addEventListener("etat", draw);
source.addEventListener("avancement", soon);
source.addEventListener("fin", draw);
setInterval(tick, 200);
setInterval(() => { if (!over && source.readyState === EventSource.CLOSED) draw(); }, AGAIN);
if (hold) {
  hold.hidden = false;
  hold.addEventListener("click", () => {
    still = !still;
    hold.textContent = still ? "Reprendre l’affichage" : "Figer l’affichage";
    draw();
  });
}
document.documentElement.dataset.ready = "";
