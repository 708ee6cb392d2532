// What the server answers, and how to ask.

import type { Feature, Geometry } from "geojson";
import type { Severity } from "./severity";

/** West, south, east, north, in degrees. */
export type Box = [number, number, number, number];

export interface Catalogue {
  edition: { number: number; vintage: number; token: string };
  attribution: string;
  bbox: Box;
}

/** The properties of a territory. */
export interface Territory {
  id: string;
  nom: string;
  communes: number;
  population: number | null;
  polygones: number;
  trous: number;
  parties: number;
  superficie_km2: number;
  perimetre_km: number;
  severite: Severity;
  constats: number;
}

interface Bilingual {
  fr: string;
  en: string;
}

export interface Finding {
  code: string;
  severity: Exclude<Severity, "none">;
  message: Bilingual;
  hint: Bilingual; // empty when there is nothing to mend
  units: string[] | null;
  geometry: Geometry | null;
}

export type MemberKind = "epci" | "ept" | "commune" | "unresolved";

export interface Member {
  id: string;
  kind: MemberKind;
  code: string;
  nom: string;
  communes: number;
}

export interface Dossier {
  feature: Feature<Geometry | null, Territory>;
  findings: Finding[];
  members: Member[];
}

const root = "/collections/territoires/items";

/** The address of the GeoJSON file of a territory. */
export const fileOf = (id: string): string => `${root}/${encodeURIComponent(id)}.geojson`;

/** The address of the page that shows one territory to other sites. */
export const embedOf = (id: string): string => `/embed/territoires/${encodeURIComponent(id)}`;

export const catalogue = (): Promise<Catalogue> => ask("/collections");

/** Every territory, without its geometry. */
export async function territories(): Promise<Territory[]> {
  const list = await ask<{ features: { properties: Territory }[] }>(`${root}?skipGeometry&limit=50000`);
  return list.features.map((feature) => feature.properties);
}

/** A territory with its geometry. */
export const territory = (id: string): Promise<Feature<Geometry | null, Territory>> => ask(`${root}/${encodeURIComponent(id)}`);

/** Everything about one territory. */
export async function dossier(id: string): Promise<Dossier> {
  const address = `${root}/${encodeURIComponent(id)}`;
  const [feature, checked, listed] = await Promise.all([
    territory(id),
    ask<{ findings: Finding[] }>(`${address}/constats`),
    ask<{ membres: Member[] }>(`${address}/membres`),
  ]);
  return { feature, findings: checked.findings, members: listed.membres };
}

/** The JSON at an address; a problem is an error with its words. */
export async function ask<T>(address: string): Promise<T> {
  const response = await fetch(address);
  if (response.ok) return response.json();
  const problem = await response.json().catch(() => ({}));
  throw new Error(problem.detail ?? `${response.status} ${response.statusText}`);
}

/** The box of a geometry, or undefined when it has no point. */
export function boundsOf(geometry: Geometry | null): Box | undefined {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  const visit = (node: unknown): void => {
    if (!Array.isArray(node)) return;
    const [x, y] = node;
    if (typeof x !== "number" || typeof y !== "number") return node.forEach(visit);
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  };
  if (geometry && "coordinates" in geometry) visit(geometry.coordinates);
  return box[0] <= box[2] ? box : undefined;
}
