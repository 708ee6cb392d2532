// Package static is the folder that shows an edition without a server of ours: it can be put below any address of any
// host of files that answers ranges of bytes (RFC 9110, section 14), an object store behind a CDN for one.
//
//	index.html                        the page: all territories, or one for ?territoire=ID
//	assets/…                          what it loads; names carry a digest
//	style.json                        how the map looks (perimetre/web/style)
//	fonts/Go Regular/0-255.pbf  …     the letters of its labels (perimetre/web/glyph)
//	tiles.pmtiles                     the tiles (PMTiles, version 3)
//	tiles.json                        their description (TileJSON 3.0), for other clients: the page does not read it
//	territoires.json                  a list of [Territory]
//	territoires/ti-7506.geojson  …    each territory, a Feature (RFC 7946) with the properties of the server's own
//	perimetre.json                    what of all that is ours (perimetre/data/site)
//
// [Files] gives all that does not come from data. [Territories] lists the territories of an atlas, and [FileOf] says where
// each of them goes. Whoever publishes writes those and the tiles.
//
// Invariants:
//
//  1. The page asks nothing of any other host, and every address in the folder is relative to it.
//  2. Names of files hold nothing that leads out of the folder, whatever the ids of territories are.
//
// It writes no file: cmd/perimetre has them made, and perimetre/data/site puts them.
package static
