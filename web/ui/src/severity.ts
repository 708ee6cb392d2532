// The severities of findings, and how each looks: a colour, a pattern and a symbol, so that none is told by colour alone.

import { svg } from "./dom";

export const severities = ["error", "warning", "notice", "info", "none"] as const;

export type Severity = (typeof severities)[number];

/** Orders severities, the worst first. */
export const rank = (severity: Severity): number => severities.indexOf(severity);

/** Lightness falls as severity grows, so that the order also holds for colour-blind eyes and in print. */
export const colours: Record<Severity, string> = {
  none: "#dfe9e1",
  info: "#b4d3e4",
  notice: "#dfc257",
  warning: "#e0893c",
  error: "#a52a4a",
};

const shapes: Record<Severity, { outline: string; mark: string; ink: string }> = {
  none: { outline: "M8 1a7 7 0 1 1 0 14A7 7 0 1 1 8 1z", mark: "m4.8 8.2 2.3 2.3 4.2-4.8", ink: "#1f5c3d" },
  info: { outline: "M8 1a7 7 0 1 1 0 14A7 7 0 1 1 8 1z", mark: "M8 7.2v4.3M8 4.4v.6", ink: "#173f57" },
  notice: { outline: "m8 .8 7.2 7.2L8 15.2.8 8z", mark: "M8 4.6v3.9m0 2.1v.6", ink: "#4d3d00" },
  warning: { outline: "M8 1.2 15.4 14.6H.6z", mark: "M8 6v4.2m0 2v.6", ink: "#3d1d00" },
  error: { outline: "M4.9 1h6.2L15 4.9v6.2L11.1 15H4.9L1 11.1V4.9z", mark: "m5.3 5.3 5.4 5.4m0-5.4-5.4 5.4", ink: "#ffffff" },
};

/** The symbol of a severity. It stands beside its name, so it is hidden from screen readers. */
export function symbol(severity: Severity): SVGElement {
  const shape = shapes[severity];
  return svg("svg", { class: "symbol", viewBox: "0 0 16 16", "aria-hidden": "true" }, [
    svg("path", { d: shape.outline, fill: colours[severity], stroke: "#33403c", "stroke-width": ".8" }),
    svg("path", { d: shape.mark, fill: "none", stroke: shape.ink, "stroke-width": "1.7", "stroke-linecap": "round" }),
  ]);
}

/** Device pixels per CSS pixel of a pattern. */
export const patternRatio = 2;

const patternSize = 24; // device pixels; a pattern tiles without a seam

/** The pattern of a severity as map and legend draw it: nothing, dots, rows, slants, crossed slants. */
export function pattern(severity: Severity): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = patternSize;
  const pen = canvas.getContext("2d")!;
  pen.fillStyle = colours[severity];
  pen.fillRect(0, 0, patternSize, patternSize);
  pen.strokeStyle = pen.fillStyle = severity === "error" ? "rgb(255 255 255 / .45)" : "rgb(40 50 50 / .45)";
  pen.lineWidth = 2;
  const line = (x1: number, y1: number, x2: number, y2: number) => {
    pen.beginPath();
    pen.moveTo(x1, y1);
    pen.lineTo(x2, y2);
    pen.stroke();
  };
  const slants = (direction: 1 | -1) => {
    for (const shift of [-1, 0, 1]) {
      const x = shift * patternSize + patternSize / 2;
      line(x - direction * patternSize, -patternSize / 2, x + direction * patternSize, patternSize * 1.5);
    }
  };
  switch (severity) {
    case "info":
      pen.fillRect(5, 5, 3, 3);
      pen.fillRect(17, 17, 3, 3);
      break;
    case "notice":
      line(0, patternSize / 2, patternSize, patternSize / 2);
      break;
    case "warning":
      slants(-1);
      break;
    case "error":
      slants(1);
      slants(-1);
  }
  return canvas;
}

/** A sample of the pattern, for a legend. */
export function swatch(severity: Severity): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.className = "swatch";
  canvas.width = 32 * patternRatio;
  canvas.height = 16 * patternRatio;
  const pen = canvas.getContext("2d")!;
  pen.fillStyle = pen.createPattern(pattern(severity), "repeat")!;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  return canvas;
}
