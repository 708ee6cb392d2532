// The style of the server, in MapLibre alone: without the page.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { featureFilter, validateStyleMin } from "@maplibre/maplibre-gl-style-spec";

import { coloursOfMap, launch, openPage, picture } from "./browser.mjs";
import { startDemo } from "./demo.mjs";

let browser, base, stopDemo, style;
const faults = [];
const asked = [];

before(async () => {
  [base, stopDemo] = await startDemo();
  browser = await launch();
  style = await (await fetch(`${base}/style.json`)).json();
});

after(async () => {
  await browser?.close();
  await stopDemo?.();
});

test("the style is what the specification says", () => {
  assert.deepEqual(validateStyleMin(style), []);
});

test("each border is drawn by one layer", () => {
  const lines = style.layers.filter((layer) => layer.type === "line").map((layer) => [layer.id, featureFilter(layer.filter, `layers.${layer.id}.filter`)]);
  for (const niveau of ["regions", "departements", "epci", "territoires", "communes"]) {
    for (const territoire of niveau === "territoires" ? [true] : [true, undefined]) {
      for (const cote of [true, undefined]) {
        const properties = Object.fromEntries(Object.entries({ niveau, territoire, cote }).filter(([, value]) => value));
        const drawing = lines.filter(([, filter]) => filter.filter({ zoom: 12 }, { type: 2, properties })).map(([id]) => id);
        assert.equal(drawing.length, 1, `${JSON.stringify(properties)} is drawn by ${drawing}`);
      }
    }
  }
});

/** A page with nothing but a map of the style, which MapLibre's own files draw. */
async function openMap(zoom) {
  const page = await openPage(browser, { width: 1024, height: 768 }, base, faults);
  page.on("request", (request) => asked.push(request.url()));
  await page.route(`${base}/maplibre/*`, async (route) => {
    const name = new URL(route.request().url()).pathname.split("/").pop();
    if (name === "map.html") return route.fulfill({ contentType: "text/html", body: "<!doctype html><link rel=icon href=data:,><div id=map style='position:fixed;inset:0'>" });
    const file = new URL(`../node_modules/maplibre-gl/dist/${name}`, import.meta.url);
    return route.fulfill({ contentType: name.endsWith("css") ? "text/css" : "text/javascript", body: await readFile(file) });
  });
  await page.goto(`${base}/maplibre/map.html`);
  await page.addStyleTag({ url: `${base}/maplibre/maplibre-gl.css` });
  const names = await page.evaluate(async ({ base, center, zoom }) => {
    const { Map, setWorkerUrl } = await import(`${base}/maplibre/maplibre-gl.mjs`);
    setWorkerUrl(`${base}/maplibre/maplibre-gl-worker.mjs`);
    const map = new Map({ container: "map", style: `${base}/style.json`, center, zoom, fadeDuration: 0 });
    map.on("error", ({ error }) => console.error(String(error)));
    await map.once("idle");
    // A feature is given once for each tile that draws it: twice at one place is one name.
    const found = map.queryRenderedFeatures({ layers: map.getLayersOrder().filter((id) => id.startsWith("noms-")) });
    return found.map((f) => [f.properties.nom, String(f.geometry.coordinates)]);
  }, { base, center: style.center, zoom });
  return { page, names };
}

for (const zoom of [5, 8, 12]) {
  test(`a view of zoom ${zoom} has land, borders, and no name twice`, async () => {
    const { page, names } = await openMap(zoom);
    assert.ok((await coloursOfMap(page)) > 8, "the map is blank");
    assert.ok(names.length > 0, "no name is drawn");
    const places = {};
    for (const [name, at] of names) assert.equal((places[name] ??= at), at, `${name} is at two places`);
    await picture(page, `style-${zoom}`);
    await page.close();
  });
}

test("letters come from this server, in files that can be kept", async () => {
  const letters = new Set(asked.filter((url) => url.includes("/fonts/")));
  assert.ok(letters.size > 0, "no letters were asked for");
  for (const url of letters) {
    assert.equal(new URL(url).origin, base);
    assert.match((await fetch(url)).headers.get("cache-control"), /immutable/);
  }
});

test("no error was logged and no other host was asked", () => {
  assert.deepEqual(faults, []);
});
