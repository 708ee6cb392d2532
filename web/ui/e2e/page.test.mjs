// The pages in a real browser, on the demo country.
//
//   BASE_URL  a running `perimetre demo`; without it the test starts bin/perimetre itself

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { coloursOfMap, launch, mapIdle, openPage, picture } from "./browser.mjs";
import { startDemo } from "./demo.mjs";

let browser, page, base, stopDemo;
const faults = [];

const newPage = (viewport) => openPage(browser, viewport, base, faults);

before(async () => {
  [base, stopDemo] = process.env.BASE_URL ? [process.env.BASE_URL.replace(/\/$/, ""), () => {}] : await startDemo();
  browser = await launch();
  page = await newPage({ width: 1400, height: 900 });
});

after(async () => {
  await browser?.close();
  await stopDemo?.();
});

const items = async (query) => (await (await fetch(`${base}/collections/territoires/items?${query}`)).json()).features;

/** The territory with the most findings. */
async function worst() {
  const all = (await items("skipGeometry")).map((feature) => feature.properties);
  return all.sort((a, b) => b.constats - a.constats)[0];
}

test("the page lists every territory and draws the map", async () => {
  await page.goto(base);
  await mapIdle(page);
  const all = await items("skipGeometry");
  assert.equal(await page.locator(".list tbody tr").count(), all.length);
  assert.equal(await page.locator("html").getAttribute("lang"), "fr");
  assert.ok((await coloursOfMap(page)) > 8, "the map is blank");
  await picture(page, "1-list");
});

test("the search keeps the territories of that name", async () => {
  const { nom } = await worst();
  await page.getByLabel("Chercher un territoire").fill(nom.toUpperCase());
  assert.equal(await page.locator(".list tbody tr").count(), 1);
  await page.getByLabel("Chercher un territoire").fill("");
});

test("a heading sorts the table, and again the other way round", async () => {
  const heading = page.getByRole("columnheader", { name: "Constat le plus grave" });
  await heading.getByRole("button").click();
  assert.equal(await heading.getAttribute("aria-sort"), "ascending");
  const first = await page.locator(".list tbody tr").first().textContent();
  await heading.getByRole("button").click();
  assert.equal(await heading.getAttribute("aria-sort"), "descending");
  assert.equal(await page.locator(".list tbody tr").last().textContent(), first);
});

test("selecting a territory shows its measures, findings and members", async () => {
  const { id, nom, constats, membres } = await worst();
  await page.getByRole("link", { name: nom, exact: true }).click();
  await page.getByRole("heading", { level: 2, name: nom }).waitFor();
  await mapIdle(page);
  assert.equal(new URL(page.url()).searchParams.get("territoire"), id);
  assert.equal(await page.locator(".findings > li").count(), constats);
  assert.equal(await page.locator(".detail tbody tr").count(), membres);
  assert.equal(await page.evaluate(() => document.activeElement.id), "detail-title");
  await picture(page, "2-territory");
});

test("a finding zooms to its place", async () => {
  const { id } = await worst();
  const { findings } = await (await fetch(`${base}/collections/territoires/items/${id}/constats`)).json();
  const wanted = findings.find((finding) => finding.code.startsWith("G")) ?? findings[0];
  const shown = page.locator(".findings > li").filter({ hasText: wanted.message.fr });
  const former = await page.locator("#map").screenshot();
  await shown.getByRole("button", { name: "Voir sur la carte" }).click();
  await mapIdle(page);
  assert.equal(await shown.getByRole("button").getAttribute("aria-pressed"), "true");
  assert.ok(!former.equals(await page.locator("#map").screenshot()), "the map stays as it was");
  await picture(page, "3-finding");
});

test("the GeoJSON of the territory downloads", async () => {
  const { id } = await worst();
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#download").click()]);
  assert.equal(download.suggestedFilename(), `territoires-${id}.geojson`);
  const feature = JSON.parse(await readFile(await download.path(), "utf8"));
  assert.equal(feature.id, id);
  assert.equal(feature.geometry.type, "MultiPolygon");
});

test("the code to embed is an iframe with a title", async () => {
  const { id, nom } = await worst();
  const code = await page.getByLabel("Code à copier dans une page").inputValue();
  assert.ok(code.startsWith(`<iframe title="Périmètre de ${nom}" src="${base}/embed/territoires/${id}"`), code);
});

test("the embedded page shows the territory", async () => {
  const { nom } = await worst();
  await page.locator("#embed").click();
  await page.getByRole("heading", { level: 1, name: nom }).waitFor();
  await mapIdle(page);
  assert.equal(await page.title(), `Périmètre de ${nom}`);
  assert.ok((await coloursOfMap(page)) > 8, "the map is blank");
  await picture(page, "4-embed");
  await page.goBack();
  await page.getByRole("heading", { level: 2, name: nom }).waitFor();
});

test("a click on the map selects the territory under it", async () => {
  await page.goto(base);
  await mapIdle(page);
  const box = await page.locator("#map").boundingBox();
  for (let step = 1; step < 36 && !page.url().includes("territoire="); step++) {
    const [column, row] = [1 + (step % 6), 1 + Math.floor(step / 6)];
    await page.mouse.click(box.x + (box.width * column) / 7, box.y + (box.height * row) / 7);
    await page.waitForTimeout(100);
  }
  await page.locator("#detail-title").waitFor();
});

test("the page speaks English when asked", async () => {
  const { id, nom } = await worst();
  await page.goto(`${base}/?territoire=${id}`);
  await page.getByRole("link", { name: "English" }).click();
  await page.getByRole("heading", { level: 2, name: nom }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await page.getByRole("heading", { level: 3, name: "Findings" }).waitFor();
  assert.equal(new URL(page.url()).searchParams.get("territoire"), id);
  await mapIdle(page);
  await picture(page, "5-english");
});

test("the keyboard alone reaches a territory", async () => {
  await page.goto(base);
  await page.locator(".list tbody tr").first().waitFor();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  for (let i = 0; i < 12 && !(await page.evaluate(() => document.activeElement.matches("a[data-territory]"))); i++) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await page.locator("#detail-title").waitFor();
});

test("a small screen has the map above the panel, and nothing wider than itself", async () => {
  const { id } = await worst();
  const small = await newPage({ width: 390, height: 844 });
  for (const [name, address] of [["6-small-list", base], ["7-small-territory", `${base}/?territoire=${id}`]]) {
    await small.goto(address);
    await mapIdle(small);
    const width = await small.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 390, `${address} is ${width} pixels wide`);
    await picture(small, name);
  }
});

test("no error was logged and no other host was asked", () => {
  assert.deepEqual(faults, []);
});
