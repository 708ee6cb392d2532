// The page of a folder without a server, on a host of files.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { coloursOfMap, launch, mapIdle, openPage, picture } from "./browser.mjs";
import { makeFolder, serveFolder } from "./folder.mjs";

let browser, page, base, stop;
const faults = [];
const asked = [];

before(async () => {
  [base, stop] = await serveFolder(await makeFolder(), "/any/place/");
  browser = await launch();
  page = await openPage(browser, { width: 1280, height: 860 }, base, faults);
  page.on("request", (request) => asked.push(request.url()));
});

after(async () => {
  await browser?.close();
  await stop?.();
});

const territories = async () => (await fetch(`${base}territoires.json`)).json();

test("without a territory the page lists them all and draws the map", async () => {
  await page.goto(base);
  await mapIdle(page);
  assert.equal(await page.locator(".list tbody tr").count(), (await territories()).length);
  assert.ok((await coloursOfMap(page)) > 8, "the map is blank");
  await picture(page, "static-1-all");
});

test("a link of the list shows the territory, which can be downloaded", async () => {
  const { id, nom } = (await territories())[2];
  await page.getByRole("link", { name: nom, exact: true }).click();
  await page.getByRole("heading", { level: 1, name: nom }).waitFor();
  await mapIdle(page);
  assert.equal(new URL(page.url()).searchParams.get("territoire"), id);
  assert.equal(await page.title(), `Périmètre de ${nom}`);
  assert.ok((await coloursOfMap(page)) > 8, "the map is blank");
  await picture(page, "static-2-one");
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#download").click()]);
  assert.equal(download.suggestedFilename(), `${id}.geojson`);
  await page.getByRole("link", { name: "Tous les territoires" }).click();
  await page.locator(".list").waitFor();
});

test("a territory that is not there is told", async () => {
  await page.goto(`${base}?territoire=nowhere`);
  await page.getByRole("alert").waitFor();
});

test("a small frame holds the page, in English when asked", async () => {
  const small = await openPage(browser, { width: 390, height: 480 }, base, faults);
  await small.goto(`${base}?territoire=${(await territories())[0].id}&lang=en`);
  await mapIdle(small);
  assert.equal(await small.locator("html").getAttribute("lang"), "en");
  assert.ok((await small.evaluate(() => document.documentElement.scrollWidth)) <= 390);
  await picture(small, "static-3-small");
});

test("a host that gives no ranges is told of in the place of the map, and the list stays", async () => {
  const other = await openPage(browser, { width: 1280, height: 860 }, base, []);
  await other.route("**/tiles.pmtiles", (route) => route.fulfill({ status: 200, body: Buffer.alloc(1 << 16) }));
  await other.goto(base);
  await other.locator("#map").getByRole("alert").filter({ hasText: "Byte Serving" }).waitFor();
  assert.equal(await other.locator(".list tbody tr").count(), (await territories()).length);
});

test("everything came from the folder, without an error", () => {
  assert.deepEqual(faults, []);
  for (const url of asked) assert.ok(url.startsWith(base) || /^(blob|data):/.test(url), `${url} is outside the folder`);
});
