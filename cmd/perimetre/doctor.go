package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"

	"perimetre/data/format"
	"perimetre/data/source"
	datastore "perimetre/data/store"
	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/geo/check"
)

type doctorCmd struct {
	editionFlags
	Files  string `placeholder:"FOLDER" help:"Folder of the files that the edition was made of: their hashes are computed again."`
	Format string `enum:"text,json" default:"text" help:"One of text, json."`
	Lang   string `enum:"fr,en" default:"fr" help:"Language of the text: fr or en."`
}

// diagnosis is what doctor tells. Its JSON form is stable: scripts read it.
type diagnosis struct {
	Edition  int64               `json:"edition"`
	Vintage  geo.Vintage         `json:"vintage"`
	Sources  []sourceState       `json:"sources"`
	Absent   []absence           `json:"absent"`
	Troubles []datastore.Trouble `json:"troubles"`
}

// sourceState is one file of the edition, and whether it is still the one that was read.
type sourceState struct {
	Role    string      `json:"role"`
	File    string      `json:"file"`
	Vintage geo.Vintage `json:"vintage"`
	SHA256  string      `json:"sha256"`
	State   string      `json:"state"` // same, changed, not-found, not-looked-at
}

// absence is a file that was not given, and what the edition lacks for it.
type absence struct {
	Role  format.Role `json:"role"`
	Lacks geo.Text    `json:"lacks"`
}

// Run implements the verb.
func (c *doctorCmd) Run(ctx context.Context, log *slog.Logger, out output) error {
	return c.with(ctx, log, func(s store, a *atlas.Atlas) error {
		found, err := s.Examine(ctx, a)
		if err != nil {
			return err
		}
		d := diagnosis{Edition: a.Edition.Number, Vintage: a.Edition.Vintage, Absent: absent(a.Edition), Troubles: append([]datastore.Trouble{}, found...)}
		for _, f := range a.Findings {
			if f.Severity == check.Error { // the policy may take others for granted
				d.Troubles = append(d.Troubles, datastore.Trouble{Where: f.Code + " " + strings.Join(f.Units, " "), Problem: f.Message, Mend: f.Hint})
			}
		}
		if err := d.lookAt(a.Edition.Sources, c.Files); err != nil {
			return err
		}
		w := bufio.NewWriter(out)
		if c.Format == "json" {
			err = json.NewEncoder(w).Encode(d)
		} else {
			d.print(printer{w, language(c.Lang)})
		}
		if err := errors.Join(err, w.Flush()); err != nil {
			return err
		}
		if len(d.Troubles) > 0 {
			return errFound
		}
		return nil
	})
}

// States of a source.
const (
	sourceSame        = "same"
	sourceChanged     = "changed"
	sourceNotFound    = "not-found"
	sourceNotLookedAt = "not-looked-at"
)

// lookAt tells which sources are in a folder as they were read. No folder is looked at when its name is empty. Sources have their base
// names only: of several with one name, the folder holds one, and the others are not found.
func (d *diagnosis) lookAt(sources []geo.Provenance, folder string) error {
	type version struct{ file, sha256 string }
	read := map[version]bool{}
	for _, s := range sources {
		read[version{s.File, s.SHA256}] = true
	}
	for _, s := range sources {
		state := sourceNotLookedAt
		if folder != "" {
			hash, err := hashOf(filepath.Join(folder, s.File))
			switch {
			case errors.Is(err, fs.ErrNotExist):
				state = sourceNotFound
			case err != nil:
				return err
			case hash == s.SHA256:
				state = sourceSame
			case read[version{s.File, hash}]:
				state = sourceNotFound
			default:
				state = sourceChanged
				d.Troubles = append(d.Troubles, datastore.Trouble{
					Where: s.File,
					Problem: geo.Text{
						FR: "le fichier n’est plus celui qui a été lu : son SHA-256 est " + hash,
						EN: "the file is no longer the one that was read: its SHA-256 is " + hash,
					},
					Mend: geo.Text{
						FR: "retrouver le fichier d’origine, ou ingérer celui-ci dans une nouvelle édition",
						EN: "find the original file, or ingest this one into a new edition",
					},
				})
			}
		}
		d.Sources = append(d.Sources, sourceState{s.Role, s.File, s.Vintage, s.SHA256, state})
	}
	return nil
}

func hashOf(path string) (string, error) {
	file, err := source.OpenHashed(path)
	if err != nil {
		return "", err
	}
	hash, err := file.SHA256()
	return hash, errors.Join(err, file.Close())
}

// absent tells which files an edition was made without, and what it lacks for that.
func absent(e *geo.Edition) []absence {
	found := []absence{}
	for _, a := range []absence{
		{format.EPCIPolygons, geo.Text{
			FR: "les contours publiés des EPCI ne sont pas comparés à leurs communes (G08)",
			EN: "published polygons of EPCI are not compared with their communes (G08)",
		}},
		{format.EPT, geo.Text{
			FR: "les établissements publics territoriaux du Grand Paris ne peuvent pas être membres",
			EN: "parts of the métropole du Grand Paris cannot be members",
		}},
		{format.CommunesSIREN, geo.Text{
			FR: "une commune ne peut être membre que par son code INSEE",
			EN: "a commune can be a member by its INSEE code only",
		}},
		{format.Movements, geo.Text{
			FR: "ce que deviennent les codes de communes n’est pas suivi : ni successeurs (M02), ni dérive d’un millésime à l’autre (V01, G06)",
			EN: "what becomes of codes of communes is not followed: no successors (M02), no drift from vintage to vintage (V01, G06)",
		}},
		{format.TerritoiresCommunes, geo.Text{
			FR: "les communes déclarées des territoires ne sont pas comparées à celles de leurs membres (A05)",
			EN: "declared communes of territories are not compared with those of their members (A05)",
		}},
	} {
		if !slices.ContainsFunc(e.Sources, func(s geo.Provenance) bool { return s.Role == string(a.Role) }) {
			found = append(found, a)
		}
	}
	return found
}

func (d diagnosis) print(p printer) {
	p.line(geo.Text{FR: "édition %d, millésime %d", EN: "edition %d, vintage %d"}, d.Edition, d.Vintage)
	states := map[string]geo.Text{
		sourceSame:        {FR: "inchangé", EN: "unchanged"},
		sourceChanged:     {FR: "changé", EN: "changed"},
		sourceNotFound:    {FR: "introuvable", EN: "not found"},
		sourceNotLookedAt: {FR: "non relu (--files)", EN: "not looked at (--files)"},
	}
	for _, s := range d.Sources {
		p.line(geo.Text{FR: "  %-20s %d  %s : %s", EN: "  %-20s %d  %s: %s"}, s.Role, s.Vintage, s.File, p.in.of(states[s.State]))
	}
	for _, a := range d.Absent {
		p.line(geo.Text{FR: "  %-20s absent : %s", EN: "  %-20s absent: %s"}, string(a.Role), p.in.of(a.Lacks))
	}
	for _, t := range d.Troubles {
		p.line(geo.Text{FR: "\n%s : %s\n  → %s", EN: "\n%s: %s\n  → %s"}, t.Where, p.in.of(t.Problem), p.in.of(t.Mend))
	}
	p.line(geo.Text{FR: "\n%s", EN: "\n%s"},
		p.in.count(len(d.Troubles), geo.Text{FR: "anomalie", EN: "trouble"}, geo.Text{FR: "anomalies", EN: "troubles"}))
}
