// Package postgis keeps editions in a PostgreSQL database with PostGIS: the store of a service.
//
// The tables lie in the first schema of the connection's search path. The views territoire, epci, commune and constat
// show the published edition to QGIS, in WGS 84 and in Lambert-93.
//
// Invariants:
//
//  1. [Migrate] alone changes the schema, under a lock; [Open] refuses a schema that is not that of this version.
//  2. A load and a publication are one transaction each, one at a time: a number is never given twice.
//  3. The notification of a publication leaves with its transaction, on the channel perimetre_edition. It only says that
//     there is something to read: [Store.Watch] reads the number in its own schema.
//  4. No message holds a password.
//
// It is not a place where geometry is computed: what it holds was computed from the coverage.
package postgis
