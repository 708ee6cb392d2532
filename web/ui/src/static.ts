// The page of a folder that needs no server (perimetre/web/static): ?territoire=ID shows one territory, fit to be framed by
// other sites; without it, all of them with their list. Every address is relative to the page.

import "./page.css";
import { addProtocol, type StyleSpecification } from "maplibre-gl";
import { PMTiles, Protocol } from "pmtiles";
import type { Feature, Geometry } from "geojson";

import { addressOf, territoryInAddress } from "./address";
import { ask, type Box, boundsOf, type Territory } from "./api";
import { html } from "./dom";
import { type Listed, territoryList } from "./list";
import { drawMap, type Options, type TerritoryMap } from "./map";
import { number, text, translatePage } from "./text";

/** A territory of territoires.json. */
interface Entry extends Listed {
  bbox: Box | null;
  geojson: string; // where its perimeter is
}

const folder = new URL(".", location.href).href;

const archives = new Protocol();
addProtocol("pmtiles", archives.tile);

/**
 * The style, with its addresses made absolute: MapLibre takes nothing else. It fails when the archive of tiles cannot be read,
 * as on a host that gives no ranges of a file.
 */
async function readStyle(): Promise<{ style: StyleSpecification; attribution: string }> {
  const style = await ask<StyleSpecification>("style.json");
  const source = style.sources.perimetre;
  if (source?.type !== "vector" || !source.url || !style.glyphs) throw new Error("style.json: no tiles, or no glyphs");
  style.glyphs = folder + style.glyphs;
  const address = source.url.replace("pmtiles://", folder);
  const archive = new PMTiles(address);
  archives.add(archive);
  await archive.getHeader();
  source.url = `pmtiles://${address}`;
  return { style, attribution: source.attribution ?? "" };
}

/** The smallest box around all territories. */
function boxOf(entries: Entry[]): Box {
  const corners = entries.flatMap(({ bbox }) => (bbox ? [[bbox[0], bbox[1]], [bbox[2], bbox[3]]] : []));
  return boundsOf({ type: "MultiPoint", coordinates: corners }) ?? [-180, -80, 180, 80];
}

/** Draws the map. What fails is told in its place, and the rest of the page stays. */
async function draw(container: HTMLElement, options: Omit<Options, "style" | "attribution">): Promise<TerritoryMap | undefined> {
  const tell = (reason: string) => container.replaceChildren(html("p", { class: "message", role: "alert" }, reason));
  try {
    const look = await readStyle();
    try {
      return drawMap(container, { ...look, ...options });
    } catch (error) {
      console.error(error);
      tell(text.noMap);
    }
  } catch (error) {
    tell(text.failed((error as Error).message));
  }
  return undefined;
}

async function showAll(entries: Entry[]): Promise<void> {
  const map = html("section", { class: "map", id: "map", "aria-label": text.map });
  document.body.append(
    html("a", { class: "skip", href: "#panel" }, text.skip),
    html("header", { class: "banner" }, html("p", { class: "brand" }, "Périmètre")),
    html("main", { class: "explorer" }, [
      html("h1", { class: "hidden" }, text.title),
      html("section", { class: "panel", id: "panel", tabindex: "-1", "aria-label": text.panel }, territoryList(entries)),
      map,
    ]),
  );
  await draw(map, { bounds: boxOf(entries), framed: false, onSelect: (id) => location.assign(addressOf(id)) });
}

async function showOne({ id, nom, bbox, geojson }: Entry, entries: Entry[]): Promise<void> {
  const feature = await ask<Feature<Geometry | null, Territory>>(geojson);
  const { communes, superficie_km2 } = feature.properties;
  const map = html("main", { class: "map", id: "map", "aria-label": text.map });
  document.title = text.frameTitle(nom);
  document.body.classList.add("embed");
  document.body.append(
    html("header", { class: "banner" }, [
      html("h1", {}, nom),
      html("p", { class: "summary" }, text.summary(number(communes), number(superficie_km2))),
    ]),
    map,
    html("footer", { class: "foot" }, [
      html("a", { class: "back", href: addressOf() }, text.back),
      html("a", { id: "download", href: geojson, download: "" }, text.download),
    ]),
  );
  (await draw(map, { bounds: bbox ?? boxOf(entries), framed: true }))?.select(id, feature.geometry);
}

async function start(): Promise<void> {
  translatePage();
  const entries = await ask<Entry[]>("territoires.json");
  const id = territoryInAddress();
  if (!id) return showAll(entries);
  const entry = entries.find((one) => one.id === id);
  if (!entry) throw new Error(`territoires.json: ${id} ?`);
  return showOne(entry, entries);
}

start().catch((error: Error) => {
  document.body.replaceChildren(html("p", { class: "message", role: "alert" }, text.failed(error.message)));
});
