// Every text that a person reads on the pages, in French and in English. The address says which: ?lang=en.

import type { MemberKind } from "./api";
import type { Severity } from "./severity";

const fr = {
  title: "Périmètres des territoires",
  skip: "Aller à la liste",
  languages: "Langue",
  panel: "Territoires",
  map: "Carte des territoires",
  edition: (number: number, vintage: number) => `Édition ${number} · millésime ${vintage}`,
  data: "Données :",
  search: "Chercher un territoire",
  found: (n: number) => (n > 1 ? `${n} territoires` : n === 1 ? "1 territoire" : "Aucun territoire"),
  tableCaption: "Territoires, avec leur constat le plus grave",
  territory: "Territoire",
  worst: "Constat le plus grave",
  communes: "Communes",
  area: "km²",
  legend: "Constat le plus grave",
  severity: { none: "Sans constat", info: "Information", notice: "Remarque", warning: "Alerte", error: "Erreur" },
  back: "Tous les territoires",
  measures: "Mesures",
  population: "Habitants",
  areaLong: "Superficie",
  perimeter: "Périmètre",
  polygons: "Polygones",
  holes: "Trous",
  parts: "Parties d’un seul tenant",
  findings: "Constats",
  noFinding: "Aucun constat : le périmètre est cohérent.",
  locate: "Voir sur la carte",
  noPlace: "Sans emplacement sur la carte",
  units: "Unités concernées :",
  andOthers: (n: number) => (n > 1 ? `et ${n} autres` : "et 1 autre"),
  members: "Membres",
  membersCaption: "Membres du territoire",
  kind: "Nature",
  code: "Code",
  name: "Nom",
  kinds: { epci: "EPCI", ept: "EPT", commune: "Commune", unresolved: "Inconnu" },
  share: "Exporter et partager",
  download: "Télécharger en GeoJSON",
  embed: "Page à intégrer",
  embedCode: "Code à copier dans une page",
  frameTitle: (name: string) => `Périmètre de ${name}`,
  copy: "Copier le code",
  copied: "Code copié",
  openInFull: "Voir le détail",
  summary: (communes: string, area: string) => `${communes} communes · ${area} km²`,
  failed: (reason: string) => `Les données n’ont pas pu être lues : ${reason}`,
  noMap: "La carte ne peut pas s’afficher : ce navigateur ne donne pas WebGL. La liste reste complète.",
  mapControls: {
    "Map.Title": "Carte",
    "NavigationControl.ZoomIn": "Agrandir",
    "NavigationControl.ZoomOut": "Réduire",
    "AttributionControl.ToggleAttribution": "Sources des données",
    "CooperativeGesturesHandler.WindowsHelpText": "Ctrl + molette pour agrandir la carte",
    "CooperativeGesturesHandler.MacHelpText": "⌘ + molette pour agrandir la carte",
    "CooperativeGesturesHandler.MobileHelpText": "Deux doigts pour déplacer la carte",
  },
};

const en: typeof fr = {
  title: "Perimeters of the territories",
  skip: "Skip to the list",
  languages: "Language",
  panel: "Territories",
  map: "Map of the territories",
  edition: (number, vintage) => `Edition ${number} · vintage ${vintage}`,
  data: "Data:",
  search: "Search a territory",
  found: (n) => (n > 1 ? `${n} territories` : n === 1 ? "1 territory" : "No territory"),
  tableCaption: "Territories, with their worst finding",
  territory: "Territory",
  worst: "Worst finding",
  communes: "Communes",
  area: "km²",
  legend: "Worst finding",
  severity: { none: "No finding", info: "Information", notice: "Notice", warning: "Warning", error: "Error" },
  back: "All territories",
  measures: "Measures",
  population: "Inhabitants",
  areaLong: "Area",
  perimeter: "Perimeter",
  polygons: "Polygons",
  holes: "Holes",
  parts: "Contiguous parts",
  findings: "Findings",
  noFinding: "No finding: the perimeter is coherent.",
  locate: "Show on the map",
  noPlace: "No place on the map",
  units: "Units concerned:",
  andOthers: (n) => (n > 1 ? `and ${n} others` : "and 1 other"),
  members: "Members",
  membersCaption: "Members of the territory",
  kind: "Kind",
  code: "Code",
  name: "Name",
  kinds: { epci: "EPCI", ept: "EPT", commune: "Commune", unresolved: "Unknown" },
  share: "Export and share",
  download: "Download as GeoJSON",
  embed: "Page to embed",
  embedCode: "Code to paste into a page",
  frameTitle: (name) => `Perimeter of ${name}`,
  copy: "Copy the code",
  copied: "Code copied",
  openInFull: "See the details",
  summary: (communes, area) => `${communes} communes · ${area} km²`,
  failed: (reason) => `The data could not be read: ${reason}`,
  noMap: "The map cannot be shown: this browser gives no WebGL. The list is complete without it.",
  mapControls: {
    "Map.Title": "Map",
    "NavigationControl.ZoomIn": "Zoom in",
    "NavigationControl.ZoomOut": "Zoom out",
    "AttributionControl.ToggleAttribution": "Sources of the data",
    "CooperativeGesturesHandler.WindowsHelpText": "Ctrl + scroll to zoom the map",
    "CooperativeGesturesHandler.MacHelpText": "⌘ + scroll to zoom the map",
    "CooperativeGesturesHandler.MobileHelpText": "Two fingers to move the map",
  },
};

export type Language = "fr" | "en";

export const languageNames: Record<Language, string> = { fr: "Français", en: "English" };

export const language: Language = new URLSearchParams(location.search).get("lang") === "en" ? "en" : "fr";

export const text = language === "en" ? en : fr;

export const severityName = (severity: Severity): string => text.severity[severity];

export const kindName = (kind: MemberKind): string => text.kinds[kind];

const locale = language === "fr" ? "fr-FR" : "en-GB";

/** A number for people, with at most that many decimals. */
export function number(value: number, decimals = 0): string {
  return value.toLocaleString(locale, { maximumFractionDigits: decimals });
}

/** Orders names as a reader of the language expects. */
export const byName = new Intl.Collator(locale, { numeric: true }).compare;

/** Puts the language on the page: its lang attribute, and the texts and labels that the HTML marks. */
export function translatePage(): void {
  document.documentElement.lang = language;
  const entry = (key: string | undefined) => String(text[key as keyof typeof text]);
  for (const node of document.querySelectorAll<HTMLElement>("[data-text]")) node.textContent = entry(node.dataset.text);
  for (const node of document.querySelectorAll<HTMLElement>("[data-label]")) node.setAttribute("aria-label", entry(node.dataset.label));
}
