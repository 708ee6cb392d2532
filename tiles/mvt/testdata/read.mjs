// Reads tiles, whose files are the arguments, with @mapbox/vector-tile, and prints for each of them what it has read: a line a layer.
import { readFile } from "node:fs/promises";
import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";

for (const file of process.argv.slice(2)) {
  const tile = new VectorTile(new PbfReader(await readFile(file)));
  for (const [name, layer] of Object.entries(tile.layers)) {
    let rings = 0;
    let vertices = 0;
    let properties = 0;
    for (let i = 0; i < layer.length; i++) {
      const feature = layer.feature(i);
      const geometry = feature.loadGeometry();
      rings += feature.type === 1 ? 0 : geometry.length;
      for (const line of geometry) {
        vertices += line.length - (feature.type === 3 ? 1 : 0); // it repeats the first point of a ring
      }
      properties += Object.keys(feature.properties).length;
      feature.toGeoJSON(16, 11, 5); // sorts rings into polygons, and throws where it cannot
    }
    console.log([name, layer.version, layer.extent, layer.length, rings, vertices, properties].join(" "));
  }
}
