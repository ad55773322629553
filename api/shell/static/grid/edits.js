// Edits of a draft: sent one after the other, each from the version that the one before it made.
// What comes back is the rows that it touched and the verdict. Nothing is lost: what can't be sent
// waits, what others changed meanwhile is shown and the edit is offered again.
import { chipsOf, days, focusOn, here, keepPlace, need, rowsOf, table } from "./cells.js";
import { network, put, putPanel, replace, replaceCovers, say, warn } from "./parts.js";

const planning = need("#planning");
const base = `/page/plannings/${planning.dataset.planning}`;
export const decides = "decides" in planning.dataset;
let version = Number(planning.dataset.version);

/** @typedef {{verb: string, person?: string, slot: string, to_person?: string, to_slot?: string}} Operation */
/** @typedef {{person: string, slot: string}} Shift */
/** @typedef {{operations?: Operation[], shifts?: Shift[], locked?: boolean | Shift[], to?: number}} Body */
/** `lost`: the network failed once while it was sent, so the service may have done it. `behind`: it waited
 * while one before it was stopped, and doesn't take its place.
 * @typedef {{path: string, body: Body, label: string, lost?: boolean, behind?: boolean}} Edit */
/** @type {Edit[]} */
const waiting = [];
/** Versions to come back to, the nearest last: those before the page was opened too, calculations
 * included. @type {number[]} */
const undos = (planning.dataset.undo ?? "").split(" ").filter(Boolean).map(Number);
/** @type {number[]} */
const redos = [];
/** @type {Edit[]} what is waiting to be tried again from what others made */
let kept = [];
let sending = false;
const MOST = 20, SLOW = 2000, AGAIN = 5000;
/** What a service that starts or is busy answers, or a relay before one that is stopped. */
const AWAY = [502, 503, 504];
/** @type {ReturnType<typeof setTimeout> | undefined} */
let again;

/** What the page shows, so that rows that come back have its columns. @returns {string} */
function shown() {
  const query = new URLSearchParams(location.search);
  query.delete("fait");
  query.set("vue", planning.dataset.view ?? "");
  query.set("jours", days.join(","));
  return String(query);
}

/** @param {string} path @param {Record<string, string>} query @returns {Promise<string>} a fragment */
export async function fragment(path, query) {
  const answer = await fetch(`${base}/${path}?${new URLSearchParams(query)}`).catch(() => null);
  if (!answer) throw new Error(`${silent()} : recommencez quand il répond.`);
  if (answer.status === 401) { askToSignIn(); throw new Error("Votre session est finie."); }
  if (!answer.ok) throw new Error((await contents(answer)).detail);
  return answer.text();
}

/** Try what an edit would break, and write nothing. @param {Operation[]} operations
 * @returns {Promise<{ok: boolean, body: any}>} */
export async function trial(operations) {
  const answer = await fetch(`/api/v1/responsable/plannings/${planning.dataset.planning}/essais`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "If-Match": tag() },
    body: JSON.stringify({ operations }),
  });
  return { ok: answer.ok, body: await contents(answer) };
}

/** Read an answer; a relay before the service doesn't write as it does. @param {Response} answer */
async function contents(answer) {
  return answer.json().catch(() => ({ detail: `${silent()} (${answer.status}).` }));
}

/** @returns {string} who doesn't answer, as far as a browser knows */
function silent() {
  return navigator.onLine ? "Le service ne répond pas" : "Hors ligne, le service ne répond pas";
}

function tag() {
  return `"${planning.dataset.planning}-${version}"`;
}

/** Ask for an edit. @param {Operation[]} operations @param {string} label */
export function edit(operations, label) {
  add({ path: "gestes", body: { operations, locked: shownLocked(operations) }, label });
}

/** Who takes off a shift that is shown as locked means it; a lock that came since stops the edit.
 * @param {Operation[]} operations @returns {Shift[]} */
function shownLocked(operations) {
  const shifts = operations.flatMap(({ person = "", slot, to_person = "", to_slot = "" }) =>
    [{ person, slot }, { person: to_person, slot: to_slot }]);
  return shifts.filter(({ person, slot }) => chipsOf(person, slot).some((chip) => chip.querySelector(".i-verrou")));
}

/** Lock shifts, or unlock them. @param {{person: string, slot: string}[]} shifts @param {boolean} locked */
export function lock(shifts, locked) {
  add({ path: "verrous", body: { shifts, locked }, label: locked ? "Verrouiller" : "Déverrouiller" });
}

/** Paste shifts: what can't be held is left out. @param {Shift[]} shifts */
export function paste(shifts) {
  add({ path: "collages", body: { shifts }, label: "Coller" });
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
  mark();
  send();
}

/** Stripe what is asked for until the service has answered. */
function mark() {
  for (const part of document.querySelectorAll(".en-cours, .attend")) part.classList.remove("en-cours", "attend");
  for (const { verb, person, slot, to_person, to_slot } of waiting.flatMap((made) => made.body.operations ?? [])) {
    for (const chip of chipsOf(person ?? "", slot)) if (verb !== "add") chip.classList.add("en-cours");
    const day = (to_slot || slot).slice(-10);
    const column = days.indexOf(day) + 1;
    const receiver = to_person || (verb === "add" || verb === "move" ? person : "");
    for (const row of rowsOf(receiver ?? "")) if (column) row.cells[column]?.classList.add("attend");
  }
}

async function send() {
  if (sending || !waiting.length) return;
  sending = true;
  clearTimeout(again);
  try {
    while (waiting.length) {
      const slow = setTimeout(() => network("Réseau lent : le geste est en cours."), SLOW);
      planning.setAttribute("aria-busy", "true");
      const done = await post(waiting[0]);
      clearTimeout(slow);
      planning.removeAttribute("aria-busy");
      if (!done) break;
      network("");
      waiting.shift();
      mark();
    }
  } finally {
    sending = false;
    buttons();
  }
}

/** @returns {string} */
function inQueue() {
  return `${waiting.length} geste${waiting.length > 1 ? "s" : ""} en attente`;
}

/** Send one edit; return whether the next may go. @param {Edit} made */
async function post(made) {
  let answer;
  try {
    answer = await fetch(`${base}/${made.path}?${shown()}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "If-Match": tag() },
      body: JSON.stringify(made.body),
    });
  } catch {
    return later(made, navigator.onLine ? "Le service ne répond pas" : "Hors ligne");
  }
  if (answer.status === 401) { askToSignIn(); return false; }
  if (AWAY.includes(answer.status)) return later(made, "Le service ne répond pas encore");
  const told = await contents(answer);
  if (answer.ok) {
    if (told.refused || !made.behind) warn(told.refused ? told.said : "");
    if (told.refused) {
      say("");
      put(need("#choix"), told.refused);
      document.dispatchEvent(new CustomEvent("refused"));
      return true;
    }
    if (["gestes", "collages"].includes(made.path) && told.version !== version) { undos.push(version); redos.length = 0; }
    if (!made.behind) offer([]);
    redraw(told);
    if (told.aside) {
      put(need("#choix"), told.aside);
      need("#panneau").hidden = false;
    }
    say(told.said);
    return true;
  }
  if (answer.status === 412) {
    await catchUp();
    const cause = made.lost ? "Le réseau a été coupé : ce geste est peut-être fait, voyez ses lignes." : "Ses lignes sont redessinées.";
    warn(`Quelqu’un a changé le planning (v${version}). ${cause} « ${made.label} » n’est pas refait.`);
    keep(made);
    return true;
  }
  if (told.code === "verrouille_entre_temps") {
    await catchUp(told.current.locks.map((/** @type {Shift} */ lock) => lock.person));
    keep(made);
  }
  const faults = (told.errors ?? []).map((/** @type {{expected: string}} */ fault) => fault.expected).join(" ; ");
  warn(answer.status >= 500 ? `Le service a échoué, rien n’est enregistré. ${told.detail}` : `${told.detail} ${faults}`);
  return true;
}

/** Keep an edit that had no answer, to send it again in a while. @param {Edit} made @param {string} why */
function later(made, why) {
  made.lost = true;
  network(`${why} : ${inQueue()}.`);
  again = setTimeout(send, AGAIN);
  return false;
}

/** Offer to do again what another's version stopped, beside what it has stopped just before. @param {Edit} made */
function keep(made) {
  for (const next of waiting.slice(1)) next.behind = true;
  offer([...(made.behind ? kept : []), ...(made.path === "retours" ? [] : [made])]);
}

/** @param {Edit[]} made what can be done again */
function offer(made) {
  kept = made;
  const button = /** @type {HTMLButtonElement | null} */ (document.getElementById("refaire"));
  if (!button) return;
  button.hidden = !kept.length;
  button.textContent = kept.length > 1 ? `Recommencer ${kept.length} gestes` : kept.map(({ label }) => `Recommencer « ${label} »`).join("");
}

/** Note an absence by its form; false: it wasn't, and the page of the form says why.
 * @param {HTMLFormElement} form @param {string} person @returns {Promise<boolean>} */
export async function absent(form, person) {
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
  if (answer.type !== "opaqueredirect") return false;
  await catchUp([person]);
  return true;
}

/** Draw what others changed since our version, and go on from theirs. @param {string[]} people whose rows too */
async function catchUp(people = []) {
  const also = new URLSearchParams(people.map((person) => ["person", person]));
  const answer = await fetch(`${base}/depuis?version=${version}&${also}&${shown()}`);
  if (!answer.ok) return;
  const told = await answer.json();
  if (told.version !== version) undos.length = redos.length = 0;
  redraw(told);
}

/** @param {any} told */
function redraw(told) {
  table.classList.add("edited");
  keepPlace(() => {
    for (const [id, html] of Object.entries(told.rows)) replace(id, html);
    for (const [id, html] of Object.entries(told.whole)) replace(`d-${id}`, html);
    for (const [id, section] of Object.entries(told.sections)) {
      replace(`t-${id}`, section.gaps);
      replaceCovers(`d-${id}`, section.covers);
    }
  });
  putPanel(told.panel);
  version = told.version;
  planning.dataset.version = String(version);
  // Plain forms of the page begin where the grid is.
  for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=version]"))) field.value = String(version);
  need("#version").textContent = String(version);
  // An edit of what was published is a draft again.
  document.getElementById("publie")?.remove();
  need("#etat").textContent = "Brouillon v";
  need("#bloquants").textContent = `${told.stopping} bloquant${told.stopping > 1 ? "s" : ""}`;
  const changes = document.getElementById("changements");
  if (changes) {
    changes.textContent = `${told.changes} ${changes.dataset.unit}${told.changes > 1 ? "s" : ""}`;
    changes.closest("a")?.classList.toggle("main", told.changes > 0);
  }
  document.title = document.title.replace(/v\d+/, `v${version}`);
  buttons();
  document.dispatchEvent(new CustomEvent("redrawn"));
}

function buttons() {
  for (const [id, stack] of /** @type {[string, number[]][]} */ ([["undo", undos], ["redo", redos]])) {
    const button = /** @type {HTMLButtonElement | null} */ (document.getElementById(id));
    if (button) button.disabled = stack.length === 0 || sending;
  }
}

/** Ask to sign in elsewhere: what waits is kept here, and sent when one comes back. */
function askToSignIn() {
  network(waiting.length ? `Session finie : ${inQueue()}.` : "Session finie.");
  const dialog = /** @type {HTMLDialogElement} */ (need("#session"));
  if (!dialog.open) dialog.showModal();
}

/** Go on, if one is signed in again. */
function resume() {
  const dialog = /** @type {HTMLDialogElement} */ (need("#session"));
  if (dialog.open) dialog.close();
  network("");
  send();
}

need("#reprendre").addEventListener("click", resume);
addEventListener("focus", () => { if (waiting.length) resume(); });
addEventListener("online", () => { network(""); send(); });
addEventListener("beforeunload", (event) => { if (waiting.length) event.preventDefault(); });
document.getElementById("refaire")?.addEventListener("click", () => {
  const again = kept;
  warn("");
  offer([]);
  const cell = here();
  if (cell) focusOn(cell);
  for (const { path, body, label } of again) {
    if (body.operations) edit(body.operations, label);
    else add({ path, body, label });
  }
});
buttons();
