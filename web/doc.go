// Package web serves one published edition over HTTP: its collections as GeoJSON, its map as vector tiles, the
// findings of its territories, and the pages that show them.
//
// A [Server] reads the atlas that [Server.Publish] gives it, or the edition that [Server.PublishEdition] names, or the archive of
// tiles that [Server.PublishTiles] gives, and nothing else but former editions, which Config reads when a tile of theirs is asked
// for. Its parts:
//
//   - the routes (routes.go) and one file per family of them: collections, items, territories, tiles and their descriptions,
//     style and letters, pages, health;
//   - the edition being served (edition.go), with the token that stands for it in tile addresses and entity tags, the former one
//     beside it (shelf.go), and how others are read again (reading.go);
//   - the one place that turns an error into an answer (problem.go, RFC 9457);
//   - what every request goes through (middleware.go): identifier, log line, recovery, permission for other sites, compression;
//   - the way of tiles (tile.go), which passes by the rest: a tile that is kept is answered at once, without a log line; one that
//     is not goes the long way, and is made, compressed and kept by tilecache;
//   - connections (conn.go), which are cut when the client takes nothing.
//
// Addresses of tiles, each with .mvt or .pbf, and with ?layers= for some of the layers:
//
//	/tiles/{edition}/{z}/{x}/{y}.mvt    never changes
//	/tiles/{z}/{x}/{y}.mvt              of the current edition, to be asked for again after half a minute
//	/tiles.json, /tiles/{edition}.json  describe them; what they name is of the first form
//
// A tile is answered by 200, by 304 when the client has it, by 204 when nothing is in it. What is outside of the limits of the
// description, and an edition that is not there, is 404; what is no tile, or has a parameter that is wrong, 400; a client that
// excludes every coding, 406.
//
// Invariants:
//
//  1. A request reads one edition from its first byte to its last, whatever is published meanwhile.
//  2. Data drawn from an edition carry its entity tag, a tile that of its own bytes, in each coding another; what a tile
//     address that carries the edition answers never changes.
//  3. Reading never waits for a store: a store that is away is told by /readyz, and reads go on. Only tiles of former editions
//     need it, and neither the current edition nor a publication waits for them.
//  4. A query parameter that a data route does not know is refused, never ignored.
//  5. A page asks nothing of any other host.
//  6. One former edition is kept at most, and none that nobody asks for, and one edition is read at a time; tiles are kept within a
//     number of bytes.
//  7. A server that is told to stop answers every request that it took.
//
// It is not an OGC API: it borrows the words of OGC API – Features (collections, items, numberMatched) without
// claiming conformance.
package web
