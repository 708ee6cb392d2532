// Starting the demo country for the time of a test.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const binary = fileURLToPath(new URL("../../../bin/perimetre", import.meta.url));

/** Starts bin/perimetre on a free port: its address, and the function that stops it. */
export async function startDemo() {
  const folder = await mkdtemp(join(tmpdir(), "perimetre-e2e-"));
  const server = spawn(binary, ["demo", "--store", join(folder, "demo.gpkg"), "--addr", "127.0.0.1:0"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = new Promise((done) => server.on("close", done).on("error", done));
  const stop = async () => {
    server.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  for await (const line of createInterface(server.stdout)) {
    const address = line.match(/http:\/\/[^/\s]+/);
    if (address) {
      server.stdout.resume();
      return [address[0], stop];
    }
  }
  await stop();
  throw new Error(`${binary} demo did not start: run make build`);
}
