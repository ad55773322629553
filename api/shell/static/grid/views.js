// Which view suits the width: asked once, where the address says none.
import { need } from "./cells.js";

const LIST = "(width < 700px)", WEEK = "(width < 1100px)";
const query = new URLSearchParams(location.search);
if (!query.has("vue") && need("#planning").dataset.view === "mois" && matchMedia(WEEK).matches) {
  query.set("vue", matchMedia(LIST).matches ? "liste" : "semaine");
  location.replace(`${location.pathname}?${query}${location.hash}`);
}
