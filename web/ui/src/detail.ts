// One territory: its measures, its findings, its members, and how to take it away.

import { type Dossier, embedOf, fileOf, type Finding, type Member } from "./api";
import { addressOf } from "./address";
import { html } from "./dom";
import { rank, symbol } from "./severity";
import { kindName, language, number, severityName, text } from "./text";

const unitsShown = 8;

/** The panel of a territory. locate is called when a reader asks for the place of a finding. */
export function territoryDetail(dossier: Dossier, locate: (finding: Finding) => void): HTMLElement {
  const t = dossier.feature.properties;
  return html("article", { class: "detail" }, [
    html("p", {}, html("a", { class: "back", href: addressOf(), "data-territory": "" }, text.back)),
    html("h2", { id: "detail-title", tabindex: "-1" }, t.nom),
    html("p", { class: "severity" }, [html("code", {}, t.id), symbol(t.severite), severityName(t.severite)]),
    html("h3", {}, text.measures),
    html("dl", { class: "measures" }, [
      measure(text.communes, number(t.communes)),
      measure(text.population, t.population === null ? "–" : number(t.population)),
      measure(text.areaLong, `${number(t.superficie_km2, 1)} km²`),
      measure(text.perimeter, `${number(t.perimetre_km, 1)} km`),
      measure(text.parts, number(t.parties)),
      measure(text.polygons, number(t.polygones)),
      measure(text.holes, number(t.trous)),
    ]),
    html("h3", {}, `${text.findings} (${dossier.findings.length})`),
    findings(dossier.findings, locate),
    html("h3", {}, `${text.members} (${dossier.members.length})`),
    members(dossier.members),
    html("h3", {}, text.share),
    share(t.id, t.nom),
  ]);
}

function measure(name: string, value: string): HTMLElement {
  return html("div", {}, [html("dt", {}, name), html("dd", {}, value)]);
}

function findings(all: Finding[], locate: (finding: Finding) => void): HTMLElement {
  if (all.length === 0) return html("p", {}, text.noFinding);
  const worstFirst = [...all].sort((a, b) => rank(a.severity) - rank(b.severity));
  return html("ul", { class: "findings" }, worstFirst.map((finding) => {
    const parts: HTMLElement[] = [
      html("p", { class: "severity" }, [symbol(finding.severity), severityName(finding.severity), html("code", {}, finding.code)]),
      html("p", {}, finding.message[language]),
    ];
    if (finding.hint[language]) parts.push(html("p", { class: "hint" }, finding.hint[language]));
    const units = finding.units ?? [];
    if (units.length > 0) {
      const rest = units.length - unitsShown;
      const shown = units.slice(0, unitsShown).join(", ") + (rest > 0 ? ` ${text.andOthers(rest)}` : "");
      parts.push(html("p", { class: "units" }, `${text.units} ${shown}`));
    }
    if (finding.geometry) {
      const button = html("button", { type: "button", class: "locate", "aria-pressed": "false" }, text.locate);
      button.addEventListener("click", () => {
        for (const other of document.querySelectorAll(".locate")) other.setAttribute("aria-pressed", String(other === button));
        locate(finding);
      });
      parts.push(html("p", {}, button));
    } else {
      parts.push(html("p", { class: "units" }, text.noPlace));
    }
    return html("li", {}, parts);
  }));
}

function members(all: Member[]): HTMLElement {
  const heading = (title: string) => html("th", { scope: "col" }, title);
  return html("table", {}, [
    html("caption", { class: "hidden" }, text.membersCaption),
    html("thead", {}, html("tr", {}, [heading(text.name), heading(text.kind), heading(text.code), heading(text.communes)])),
    html("tbody", {}, all.map((member) =>
      html("tr", {}, [
        html("th", { scope: "row" }, member.nom || "–"),
        html("td", {}, kindName(member.kind)),
        html("td", {}, html("code", {}, member.code)),
        html("td", { class: "figure" }, number(member.communes)),
      ]),
    )),
  ]);
}

function share(id: string, name: string): HTMLElement {
  const address = embedOf(id) + (language === "fr" ? "" : `?lang=${language}`);
  const frame = html("iframe", {
    title: text.frameTitle(name),
    src: location.origin + address,
    width: "100%",
    height: "480",
    loading: "lazy",
  }).outerHTML.replace("></iframe>", ' style="border:0"></iframe>'); // in words: this page allows itself no inline style
  const code = html("textarea", { id: "embed-code", readonly: "", rows: "4", spellcheck: "false" }, frame);
  code.addEventListener("focus", () => code.select());
  const copy = html("button", { type: "button" }, text.copy);
  const status = html("span", { role: "status" });
  copy.addEventListener("click", async () => {
    code.select();
    try {
      await navigator.clipboard.writeText(code.value);
      status.textContent = text.copied;
    } catch {
      code.focus(); // a page without the right to write the clipboard leaves the code selected
    }
  });
  return html("div", { class: "share" }, [
    html("p", {}, [
      html("a", { class: "button", id: "download", href: fileOf(id), download: "" }, text.download),
      html("a", { class: "button", id: "embed", href: address }, text.embed),
    ]),
    html("label", { for: "embed-code" }, text.embedCode),
    code,
    html("p", {}, [copy, status]),
  ]);
}
