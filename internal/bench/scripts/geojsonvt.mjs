// Serves tiles of geojson-vt encoded by vt-pbf, at /LAYER/Z/X/Y, from files LAYER.geojson of a folder, its argument. Options
// are the defaults: deepest zoom 14, tiles cut beforehand to zoom 5 or 100,000 points, tolerance 3, extent 4096, buffer 64.
// Tiles that were cut stay cut, as the library does: they are encoded anew.
//
// POST with paths, one a line, measures the same without HTTP, and answers how many tiles were made in how many seconds:
// /LAYER/again?seconds=N goes on for so long, over tiles that stay cut; /LAYER/once cuts each of them from a new index.

import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import geojsonvt from 'geojson-vt';
import vtpbf from 'vt-pbf';

const folder = process.argv[2];

function load(layer) {
	return { name: layer, index: geojsonvt(JSON.parse(readFileSync(join(folder, `${layer}.geojson`), 'utf8'))) };
}

function encode({ name, index }, z, x, y) {
	const tile = index.getTile(z, x, y);
	return tile?.features.length ? vtpbf.fromGeojsonVt({ [name]: tile }, { version: 2, extent: 4096 }) : null;
}

function again(layer, tiles, seconds) {
	let made = 0;
	const start = performance.now();
	for (; performance.now() - start < seconds * 1000; made++) {
		encode(layer, ...tiles[made % tiles.length]);
	}
	return `${made} ${(performance.now() - start) / 1000}\n`;
}

function once(layer, tiles) {
	const start = performance.now();
	for (const tile of tiles) {
		encode(layer, ...tile);
	}
	return `${tiles.length} ${(performance.now() - start) / 1000}\n`;
}

const layers = Object.fromEntries(readdirSync(folder)
	.map((file) => file.replace('.geojson', ''))
	.map((name) => [name, load(name)]));

const server = createServer(async (request, response) => {
	const url = new URL(request.url, 'http://localhost');
	const [, name, ...rest] = url.pathname.split('/');
	if (request.method === 'POST') {
		const tiles = (await text(request)).trim().split('\n').map((path) => path.split('/').slice(-3));
		response.end(rest[0] === 'once' ? once(load(name), tiles) : again(layers[name], tiles, Number(url.searchParams.get('seconds'))));
		return;
	}
	const tile = encode(layers[name], ...rest);
	if (tile) {
		response.writeHead(200, { 'Content-Type': 'application/vnd.mapbox-vector-tile', 'Content-Length': tile.length });
		response.end(tile);
	} else {
		response.writeHead(204).end();
	}
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
