// What the page says of what is done, and the parts that it draws anew.
import { need } from "./cells.js";

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

/** @param {string} id @param {string} html */
export function replace(id, html) {
  document.getElementById(id)?.replaceWith(parsed(html));
}
