// What the page says of what is done, and the parts that it draws anew.
import { need } from "./cells.js";

/** Milliseconds between two readings; what changes at once is read as one. */
const APART = 1000, TOGETHER = 50;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let reading;
let read = -APART;

/** Say something: seen at once, read out once a second at most, politely. @param {string} text */
export function say(text) {
  need("#annonce").textContent = text;
  clearTimeout(reading);
  reading = setTimeout(() => {
    read = performance.now();
    need("#lecture").textContent = text;
  }, Math.max(TOGETHER, read + APART - performance.now()));
}

/** Say what was refused, at once. @param {string} text */
export function warn(text) {
  need("#alerte").textContent = text;
}

/** Say what the network does. @param {string} text */
export function network(text) {
  need("#reseau").textContent = text;
}

/** Read a fragment, through a template: nothing in it is run. @param {string} html */
export function parsed(html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  return made.content;
}

/** Draw a fragment. @param {Element} place @param {string} html */
export function put(place, html) {
  place.replaceChildren(parsed(html));
}

/** @type {string} */
let panel = "";

/** Draw the findings panel, unless it is what is shown: what one unfolded there stays as it is.
 * @param {string} html */
export function putPanel(html) {
  if (html === panel) return;
  panel = html;
  put(need("#verdict"), html);
}

const PLACE = "aria-rowindex";

/** Draw rows or a dispositif anew. A row keeps its place among those that filters hide; where rows
 * come or go, places aren't known any more. @param {string} id @param {string} html */
export function replace(id, html) {
  const before = document.getElementById(id), made = parsed(html);
  if (before instanceof HTMLTableRowElement) keepPlaces([before], made);
  else forgetPlaces(before?.closest("table"));
  before?.replaceWith(made);
}

/** Draw the rows of a dispositif's coverage anew. @param {string} id @param {string} html */
export function replaceCovers(id, html) {
  const body = document.getElementById(id), made = parsed(html);
  const before = [...(body?.querySelectorAll("tr.cover") ?? [])];
  keepPlaces(before, made);
  for (const row of before) row.remove();
  body?.append(made);
}

/** @param {Element[]} before @param {DocumentFragment} made */
function keepPlaces(before, made) {
  before.forEach((row, n) => {
    const place = row.getAttribute(PLACE);
    if (place) made.children[n]?.setAttribute(PLACE, place);
  });
}

/** @param {Element | null | undefined} table */
function forgetPlaces(table) {
  table?.removeAttribute("aria-rowcount");
  for (const row of table?.querySelectorAll(`[${PLACE}]`) ?? []) row.removeAttribute(PLACE);
}
