// One's own pages open without network: the worker that keeps the last rota is installed once the page is there.
const install = () => navigator.serviceWorker?.register("/moi/hors-ligne.js", { scope: "/moi" }).catch(() => {});
if (document.readyState === "complete") install();
else window.addEventListener("load", install);
