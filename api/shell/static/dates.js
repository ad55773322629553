// Write dates and times in French where the browser would write them in its own language (12/24/2026,
// 9:30 PM). What is sent stays as it was: 2026-12-24, 21:30.

/**
 * `shape`: what is written as it should be, though no day or hour is so.
 * @typedef {{
 *   hint: string, shape: RegExp, exists: string,
 *   show: (value: string) => string, read: (text: string) => string,
 * }} Kind
 */

/** @param {string} digits */
const two = (digits) => digits.padStart(2, "0");

/** @type {Record<string, Kind>} */
const KINDS = {
  date: {
    hint: "jj/mm/aaaa",
    shape: /^\d{1,2}\D\d{1,2}\D\d{4}$/,
    exists: "une date qui existe",
    show: (value) => value.split("-").reverse().join("/"),
    read: (text) => {
      if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return KINDS.date.read(KINDS.date.show(text));
      const parts = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(text) ?? [];
      const [, day = "", month = "", year = ""] = parts;
      const value = `${year}-${two(month)}-${two(day)}`;
      const read = new Date(`${value}T00:00Z`);
      // 31/02 would be the 3rd of March.
      return Number.isNaN(read.getTime()) || !read.toISOString().startsWith(value) ? "" : value;
    },
  },
  time: {
    hint: "hh:mm",
    shape: /^\d{1,2}\s*[h:]/,
    exists: "une heure de 00:00 à 23:59",
    show: (value) => value,
    read: (text) => {
      const [, hours = "", minutes = "0"] = /^(\d{1,2})(?:\s*[h:]\s*(\d{2})?)?$/.exec(text) ?? [];
      return hours && Number(hours) < 24 && Number(minutes) < 60 ? `${two(hours)}:${two(minutes)}` : "";
    },
  },
};

/** @type {WeakMap<HTMLInputElement, () => string>} */
const values = new WeakMap();

/** @param {HTMLInputElement} field */
const write = (field) => {
  const kind = KINDS[field.type];
  const { min, max, value } = field;
  // A field of days forgets what is no day; the page shows it again as it was typed.
  const typed = field.getAttribute("value") ?? "";
  field.type = "text";
  field.value = value ? kind.show(value) : typed;
  field.placeholder = kind.hint;
  field.autocomplete = "off";
  const read = () => kind.read(field.value.trim());
  values.set(field, read);
  field.addEventListener("input", () => field.setCustomValidity(""));
  field.addEventListener("change", () => {
    const now = read();
    const apart = (min && now < min) || (max && now > max);
    const text = field.value.trim();
    if (text && !now) field.setCustomValidity(`Attendu : ${kind.shape.test(text) ? kind.exists : kind.hint}`);
    else if (now && apart) field.setCustomValidity(`Attendu : entre ${kind.show(min)} et ${kind.show(max)}`);
    else if (now) field.value = kind.show(now);
  });
};

// Fields of days are in the language of the browser itself, which pages are not told: it may ask for
// French pages and be English. Its own sentence about an empty field is in that language.
const isFrench = () => {
  const field = document.createElement("input");
  field.required = true;
  return /\bchamp\b/i.test(field.validationMessage);
};

/** @param {ParentNode} part */
const writeAll = (part) => {
  for (const field of part.querySelectorAll("input[type=date], input[type=time]")) {
    write(/** @type {HTMLInputElement} */ (field));
  }
};

document.addEventListener("formdata", ({ target, formData }) => {
  /** @type {Map<string, string[]>} */
  const sent = new Map();
  for (const field of /** @type {HTMLFormElement} */ (target).elements) {
    const read = values.get(/** @type {HTMLInputElement} */ (field));
    const { name, disabled, value } = /** @type {HTMLInputElement} */ (field);
    // What can't be read goes as it was typed: the answer says what is wrong with it.
    if (read && name && !disabled) sent.set(name, [...(sent.get(name) ?? []), read() || value.trim()]);
  }
  for (const [name, all] of sent) {
    formData.delete(name);
    for (const value of all) formData.append(name, value);
  }
}, { capture: true });

if (!isFrench()) {
  writeAll(document);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) if (node instanceof Element) writeAll(node);
    }
  }).observe(document.body, { childList: true, subtree: true });
}
