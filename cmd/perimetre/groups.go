package main

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"perimetre/data/format"
	"perimetre/data/format/table"
	"perimetre/data/source"
	"perimetre/geo"
)

// groups is a table that says which key goes to which group.
type groups struct {
	keyColumn, column string // as the table writes them
	others            []string
	list              []*group          // by code
	of                map[string]*group // by key
	used              map[string]bool   // keys that a feature has
}

// group is one group of the table.
type group struct {
	index   int
	code    string
	members int      // features
	values  []string // of the other columns
	same    []bool   // whether that column has one value in all lines of the group
}

// readGroups reads a table of any columns.
func readGroups(path, key, column string) (*groups, error) {
	file, err := source.Open(path)
	if err != nil {
		return nil, err
	}
	g, err := groupsOf(file, key, column)
	return g, errors.Join(err, file.Close())
}

func groupsOf(file *source.File, key, column string) (*groups, error) {
	t, err := table.Open(file, file.Name())
	if err != nil {
		return nil, err
	}
	keys, err := t.Column(key)
	if err != nil {
		return nil, err
	}
	codes, err := t.Column(column)
	if err != nil {
		return nil, err
	}
	g := &groups{keyColumn: t.Header[keys], column: t.Header[codes], of: map[string]*group{}, used: map[string]bool{}}
	var others []table.Column
	for i, name := range t.Header {
		// A column that comes twice has no name of its own.
		if c, err := t.Column(name); err == nil && int(c) == i && c != keys && c != codes && name != "" && name != members {
			g.others = append(g.others, name)
			others = append(others, c)
		}
	}
	byCode := map[string]*group{}
	var faults []error
	for row, err := range t.Rows() {
		if err == nil {
			err = g.add(row, byCode, keys, codes, others)
		}
		if err != nil {
			faults = append(faults, err)
		}
	}
	if len(faults) > mostFaults {
		faults = append(faults[:mostFaults], fmt.Errorf("and %d more like these", len(faults)-mostFaults))
	}
	g.list = slices.SortedFunc(maps.Values(byCode), func(a, b *group) int { return cmp.Compare(a.code, b.code) })
	for i := range g.list {
		g.list[i].index = i
	}
	return g, errors.Join(faults...)
}

// add takes a line. One without a key or without a group says nothing.
func (g *groups) add(row table.Row, byCode map[string]*group, keys, codes table.Column, others []table.Column) error {
	key, code := row.Cell(keys), row.Cell(codes)
	if key == "" || code == "" {
		return nil
	}
	if former := g.of[key]; former != nil && former.code != code {
		return row.Fault(fmt.Sprintf("%s %s is in group %s already, and here in %s", g.keyColumn, key, former.code, code),
			"give it one group")
	}
	to := byCode[code]
	if to == nil {
		to = &group{code: code, values: make([]string, len(others)), same: make([]bool, len(others))}
		byCode[code] = to
		for i, other := range others {
			to.values[i], to.same[i] = row.Cell(other), true
		}
	}
	for i, other := range others {
		to.same[i] = to.same[i] && to.values[i] == row.Cell(other)
	}
	g.of[key] = to
	return nil
}

// members is the property that counts the features of a group.
const members = "membres"

// properties gives the code of a group, the columns that say the same of all its lines, and its count of features.
func (g *groups) properties(of *group) []geo.Property {
	list := []geo.Property{{Name: g.column, Value: of.code}}
	for i, name := range g.others {
		if of.same[i] {
			list = append(list, geo.Property{Name: name, Value: of.values[i]})
		}
	}
	return append(list, geo.Property{Name: members, Value: int64(of.members)})
}

// keyProperty finds the property of features that holds what a column of the table holds.
func keyProperty(file string, features []geo.Feature, column string) (string, error) {
	var names []string
	for _, f := range features {
		for _, p := range f.Properties {
			names = append(names, p.Name)
		}
		if len(names) > 0 {
			break
		}
	}
	if name, ok := format.Find(names, column); ok {
		return name, nil
	}
	return "", fmt.Errorf("%s: no property %q: the features have %s: rename one, or the column of the table",
		filepath.Base(file), column, strings.Join(names, ", "))
}

// assign gives the group of each feature, -1 where it has none, and tells what does not match.
func (g *groups) assign(file *polygons, property string, log *slog.Logger) []int32 {
	group := make([]int32, len(file.features))
	var without []string
	for i, f := range file.features {
		group[i] = -1
		value := f.Property(property)
		if value == nil {
			value = ""
		}
		key := strings.TrimSpace(fmt.Sprint(value))
		if to := g.of[key]; to != nil {
			group[i] = int32(to.index)
			to.members++
			g.used[key] = true
			continue
		}
		without = append(without, file.units[i].Code)
	}
	tellSome(log, "features without a group are left out", without)
	var unused []string
	for _, key := range slices.Sorted(maps.Keys(g.of)) {
		if !g.used[key] {
			unused = append(unused, key)
		}
	}
	tellSome(log, "lines of the table without a feature", unused)
	return group
}

func (g *groups) matched() int { return len(g.used) }

// tellSome logs how many there are, and the first ones.
func tellSome(log *slog.Logger, message string, codes []string) {
	if len(codes) > 0 {
		log.Warn(message, "count", len(codes), "examples", codes[:min(len(codes), 12)])
	}
}
