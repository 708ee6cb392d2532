// Package style is how the map looks: a style that MapLibre draws, and QGIS too, from the tiles of perimetre/tiles/mvt.
//
// A [Style] is a MapLibre style (https://maplibre.org/maplibre-style-spec/, version 8). [New] makes it for a set of tiles
// that a server answers, [Static] for an archive in a folder. From the bottom up: sea, land, territories filled by their
// worst finding, borders, names.
//
// Invariants:
//
//  1. A border is drawn once: layers of lines read the tile layer limites alone, and share its features out between them.
//     No polygon has an outline.
//  2. A name is drawn once: names are points of the tile layer etiquettes, which lie in one tile each.
//  3. Whatever is drawn is described by the tiles; a layer whose tiles are left out of a set is left out too.
//  4. Nothing is loaded but tiles and glyphs (perimetre/web/glyph): the style has no sprite, and colours are plain ones.
//
// It is not the whole of the pages' map: they draw patterns over the colours of severities, the territory that a reader
// chose, and the place of a finding.
package style
