// Serves tiles of geojson-vt encoded by vt-pbf, at /LAYER/Z/X/Y, from files LAYER.geojson of a folder, its argument. Options
// are the defaults: deepest zoom 14, tiles cut beforehand to zoom 5 or 100,000 points, tolerance 3, extent 4096, buffer 64.
// Tiles cut once stay cut, as the library does; what is made anew is its copy of a tile and its encoding.
//
// POST /LAYER?seconds=N with paths, one a line, measures the same without HTTP: how many tiles in how many seconds.

import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import GeoJSONVT from 'geojson-vt';
import vtpbf from 'vt-pbf';

const folder = process.argv[2];
const layers = Object.fromEntries(readdirSync(folder)
	.filter((name) => name.endsWith('.geojson'))
	.map((name) => [name.replace('.geojson', ''), new GeoJSONVT(JSON.parse(readFileSync(join(folder, name), 'utf8')))]));

function encode(layer, z, x, y) {
	const tile = layers[layer].getTile(z, x, y);
	return tile && tile.features.length ? vtpbf.fromGeojsonVt({ [layer]: tile }, { version: 2, extent: 4096 }) : null;
}

const server = createServer(async (request, response) => {
	if (request.method === 'POST') {
		const seconds = Number(new URL(request.url, 'http://localhost').searchParams.get('seconds'));
		const paths = (await text(request)).trim().split('\n').map((path) => path.slice(1).split('/'));
		let made = 0;
		const start = performance.now();
		while (performance.now() - start < seconds * 1000) {
			encode(...paths[made % paths.length]);
			made++;
		}
		response.end(`${made} ${(performance.now() - start) / 1000}\n`);
		return;
	}
	const tile = encode(...request.url.slice(1).split('/'));
	if (tile) {
		response.writeHead(200, { 'Content-Type': 'application/vnd.mapbox-vector-tile', 'Content-Length': tile.length });
		response.end(tile);
	} else {
		response.writeHead(204).end();
	}
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
