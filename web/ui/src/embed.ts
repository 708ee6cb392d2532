// The page that other sites frame: the map of one territory. The server has put its name and its id in the HTML.

import "./page.css";
import { addressOf } from "./address";
import { boundsOf, catalogue, territory } from "./api";
import { byId, html } from "./dom";
import { drawMap } from "./map";
import { language, number, text, translatePage } from "./text";

async function start(): Promise<void> {
  translatePage();
  const id = document.body.dataset.territory ?? "";
  const [known, feature] = await Promise.all([catalogue(), territory(id)]);
  const t = feature.properties;
  document.title = text.frameTitle(t.nom);
  byId("summary").textContent = text.summary(number(t.communes), number(t.superficie_km2));
  document.querySelector<HTMLAnchorElement>(".foot a")!.href = addressOf(id, language, "/");
  const bounds = boundsOf(feature.geometry) ?? known.bbox;
  drawMap(byId("map"), { style: "/style.json", bounds, attribution: known.attribution, framed: true }).select(id, feature.geometry);
}

start().catch((error: Error) => {
  byId("map").replaceChildren(html("p", { class: "message", role: "alert" }, text.failed(error.message)));
});
