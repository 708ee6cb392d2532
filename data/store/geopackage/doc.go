// Package geopackage keeps editions in one GeoPackage file: the embedded store, with no server to install.
//
// The file is SQLite, and opens in QGIS and GDAL as it is. The published edition shows as the layers territoires, epci,
// communes and constats, and the table sources: they are views, so that publishing is one line in one table.
//
// Invariants:
//
//  1. The file is whole after any crash: what was not committed is rolled back by the next program that opens it
//     (rollback journal, never WAL, so that the store is one file).
//  2. Reading never creates nor changes the file, and works where the file or its folder is read-only.
//  3. Readers go on while an edition is loaded: dirty pages stay in memory until the commit (cache_spill off), which
//     alone keeps readers out, for the time of writing them.
//  4. No handle outlives a call: a file that was replaced is seen at the next call.
//
// It is not a writer of GeoPackages for export: that is data/format/geopackage.
package geopackage
