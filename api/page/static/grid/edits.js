// Edits of a draft: sent one after the other, each from the version that the one before it made.
// What comes back is the rows that it touched and the verdict. Nothing is lost: what can't be sent
// waits, what others changed meanwhile is shown and the edit is offered again.
import { about, cellAt, focusOn, here, need } from "./cells.js";

const planning = need("#planning");
const base = `/page/plannings/${planning.dataset.planning}`;
export const decides = "decides" in planning.dataset;
let version = Number(planning.dataset.version);

/** @typedef {{path: string, body: object, label: string}} Edit */
/** @type {Edit[]} */
const waiting = [];
/** @type {number[]} */
const undos = [];
/** @type {number[]} */
const redos = [];
let sending = false;
const MOST = 20;

/** Say something once a second at most, politely. @param {string} text */
export function say(text) {
  const place = need("#annonce");
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { place.textContent = text; }, 50);
}
/** @type {ReturnType<typeof setTimeout> | undefined} */
say.timer = undefined;

/** Say what was refused, at once. @param {string} text */
export function warn(text) {
  need("#alerte").textContent = text;
}

/** @param {string} path @param {Record<string, string>} query @returns {Promise<string>} a fragment */
export async function fragment(path, query) {
  const answer = await fetch(`${base}/${path}?${new URLSearchParams(query)}`);
  if (answer.status === 401) return leave();
  if (!answer.ok) throw new Error((await answer.json()).detail);
  return answer.text();
}

/** Draw a fragment, through a template: nothing in it is run. @param {Element} place @param {string} html */
export function put(place, html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  place.replaceChildren(made.content);
}

/** Ask for an edit. @param {object[]} operations @param {string} label */
export function edit(operations, label) {
  add({ path: "gestes", body: { operations }, label });
}

/** Lock shifts, or unlock them. @param {{person: string, slot: string}[]} shifts @param {boolean} locked */
export function lock(shifts, locked) {
  add({ path: "verrous", body: { shifts, locked }, label: locked ? "Verrouiller" : "Déverrouiller" });
}

export function undo() {
  const to = undos.pop();
  if (to === undefined) return;
  redos.push(version);
  add({ path: "retours", body: { to }, label: "Annuler" });
}

export function redo() {
  const to = redos.pop();
  if (to === undefined) return;
  undos.push(version);
  add({ path: "retours", body: { to }, label: "Rétablir" });
}

/** @param {Edit} made */
function add(made) {
  if (!decides) return;
  if (waiting.length >= MOST) {
    warn(`${MOST} gestes attendent déjà : celui-ci n’est pas pris.`);
    return;
  }
  waiting.push(made);
  send();
}

async function send() {
  if (sending) return;
  sending = true;
  try {
    while (waiting.length) {
      const slow = setTimeout(() => say("Réseau lent : le geste est en cours."), 2000);
      planning.setAttribute("aria-busy", "true");
      const done = await post(waiting[0]);
      clearTimeout(slow);
      planning.removeAttribute("aria-busy");
      if (!done) break;
      waiting.shift();
    }
  } finally {
    sending = false;
    buttons();
  }
}

/** Send one edit; return whether the next may go. @param {Edit} made */
async function post(made) {
  let answer;
  try {
    answer = await fetch(`${base}/${made.path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "If-Match": `"${planning.dataset.planning}-${version}"` },
      body: JSON.stringify(made.body),
    });
  } catch {
    warn(`Hors ligne : ${waiting.length} geste${waiting.length > 1 ? "s" : ""} en attente.`);
    return false;
  }
  if (answer.status === 401) { leave(); return false; }
  const told = await answer.json();
  if (answer.ok) {
    warn(told.refused ? told.said : "");
    if (told.refused) {
      put(need("#choix"), told.refused);
      document.dispatchEvent(new CustomEvent("refused"));
      return true;
    }
    if (made.path === "gestes" && told.version !== version) { undos.push(version); redos.length = 0; }
    redraw(told);
    say(told.said);
    return true;
  }
  if (answer.status === 412) {
    await catchUp();
    warn(`Quelqu’un a changé le planning (v${version}) : ses lignes sont redessinées. « ${made.label} » n’est pas fait : recommencez-le s’il vaut encore.`);
    return true;
  }
  const faults = (told.errors ?? []).map((/** @type {{expected: string}} */ fault) => fault.expected).join(" ; ");
  warn(answer.status >= 500 ? `Le service a échoué, rien n’est enregistré. ${told.detail}` : `${told.detail} ${faults}`);
  return true;
}

/** Draw what others changed since our version, and go on from theirs. */
async function catchUp() {
  const answer = await fetch(`${base}/depuis?version=${version}`);
  if (answer.ok) {
    redraw(await answer.json());
    undos.length = redos.length = 0;
  }
}

/** @param {any} told */
function redraw(told) {
  const cell = here();
  const kept = cell && cell.contains(document.activeElement) ? about(cell) : null;
  for (const [id, html] of Object.entries(told.rows)) replace(id, html);
  for (const [id, html] of Object.entries(told.whole)) replace(`d-${id}`, html);
  for (const [id, section] of Object.entries(told.sections)) {
    replace(`t-${id}`, section.gaps);
    const body = document.getElementById(`d-${id}`);
    for (const row of body?.querySelectorAll("tr.cover") ?? []) row.remove();
    body?.append(parsed(section.covers));
  }
  put(need("#verdict"), told.panel);
  version = told.version;
  planning.dataset.version = String(version);
  need("#version").textContent = String(version);
  need("#bloquants").textContent = `${told.stopping} bloquant${told.stopping > 1 ? "s" : ""}`;
  const changes = document.getElementById("changements");
  if (changes) changes.textContent = String(told.changes);
  document.title = document.title.replace(/v\d+/, `v${version}`);
  if (kept) {
    const again = cellAt(kept.id, kept.column);
    if (again) focusOn(again);
  }
  buttons();
  document.dispatchEvent(new CustomEvent("redrawn"));
}

/** @param {string} html */
function parsed(html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  return made.content;
}

/** @param {string} id @param {string} html */
function replace(id, html) {
  document.getElementById(id)?.replaceWith(parsed(html));
}

function buttons() {
  for (const [id, stack] of /** @type {[string, number[]][]} */ ([["undo", undos], ["redo", redos]])) {
    const button = /** @type {HTMLButtonElement | null} */ (document.getElementById(id));
    if (button) button.disabled = stack.length === 0 || sending;
  }
}

/** @returns {never} */
function leave() {
  // What waits is lost with the page: it is said, and the person comes back here.
  location.href = `/connexion?suite=${encodeURIComponent(location.pathname + location.search)}`;
  throw new Error("session ended");
}

addEventListener("online", () => { warn(""); send(); });
addEventListener("beforeunload", (event) => { if (waiting.length) event.preventDefault(); });
