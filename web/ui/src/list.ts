// The table of territories: what the map shows, for those who read or search.

import type { Territory } from "./api";
import { html } from "./dom";
import { addressOf } from "./address";
import { rank, symbol } from "./severity";
import { byName, number, severityName, text } from "./text";

/** What a list needs to know of a territory. */
export type Listed = Pick<Territory, "id" | "nom" | "severite"> & Partial<Pick<Territory, "constats">>;

interface Column<T> {
  title: string;
  compare: (a: T, b: T) => number;
  cell: (t: T) => HTMLElement;
}

const columns: Column<Listed>[] = [
  {
    title: text.territory,
    compare: (a, b) => byName(a.nom, b.nom),
    cell: (t) => html("th", { scope: "row" }, html("a", { href: addressOf(t.id), "data-territory": t.id }, t.nom)),
  },
  {
    title: text.worst,
    compare: (a, b) => rank(a.severite) - rank(b.severite) || (b.constats ?? 0) - (a.constats ?? 0) || byName(a.nom, b.nom),
    cell: (t) => html("td", { class: "severity" }, [symbol(t.severite), severityName(t.severite)]),
  },
];

const measures: Column<Territory>[] = [
  {
    title: text.communes,
    compare: (a, b) => b.communes - a.communes,
    cell: (t) => html("td", { class: "figure" }, number(t.communes)),
  },
  {
    title: text.area,
    compare: (a, b) => b.superficie_km2 - a.superficie_km2,
    cell: (t) => html("td", { class: "figure" }, number(t.superficie_km2)),
  },
];

/** The list of territories with their measures. */
export const measuredList = (territories: Territory[]): HTMLElement => territoryList(territories, [...columns, ...measures]);

/** The list of territories with its search box. Its links are followed by whoever listens to clicks on them. */
export function territoryList<T extends Listed>(territories: T[], shown: Column<T>[] = columns): HTMLElement {
  let sorted = 0;
  let reversed = false;
  const search = html("input", { type: "search", id: "search", autocomplete: "off" });
  const count = html("p", { class: "count", role: "status" });
  const body = html("tbody");
  const headings = shown.map((column, index) => {
    const button = html("button", { type: "button" }, column.title);
    button.addEventListener("click", () => {
      reversed = sorted === index && !reversed;
      sorted = index;
      show();
    });
    return html("th", { scope: "col" }, button);
  });

  const show = () => {
    const wanted = plain(search.value);
    const kept = territories.filter((t) => plain(`${t.nom} ${t.id}`).includes(wanted)).sort(shown[sorted]!.compare);
    if (reversed) kept.reverse();
    body.replaceChildren(...kept.map((t) => html("tr", {}, shown.map((column) => column.cell(t)))));
    count.textContent = text.found(kept.length);
    headings.forEach((heading, index) => {
      if (index === sorted) heading.setAttribute("aria-sort", reversed ? "descending" : "ascending");
      else heading.removeAttribute("aria-sort");
    });
  };
  search.addEventListener("input", show);
  show();
  return html("div", { class: "list" }, [
    html("label", { for: "search" }, text.search),
    search,
    count,
    html("table", {}, [
      html("caption", { class: "hidden" }, text.tableCaption),
      html("thead", {}, html("tr", {}, headings)),
      body,
    ]),
  ]);
}

/** Lower case without accents, so that a search forgives both. */
function plain(name: string): string {
  return name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
