// Reads an archive, the first argument, with the reader of the format's authors. Prints its header and metadata as JSON, a line each,
// then for each tile z/x/y of the other arguments the digest of what it holds.
import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { PMTiles, zxyToTileId } from "pmtiles";

const [path, ...ids] = process.argv.slice(2);
const file = await open(path);
const archive = new PMTiles({
  getKey: () => path,
  async getBytes(offset, length) {
    const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, offset);
    return { data: buffer.buffer.slice(0, bytesRead) };
  },
});
console.log(JSON.stringify(await archive.getHeader()));
console.log(JSON.stringify(await archive.getMetadata()));
for (const id of ids) {
  const [z, x, y] = id.split("/").map(Number);
  const tile = await archive.getZxy(z, x, y);
  const digest = tile ? createHash("sha256").update(new Uint8Array(tile.data)).digest("hex") : "none";
  console.log(`${id} ${zxyToTileId(z, x, y)} ${digest}`);
}
await file.close();
