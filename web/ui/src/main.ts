// The page: a list of territories beside a map; choosing one in either shows what is known of it.

import "./page.css";
import { addressOf, territoryInAddress } from "./address";
import { catalogue, dossier, territories } from "./api";
import { territoryDetail } from "./detail";
import { byId, html } from "./dom";
import { languageLinks } from "./languages";
import { measuredList } from "./list";
import { drawMap, type TerritoryMap } from "./map";
import { text, translatePage } from "./text";

const panel = byId("panel");

function complain(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  panel.replaceChildren(html("p", { class: "message", role: "alert" }, text.failed(reason)));
}

const showLanguages = (): void => byId("languages").replaceChildren(...languageLinks());

async function start(): Promise<void> {
  translatePage();
  showLanguages();
  const [known, all] = await Promise.all([catalogue(), territories()]);
  byId("edition").textContent = text.edition(known.edition.number, known.edition.vintage);

  const list = measuredList(all);
  let map: TerritoryMap | undefined;

  // Shows the territory of the address, or the list. moveFocus is false when the reader has not asked for it.
  const show = async (moveFocus: boolean): Promise<void> => {
    const id = territoryInAddress();
    showLanguages();
    if (!id) {
      document.title = "Périmètre";
      panel.replaceChildren(list);
      map?.select(undefined);
      if (moveFocus) panel.focus();
      return;
    }
    const found = await dossier(id);
    if (territoryInAddress() !== id) return; // the reader has moved on
    document.title = `${found.feature.properties.nom} – Périmètre`;
    panel.replaceChildren(territoryDetail(found, (finding) => finding.geometry && map?.locate(finding.geometry)));
    panel.scrollTop = 0;
    map?.select(id, found.feature.geometry);
    if (moveFocus) byId("detail-title").focus();
  };
  const goTo = (id: string) => {
    history.pushState(null, "", addressOf(id));
    show(true).catch(complain);
  };

  panel.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-territory]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    goTo(link.dataset.territory ?? "");
  });
  addEventListener("popstate", () => show(false).catch(complain));

  try {
    map = drawMap(byId("map"), { style: "/style.json", bounds: known.bbox, attribution: known.attribution, framed: false, onSelect: goTo });
  } catch (error) {
    console.error(error);
    byId("map").replaceChildren(html("p", { class: "message" }, text.noMap));
  }
  await show(false);
}

start().catch(complain);
