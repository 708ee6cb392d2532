// The demo country as perimetre publish writes it to a folder, and a host of files that answers ranges.

import { execFile } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const binary = fileURLToPath(new URL("../../../bin/perimetre", import.meta.url));
const run = (...args) => promisify(execFile)(binary, args);

/** Makes the folder: its path. */
export async function makeFolder() {
  const work = await mkdtemp(join(tmpdir(), "perimetre-publish-"));
  const site = await mkdtemp(join(tmpdir(), "perimetre-static-"));
  const [store, file] = [join(work, "demo.gpkg"), (name) => join(work, name)];
  try {
    await run("demo", "--files", work);
    await run(
      "ingest", "--store", store, "--vintage", "2025", "--policy", file("policy.yaml"), "--communes", file("communes.geojson"),
      ...["epci", "ept", "communes-siren", "regions", "territoires"].flatMap((role) => [`--${role}`, file(`${role}.csv`)]),
    );
    await run("publish", "--store", store, "-o", site);
    return site;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
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
