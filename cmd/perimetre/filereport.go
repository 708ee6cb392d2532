package main

import (
	"fmt"
	"slices"
	"strings"

	"perimetre/data/format"
	"perimetre/data/source"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// fileReport is what a file of polygons says of itself, before its coverage is looked at. Its JSON form is stable: scripts read it.
type fileReport struct {
	Name    string          `json:"name"`
	Format  string          `json:"format"` // of the layers that are read, else of all, as names of drivers
	Layers  []layerReport   `json:"layers"`
	Layer   *string         `json:"layer"`   // the one that is looked at; null when none is
	Role    *format.Role    `json:"role"`    // for which an ingest takes it; null when it lacks a column for any
	Dialect *format.Dialect `json:"dialect"` // of that role
	Columns format.Columns  `json:"columns"` // of that role

	title string   // of the format
	given crs.Code // by --crs; 0 when it is left to the file
}

// layerReport is one layer of a file. What only reading tells of one that was not read is null.
type layerReport struct {
	Name     string   `json:"name"`
	Member   string   `json:"member,omitempty"` // of the archive
	CRS      *string  `json:"crs"`              // as the layer says; null when it does not
	Features *int     `json:"features"`
	Fields   []string `json:"fields"`

	code crs.Code
	file string // shorter than the member
	read bool
}

// newFileReport tells the layers of a file, some of which were chosen to be read.
func newFileReport(b *source.Bundle, all, chosen []source.Layer, options format.Options) *fileReport {
	r := &fileReport{Name: b.Name(), Columns: format.Columns{}, given: options.CRS}
	var formats, titles []string
	for _, l := range all {
		isChosen := slices.ContainsFunc(chosen, func(c source.Layer) bool { return c.Name == l.Name && c.Member == l.Member })
		told := layerReport{Name: l.Called(), Fields: l.Fields, code: l.CRS, file: l.File, read: isChosen}
		if l.Member.Name != b.Name() {
			told.Member = l.Member.Name
		}
		if l.CRS != 0 {
			told.CRS = new(l.CRS.String())
		}
		if l.Features >= 0 {
			told.Features = new(l.Features)
		}
		if isChosen && r.Layer == nil {
			r.Layer = new(told.Name)
		}
		if isChosen || len(chosen) == 0 {
			formats, titles = append(formats, l.Driver.Name), append(titles, l.Driver.Title)
		}
		r.Layers = append(r.Layers, told)
	}
	r.Format, r.title = strings.Join(distinct(formats), ", "), strings.Join(distinct(titles), ", ")
	return r
}

// found tells what reading the chosen layers found in them.
func (r *fileReport) found(p *polygons) {
	var fields fieldSet
	n := 0
	for i := range r.Layers {
		l := &r.Layers[i]
		if !l.read {
			continue
		}
		l.Features = new(p.layers[n].features)
		if read := p.layers[n].fields; l.Fields == nil || len(read) > len(l.Fields) {
			l.Fields = append([]string{}, read...)
		}
		for i, name := range l.Fields {
			fields.add(i, name)
		}
		n++
	}
	for _, role := range []format.Role{format.Communes, format.EPCIPolygons} {
		if columns, err := role.Columns(r.Name, fields, nil); err == nil {
			r.Role, r.Dialect, r.Columns = &role, new(role.Dialect(columns)), columns
			return
		}
	}
}

// print prints the report.
func (r *fileReport) print(p printer) {
	p.line(geo.Text{FR: "%s : format %s", EN: "%s: format %s"}, r.Name, r.title)
	for _, l := range r.Layers {
		name := l.Name
		if l.Member != "" {
			name += " (" + l.file + ")"
		}
		p.line(geo.Text{FR: "couche %s : %s", EN: "layer %s: %s"}, name, p.in.of(l.told()))
	}
	switch {
	case r.Layer == nil:
		p.line(geo.Text{
			FR: "aucune n’est lue : nommez-en une avec --layer",
			EN: "none of them is read: name one with --layer",
		})
		return
	case r.given != 0:
		p.line(geo.Text{FR: "lue : %s, en %s comme demandé", EN: "read: %s, in %s as asked"}, *r.Layer, r.given.Title())
	case len(r.Layers) > 1:
		p.line(geo.Text{FR: "lue : %s", EN: "read: %s"}, *r.Layer)
	}
	if r.Role == nil {
		p.line(geo.Text{
			FR: "rôle : ni communes ni epci-polygons, dont il manque une colonne",
			EN: "role: neither communes nor epci-polygons, which lack a column",
		})
		return
	}
	p.line(geo.Text{FR: "rôle : %s, dialecte %s, colonnes %s", EN: "role: %s, dialect %s, columns %s"},
		*r.Role, dialectName(*r.Dialect, p.in), r.Columns)
}

// told words what is known of a layer.
func (l layerReport) told() geo.Text {
	const mostFields = 24
	text := geo.Text{FR: "système non précisé", EN: "system not told"}
	if l.code != 0 {
		text = geo.Text{FR: l.code.Title(), EN: l.code.Title()}
	}
	if l.Features != nil {
		text.FR += fmt.Sprintf(", %d entités", *l.Features)
		text.EN += fmt.Sprintf(", %d features", *l.Features)
	}
	if len(l.Fields) > 0 {
		list := strings.Join(l.Fields[:min(len(l.Fields), mostFields)], ", ")
		text.FR += ", attributs " + list
		text.EN += ", attributes " + list
	}
	if more := len(l.Fields) - mostFields; more > 0 {
		text.FR += fmt.Sprintf(" et %d autres", more)
		text.EN += fmt.Sprintf(" and %d others", more)
	}
	return text
}

// dialectName is for people.
func dialectName(d format.Dialect, in language) string {
	if d == format.Unknown {
		return in.of(geo.Text{FR: "inconnu", EN: "unknown"})
	}
	return string(d)
}
