// Counts the different values of a property in a layer of tiles, their arguments being the layer and the property, then
// addresses on standard input, one a line. The decoder is that of the specification's authors.

import { text } from 'node:stream/consumers';

import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';

const [layer, property] = process.argv.slice(2);
const values = new Set();
for (const address of (await text(process.stdin)).trim().split('\n')) {
	const response = await fetch(address);
	if (!response.ok) {
		throw new Error(`${address}: ${response.status}`);
	}
	const body = await response.arrayBuffer();
	const decoded = body.byteLength ? new VectorTile(new PbfReader(new Uint8Array(body))).layers[layer] : undefined;
	for (let i = 0; i < (decoded?.length ?? 0); i++) {
		values.add(decoded.feature(i).properties[property]);
	}
}
console.log(values.size);
