// A folder as perimetre/web/static lays it out, filled from a running server, and a host of files that answers ranges.

import { createReadStream } from "node:fs";
import { cp, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

import { zxyToTileId } from "pmtiles";

const dist = fileURLToPath(new URL("../dist", import.meta.url));

/** Makes the folder: its path. */
export async function makeFolder(base) {
  const folder = await mkdtemp(join(tmpdir(), "perimetre-static-"));
  const write = async (path, data) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), data);
  };
  const json = async (path) => (await fetch(base + path)).json();

  await cp(join(dist, "static.html"), join(folder, "index.html"));
  await cp(join(dist, "assets"), join(folder, "assets"), { recursive: true });

  const [style, tiles] = [await json("/style.json"), await json("/tiles.json")];
  const letters = style.glyphs;
  style.glyphs = "fonts/{fontstack}/{range}.pbf";
  Object.assign(style.sources.perimetre, { url: "pmtiles://tiles.pmtiles", attribution: tiles.attribution });
  await write("style.json", JSON.stringify(style));
  for (const font of ["Go Regular", "Go Bold", "Go Italic"]) {
    for (const range of ["0-255", "256-511", "8192-8447"]) {
      const answer = await fetch(letters.replace("{fontstack}", font).replace("{range}", range));
      await write(`fonts/${font}/${range}.pbf`, Buffer.from(await answer.arrayBuffer()));
    }
  }

  const list = [];
  for (const { id, properties } of (await json("/collections/territoires/items?skipGeometry")).features) {
    const feature = await json(`/collections/territoires/items/${id}`);
    const points = feature.geometry.coordinates.flat(2);
    const [x, y] = [points.map((p) => p[0]), points.map((p) => p[1])];
    const bbox = [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
    list.push({ id, nom: properties.nom, severite: properties.severite, bbox, geojson: `territoires/${id}.geojson` });
    await write(`territoires/${id}.geojson`, JSON.stringify(feature));
  }
  await write("territoires.json", JSON.stringify(list));
  await write("tiles.pmtiles", await archive(tiles, 9));
  return folder;
}

/** The tiles of a server up to a zoom, as a PMTiles archive (version 3): one directory, nothing compressed. */
async function archive(tiles, maxZoom) {
  const found = [];
  const visit = async (z, x, y) => {
    const answer = await fetch(tiles.tiles[0].replace("{z}", z).replace("{x}", x).replace("{y}", y));
    if (answer.status !== 200) return;
    found.push({ id: zxyToTileId(z, x, y), data: Buffer.from(await answer.arrayBuffer()) });
    if (z < maxZoom) for (const i of [0, 1, 2, 3]) await visit(z + 1, 2 * x + (i % 2), 2 * y + (i >> 1));
  };
  await visit(0, 0, 0);
  found.sort((a, b) => a.id - b.id);

  const varints = [];
  const varint = (n) => {
    for (; n > 127; n = Math.floor(n / 128)) varints.push((n % 128) + 128);
    varints.push(n);
  };
  varint(found.length);
  found.forEach(({ id }, i) => varint(id - (found[i - 1]?.id ?? 0)));
  found.forEach(() => varint(1)); // run lengths
  found.forEach(({ data }) => varint(data.length));
  found.forEach((_, i) => varint(i ? 0 : 1)); // offsets: each tile after the one before
  const directory = Buffer.from(varints);
  const metadata = Buffer.from(JSON.stringify({ vector_layers: tiles.vector_layers }));
  const data = Buffer.concat(found.map((tile) => tile.data));

  const header = Buffer.alloc(127);
  header.write("PMTiles");
  header[7] = 3;
  let at = header.length;
  [directory.length, metadata.length, 0, data.length].forEach((length, i) => {
    header.writeBigUInt64LE(BigInt(at), 8 + 16 * i);
    header.writeBigUInt64LE(BigInt(length), 16 + 16 * i);
    at += length;
  });
  header.set([1, 1, 1, 1, 0, maxZoom], 96); // clustered, nothing compressed twice, vector tiles, zooms
  tiles.bounds.forEach((degrees, i) => header.writeInt32LE(Math.round(degrees * 1e7), 102 + 4 * i));
  return Buffer.concat([header, directory, metadata, data]);
}

const types = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json" };

/** Serves a folder below a path: its address, and the function that stops it and removes the folder. */
export async function serveFolder(folder, below) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://host").pathname);
    let file = join(folder, normalize(path.slice(below.length)));
    if (path.endsWith("/")) file = join(file, "index.html");
    const info = path.startsWith(below) && (await stat(file).catch(() => undefined));
    if (!info) return response.writeHead(404).end();
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
    const [start, end] = from ? [+from, Math.min(+to, info.size - 1)] : [0, info.size - 1];
    response.writeHead(from ? 206 : 200, {
      "Content-Type": types[extname(file)] ?? "application/octet-stream",
      "Content-Length": end - start + 1,
      ...(from && { "Content-Range": `bytes ${start}-${end}/${info.size}` }),
    });
    createReadStream(file, { start, end }).pipe(response);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  };
  return [`http://127.0.0.1:${server.address().port}${below}`, stop];
}
