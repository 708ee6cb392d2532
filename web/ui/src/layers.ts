// What the map draws, from the bottom up. Names of source layers and of properties are those of perimetre/tiles/mvt.

import type { FilterSpecification, LayerSpecification, SourceSpecification } from "maplibre-gl";

import { severities } from "./severity";

const ink = "#24433a";

// Drawn by the browser from its own fonts: the style names no glyph server.
const font = ["system-ui, sans-serif"];

export function sources(origin: string): Record<string, SourceSpecification> {
  return {
    perimetre: { type: "vector", url: `${origin}/tiles.json` },
    place: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
  };
}

/** Keeps one territory; the empty id keeps none. */
export const selectedFilter = (id: string): FilterSpecification => ["==", ["get", "id"], id];

const tiled = (layer: string) => ({ source: "perimetre", "source-layer": layer });

function limits(level: string, minzoom: number, colour: string, width: number, dashes?: number[]): LayerSpecification {
  return {
    id: `limits-${level}`,
    type: "line",
    ...tiled("limites"),
    minzoom,
    filter: ["all", ["==", ["get", "niveau"], level], ["!", ["has", "cote"]]],
    layout: { "line-join": "round", "line-cap": "round" },
    paint: {
      "line-color": colour,
      "line-width": ["interpolate", ["linear"], ["zoom"], 5, width / 2, 12, width],
      ...(dashes && { "line-dasharray": dashes }),
    },
  };
}

function labels(level: string, minzoom: number, size: number, colour: string): LayerSpecification {
  return {
    id: `labels-${level}`,
    type: "symbol",
    ...tiled("etiquettes"),
    minzoom,
    filter: ["==", ["get", "niveau"], level],
    layout: { "text-field": ["get", "nom"], "text-font": font, "text-size": size, "text-max-width": 9, "text-padding": 6 },
    paint: { "text-color": colour, "text-halo-color": "rgba(255,255,255,.9)", "text-halo-width": 1.6 },
  };
}

export const layers: LayerSpecification[] = [
  { id: "sea", type: "background", paint: { "background-color": "#eaf0f3" } },
  { id: "land", type: "fill", ...tiled("regions"), paint: { "fill-color": "#fbfaf6" } },
  {
    id: "territories",
    type: "fill",
    ...tiled("territoires"),
    paint: {
      "fill-pattern": [
        "match",
        ["get", "severite"],
        ...severities.slice(0, -1).flatMap((severity) => [severity, `severity-${severity}`]),
        "severity-none",
      ] as never, // the type of "match" asks for at least one pair, which a spread hides
      "fill-opacity": ["interpolate", ["linear"], ["zoom"], 6, 0.95, 11, 0.7],
    },
  },
  limits("communes", 9, "#9aa8a2", 0.8),
  limits("epci", 5, "#6f837b", 1.4),
  limits("departements", 5, "#4d5f58", 1.8, [4, 2]),
  limits("regions", 5, "#33403c", 2.6, [5, 2, 1, 2]),
  {
    id: "coast",
    type: "line",
    ...tiled("limites"),
    filter: ["has", "cote"],
    layout: { "line-join": "round" },
    paint: { "line-color": "#7d938f", "line-width": 1.1 },
  },
  {
    id: "territory-outlines",
    type: "line",
    ...tiled("territoires"),
    layout: { "line-join": "round" },
    paint: { "line-color": ink, "line-width": ["interpolate", ["linear"], ["zoom"], 4, 0.8, 10, 2.2] },
  },
  {
    id: "selected-casing",
    type: "line",
    ...tiled("territoires"),
    filter: selectedFilter(""),
    layout: { "line-join": "round" },
    paint: { "line-color": "#ffffff", "line-width": 7 },
  },
  {
    id: "selected",
    type: "line",
    ...tiled("territoires"),
    filter: selectedFilter(""),
    layout: { "line-join": "round" },
    paint: { "line-color": "#0b3d2e", "line-width": 3.5 },
  },
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
  labels("communes", 11, 11, "#4a5752"),
  labels("epci", 8, 12, "#33403c"),
  labels("territoires", 5, 14, "#0b3d2e"),
];
