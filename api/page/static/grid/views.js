// Which view suits the width: asked once, where the address says none.
import { need } from "./cells.js";

const LIST = 700, WEEK = 1100;
const query = new URLSearchParams(location.search);
if (!query.has("vue") && need("#planning").dataset.view === "mois" && innerWidth < WEEK) {
  query.set("vue", innerWidth < LIST ? "liste" : "semaine");
  location.replace(`${location.pathname}?${query}${location.hash}`);
}
