// Package topo builds and reads coverages: polygons that share their borders.
//
// placeholder
package topo
