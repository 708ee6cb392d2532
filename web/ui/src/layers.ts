// What the page draws over the style of the server (perimetre/web/style): patterns of severities, the territory that is
// selected, and the place of a finding. Names of source layers and of properties are those of perimetre/tiles/mvt.

import type { FilterSpecification, GeoJSONSource, LayerSpecification, Map } from "maplibre-gl";
import type { Geometry } from "geojson";

import { pattern, patternRatio, severities } from "./severity";

/** Keeps one territory; the empty id keeps none. */
const territory = (id: string): FilterSpecification => ["==", ["get", "id"], id];

const selected = { source: "perimetre", "source-layer": "territoires", filter: territory(""), layout: { "line-join": "round" } } as const;

const layers: LayerSpecification[] = [
  { id: "selected-casing", type: "line", ...selected, paint: { "line-color": "#ffffff", "line-width": 7 } },
  { id: "selected", type: "line", ...selected, paint: { "line-color": "#0b3d2e", "line-width": 3.5 } },
  {
    id: "place-fill",
    type: "fill",
    source: "place",
    filter: ["==", ["geometry-type"], "Polygon"],
    paint: { "fill-color": "#5b2be0", "fill-opacity": 0.12 },
  },
  {
    id: "place-casing",
    type: "line",
    source: "place",
    layout: { "line-join": "round", "line-cap": "round" },
    paint: { "line-color": "#ffffff", "line-width": 7 },
  },
  {
    id: "place-line",
    type: "line",
    source: "place",
    layout: { "line-join": "round", "line-cap": "round" },
    paint: { "line-color": "#5b2be0", "line-width": 3.5 },
  },
  {
    id: "place-point",
    type: "circle",
    source: "place",
    filter: ["==", ["geometry-type"], "Point"],
    paint: { "circle-radius": 11, "circle-color": "rgba(91,43,224,.25)", "circle-stroke-color": "#5b2be0", "circle-stroke-width": 3.5 },
  },
];

/** Adds what the page draws to a map whose style is loaded, below the names. */
export function addLayers(map: Map): void {
  for (const severity of severities) {
    const canvas = pattern(severity);
    const image = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
    map.addImage(`severity-${severity}`, image, { pixelRatio: patternRatio });
  }
  map.setPaintProperty("territoires", "fill-pattern", ["concat", "severity-", ["get", "severite"]]);
  map.addSource("place", { type: "geojson", data: nowhere });
  const names = map.getLayersOrder().find((id) => map.getLayer(id)?.type === "symbol");
  for (const layer of layers) map.addLayer(layer, names);
}

/** Outlines one territory; the empty id outlines none. */
export function outline(map: Map, id: string): void {
  for (const layer of ["selected-casing", "selected"]) map.setFilter(layer, territory(id));
}

/** Draws the place of a finding, or takes it away. */
export function drawPlace(map: Map, geometry: Geometry | null): void {
  map.getSource<GeoJSONSource>("place")?.setData(geometry ? { type: "Feature", properties: {}, geometry } : nowhere);
}

const nowhere = { type: "FeatureCollection" as const, features: [] };
