// The service worker of /moi: it keeps the last rota that this phone read, and shows it, dated, where there is no network.
// It keeps nothing of an account that isn't the last one, and nothing once the session is over.
const HERE = "/moi";
const NAME = "roulement-";
const ACCOUNT = "Roulement-Account";
/** Milliseconds after which a rota that is there is shown instead of a network that doesn't answer. */
const PATIENCE = 5000;
/** Months kept beside the present one. */
const MONTHS = 3;
const MARK = 'id="hors-ligne" hidden';

const worker = /** @type {any} */ (globalThis);

worker.addEventListener("install", () => worker.skipWaiting());

worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(begin()));

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event, url));
  else if (url.pathname.startsWith("/statique/")) event.respondWith(file(event.request));
});

worker.addEventListener("push", (/** @type {any} */ event) => {
  const { title, opens, tag } = event.data.json();
  const shown = { body: "Touchez pour l’ouvrir dans Roulement.", tag, data: opens, lang: "fr" };
  event.waitUntil(worker.registration.showNotification(title, shown));
});

worker.addEventListener("notificationclick", (/** @type {any} */ event) => {
  event.notification.close();
  event.waitUntil(worker.clients.openWindow(event.notification.data));
});

/** The visit that brought the worker was read before it: the rota is read once more, to be kept. */
async function begin() {
  await worker.clients.claim();
  const url = new URL(HERE, location.origin);
  await fetch(url, { headers: { Accept: "text/html" } }).then((answer) => keep(url, answer), () => {});
}

/**
 * @param {any} event
 * @param {URL} url
 * @returns {Promise<Response>}
 */
async function page(event, url) {
  const asked = answered(event, url);
  // Another page isn't there to be shown: only a network that fails leads away from it.
  if (url.pathname !== HERE) return asked.catch(async (error) => (await last(url)) ?? Promise.reject(error));
  const late = new Promise((end) => setTimeout(end, PATIENCE));
  const first = await Promise.race([asked.catch(() => null), late]);
  return first ?? (await last(url)) ?? asked;
}

/**
 * @param {any} event
 * @param {URL} url
 * @returns {Promise<Response>}
 */
async function answered(event, url) {
  const answer = await fetch(event.request);
  event.waitUntil(keep(url, answer.clone()));
  return answer;
}

/**
 * The last rota that was read, with its date shown; of another page, the way to it.
 * @param {URL} url
 */
async function last(url) {
  const options = { ignoreVary: true };
  const kept = (await caches.match(url.href, options)) ?? (await caches.match(HERE, options));
  if (!kept) return undefined;
  if (url.pathname !== HERE) return Response.redirect(HERE);
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": kept.headers.get("Content-Security-Policy") ?? "" };
  return new Response((await kept.text()).replace(MARK, MARK.replace(" hidden", "")), { headers });
}

/**
 * @param {Request} request
 * @returns {Promise<Response>}
 */
async function file(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request, { ignoreVary: true })) ?? Response.error();
  }
}

/**
 * @param {URL} url
 * @param {Response} answer
 */
async function keep(url, answer) {
  // Sent to the login page: the session is over, or was ended from elsewhere.
  if (answer.redirected || answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) return forget("");
  const account = answer.headers.get(ACCOUNT);
  if (url.pathname !== HERE || !answer.ok || !account) return;
  const name = NAME + account;
  await forget(name);
  const cache = await caches.open(name);
  const text = await answer.clone().text();
  await cache.put(url.href, answer);
  await keepFiles(cache, text);
  const months = (await cache.keys()).filter((request) => new URL(request.url).search);
  for (const old of months.slice(0, -MONTHS)) await cache.delete(old);
}

/**
 * Keep what a page is drawn with, and no file of an older version.
 * @param {Cache} cache
 * @param {string} text
 */
async function keepFiles(cache, text) {
  const files = new Set(text.match(/\/statique\/[\w./-]+\.(?:css|js|svg)/g));
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/statique/") && !files.delete(pathname)) await cache.delete(request);
  }
  await cache.addAll(files);
}

/** @param {string} name What isn't of this cache is forgotten. */
async function forget(name) {
  for (const other of await caches.keys()) {
    if (other.startsWith(NAME) && other !== name) await caches.delete(other);
  }
}
