// The map: territories filled by their worst finding, the borders of every level, and the place of one finding.

import { type FitBoundsOptions, Map, NavigationControl, ScaleControl, setWorkerUrl, type StyleSpecification } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import "maplibre-gl/dist/maplibre-gl.css";
import type { Geometry } from "geojson";

import { type Box, boundsOf } from "./api";
import { html } from "./dom";
import { addLayers, drawPlace, outline } from "./layers";
import { severities, swatch, symbol } from "./severity";
import { severityName, text } from "./text";

setWorkerUrl(workerUrl);

/** Where an edition that spans oceans opens: metropolitan France. */
const metropole: Box = [-5.2, 41.3, 9.6, 51.1];

const widest = 40; // degrees

const roomy = 640; // CSS pixels: a map this wide has room for an open legend

export interface TerritoryMap {
  /** Outlines a territory, or none, and fits it. */
  select(id: string | undefined, geometry?: Geometry | null): void;
  /** Draws the place of a finding and goes there. */
  locate(geometry: Geometry): void;
}

export interface Options {
  /** How the map looks, or where that is told. */
  style: string | StyleSpecification;
  bounds: Box;
  attribution: string;
  /** Whether the page scrolls around the map: then the wheel alone must not zoom. */
  framed: boolean;
  onSelect?: (id: string) => void;
}

/** Draws the map in a container, which is busy (aria-busy) until everything in view is drawn. */
export function drawMap(container: HTMLElement, options: Options): TerritoryMap {
  const home = options.bounds[2] - options.bounds[0] > widest ? metropole : options.bounds;
  const isRoomy = container.clientWidth >= roomy;
  const homePadding = isRoomy ? 32 : 12; // CSS pixels
  const clear = { top: 40, right: 60, bottom: 48, left: isRoomy ? 200 : 32 }; // of controls and legend
  container.setAttribute("aria-busy", "true");
  const map = new Map({
    container,
    bounds: home,
    fitBoundsOptions: { padding: homePadding },
    locale: text.mapControls,
    cooperativeGestures: options.framed,
    dragRotate: false,
    pitchWithRotate: false,
    attributionControl: { compact: false, customAttribution: options.attribution && `${text.data} ${escape(options.attribution)}` },
    style: options.style,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({}), "bottom-right");
  container.append(legend(isRoomy));

  const ready = new Promise<void>((done) => {
    map.once("style.load", () => {
      addLayers(map);
      done();
    });
  });
  map.on("idle", () => container.setAttribute("aria-busy", "false"));
  map.on("movestart", () => container.setAttribute("aria-busy", "true"));

  if (options.onSelect) {
    map.on("click", "territoires", (event) => options.onSelect?.(event.features?.[0]?.properties.id));
    map.on("mouseenter", "territoires", () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", "territoires", () => (map.getCanvas().style.cursor = ""));
  }

  const go = (box: Box | undefined, options: FitBoundsOptions) => {
    if (!box) return;
    container.setAttribute("aria-busy", "true");
    map.fitBounds(box, { duration: 700, ...options });
  };
  return {
    select: (id, geometry = null) =>
      void ready.then(() => {
        drawPlace(map, null);
        outline(map, id ?? "");
        if (id) go(boundsOf(geometry), { padding: clear, maxZoom: 13 });
        else go(home, { padding: homePadding });
      }),
    locate: (geometry) =>
      void ready.then(() => {
        drawPlace(map, geometry);
        go(boundsOf(geometry), { padding: clear, maxZoom: 12 });
      }),
  };
}

function legend(open: boolean): HTMLElement {
  const rows = severities.map((severity) => html("li", {}, [swatch(severity), symbol(severity), severityName(severity)]));
  return html("details", { class: "legend", open: open ? "" : undefined }, [
    html("summary", {}, text.legend),
    html("ul", {}, rows),
  ]);
}

/** MapLibre takes attributions as HTML. */
function escape(plain: string): string {
  return html("p", {}, plain).innerHTML;
}
