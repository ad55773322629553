// Whoever signs in next on this device finds no rota of the account before, even without network.
if (window.caches) {
  for (const name of await caches.keys()) if (name.startsWith("roulement-")) await caches.delete(name);
}
document.documentElement.dataset.forgotten = "";
