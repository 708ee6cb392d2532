// The state of the page is in its address: ?territoire=ID&lang=en.

import { type Language, language } from "./text";

/** The address of a territory, or of the list, in the language of the page or another, on this page or another. */
export function addressOf(territory?: string, inLanguage: Language = language, page = location.pathname): string {
  const query = new URLSearchParams();
  if (territory) query.set("territoire", territory);
  if (inLanguage !== "fr") query.set("lang", inLanguage);
  const text = query.toString();
  return text ? `${page}?${text}` : page;
}

/** The territory that the address names. */
export const territoryInAddress = (): string | undefined => new URLSearchParams(location.search).get("territoire") ?? undefined;
