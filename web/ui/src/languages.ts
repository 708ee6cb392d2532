// The same page in each language.

import { addressOf, territoryInAddress } from "./address";
import { html } from "./dom";
import { type Language, language, languageNames } from "./text";

/** The items of a list of links to what the address shows, one a language; the page's own is marked. */
export function languageLinks(): HTMLElement[] {
  return Object.entries(languageNames).map(([code, name]) => {
    const current = code === language ? "true" : undefined;
    const address = addressOf(territoryInAddress(), code as Language);
    return html("li", {}, html("a", { href: address, lang: code, hreflang: code, "aria-current": current }, name));
  });
}
