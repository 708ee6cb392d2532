package preflight

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"perimetre/data/format"
	"perimetre/data/format/table"
	"perimetre/geo"
	"perimetre/geo/check"
)

// rowOf looks at one row, and collects what is to be told of it.
type rowOf struct {
	table.Row

	problems []Problem
}

// look gives what an ingest would say of a row of a table of that role, by itself.
func look(row table.Row, role format.Role) []Problem {
	r := &rowOf{Row: row}
	switch role {
	case format.EPCI, format.EPT:
		if text := r.Get(format.FieldSIREN); text != "" && len(format.Codes(text)) == 0 {
			r.notice(
				geo.Text{FR: "pas de SIREN : la commune n’est dans aucun groupement", EN: "there is no SIREN: the commune is in no grouping"},
				geo.Text{FR: "donnez-le si elle est dans un", EN: "give it if it is in one"},
			)
			break
		}
		r.siren()
		r.insee(format.FieldINSEE)
		if text := r.Get(format.FieldPopulation); text != "" {
			r.number(format.FieldPopulation, text, mostPeople, true)
		}
	case format.CommunesSIREN:
		r.siren()
		r.insee(format.FieldINSEE)
	case format.Passage:
		r.insee(format.FieldOld)
		r.insee(format.FieldNew)
	case format.Movements:
		r.event()
	case format.Territoires:
		r.territory()
	case format.TerritoiresCommunes:
		r.id()
		for _, code := range r.some(format.FieldINSEE) {
			r.commune(code)
		}
	case format.Regions:
		for _, field := range []format.Field{format.FieldDepartement, format.FieldRegion} {
			if len(r.some(field)) > 0 {
				r.division(field)
			}
		}
	}
	return r.problems
}

const (
	mostArea   = 1e6 // km², more than all of France
	mostPeople = 1e8
)

// territory looks at a line of a list of territories.
func (r *rowOf) territory() {
	r.id()
	for _, code := range r.some(format.FieldMember) {
		if padded, _ := format.Padded(code); padded.Valid() {
			r.commune(code)
		} else if !geo.SIREN(code).Valid() {
			r.fault(
				fmt.Sprintf("membre « %s » : ni un SIREN ni un code INSEE", code), fmt.Sprintf("member %q is neither a SIREN nor an INSEE code", code),
				geo.Text{
					FR: "donnez neuf chiffres dont la clé de Luhn est juste, ou les cinq caractères d’une commune",
					EN: "give nine digits whose Luhn key is right, or the five characters of a commune",
				})
		}
	}
	r.division(format.FieldRegion)
	for _, field := range []format.Field{format.FieldFrom, format.FieldUntil} {
		text := r.Get(field)
		if _, ok := format.Day(text); !ok && len(format.Codes(text)) > 0 {
			r.fault(fmt.Sprintf("%s « %s » : pas une date", field, text), fmt.Sprintf("%s %q is not a day", field, text),
				geo.Text{FR: "écrivez-la comme 2024-01-31", EN: "write it as 2024-01-31"})
		}
	}
	if from, until, ok := r.period(); ok && until.Before(from) {
		r.fault("la période finit avant de commencer", "the period ends before it begins",
			geo.Text{FR: "corrigez l’une des deux dates", EN: "correct one of the two days"})
	}
	if text := r.Get(format.FieldArea); len(format.Codes(text)) > 0 {
		r.number(format.FieldArea, text, mostArea, false)
	}
	if text := r.Get(format.FieldPopulation); len(format.Codes(text)) > 0 {
		r.number(format.FieldPopulation, text, mostPeople, true)
	}
}

// period gives both days of a version; ok is false when it has no last one.
func (r *rowOf) period() (from, until time.Time, ok bool) {
	from, _ = format.Day(r.Get(format.FieldFrom))
	until, ok = format.Day(r.Get(format.FieldUntil))
	return from, until, ok
}

// event looks at a line of the movements of INSEE.
func (r *rowOf) event() {
	if text := r.Get(format.FieldMovement); !whole(text) {
		r.fault(fmt.Sprintf("type d’événement « %s » : pas un nombre", text), fmt.Sprintf("the kind of event %q is not a number", text),
			geo.Text{FR: "donnez le code MOD de l’INSEE", EN: "give the code MOD of INSEE"})
	}
	if text := r.Get(format.FieldDate); !dated(text) {
		r.fault(fmt.Sprintf("date « %s » illisible", text), fmt.Sprintf("date %q cannot be read", text),
			geo.Text{FR: "écrivez année, mois et jour : 2025-01-01", EN: "write year, month and day: 2025-01-01"})
	}
	r.side(format.FieldOldType, format.FieldOld)
	r.side(format.FieldNewType, format.FieldNew)
}

// side looks at one side of an event, which may have no commune.
func (r *rowOf) side(kind, code format.Field) {
	switch {
	case r.Get(kind) != "":
		r.insee(code)
	case r.Get(code) != "":
		r.fault("le type de "+r.Get(code)+" est vide", "the type of "+r.Get(code)+" is empty", geo.Text{
			FR: "donnez-le : COM, ou COMA, COMD, ARM pour une partie de commune",
			EN: "give it: COM for a commune, COMA, COMD or ARM for a part of one",
		})
	}
}

func whole(text string) bool {
	_, err := strconv.Atoi(text)
	return err == nil
}

func dated(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// id looks at the id of a territory.
func (r *rowOf) id() {
	if r.Get(format.FieldID) == "" {
		r.empty(format.FieldID)
	}
}

// some gives the codes of a cell that must hold one at least.
func (r *rowOf) some(field format.Field) []string {
	codes := format.Codes(r.Get(field))
	if len(codes) == 0 {
		r.empty(field)
	}
	return codes
}

// one gives the code of a cell that must hold one.
func (r *rowOf) one(field format.Field) (code string, ok bool) {
	codes := r.some(field)
	if len(codes) > 1 {
		list := strings.Join(codes, " ")
		r.fault("plusieurs codes dans une cellule : "+list, "a cell holds several codes: "+list, geo.Text{FR: "donnez-en un par ligne", EN: "give one a line"})
	}
	return strings.Join(codes, ""), len(codes) == 1
}

// siren looks at the SIREN of a grouping or of a commune.
func (r *rowOf) siren() {
	if code, ok := r.one(format.FieldSIREN); ok && !geo.SIREN(code).Valid() {
		r.fault(fmt.Sprintf("SIREN « %s » mal formé", code), fmt.Sprintf("SIREN %q is malformed", code),
			geo.Text{FR: "donnez neuf chiffres dont la clé de Luhn est juste", EN: "give nine digits whose Luhn key is right"})
	}
}

// insee looks at a cell that holds the code of a commune.
func (r *rowOf) insee(field format.Field) {
	if code, ok := r.one(field); ok {
		r.commune(code)
	}
}

// commune looks at the code of a commune.
func (r *rowOf) commune(code string) {
	padded, mended := format.Padded(code)
	switch {
	case !padded.Valid():
		r.fault(fmt.Sprintf("code INSEE « %s » mal formé", code), fmt.Sprintf("INSEE code %q is malformed", code), geo.Text{
			FR: "donnez cinq caractères : le département, puis la commune",
			EN: "give five characters: the département, then the commune",
		})
	case mended:
		r.lostZero(code, string(padded))
	}
}

// division looks at the code of a département or of a région.
func (r *rowOf) division(field format.Field) {
	if codes := format.Codes(r.Get(field)); len(codes) == 1 {
		if padded, mended := format.PaddedDivision(codes[0]); mended {
			r.lostZero(codes[0], padded)
		}
	}
}

func (r *rowOf) lostZero(code, padded string) {
	r.notice(
		geo.Text{FR: fmt.Sprintf("le code %s a perdu son zéro : %s", code, padded), EN: fmt.Sprintf("code %s lost its leading zero: %s", code, padded)},
		geo.Text{FR: "l’ingest le lui rend ; pour le garder, donnez la colonne comme du texte", EN: "an ingest gives it back; to keep it, make the column one of text"},
	)
}

// number looks at a figure.
func (r *rowOf) number(field format.Field, text string, most float64, isWhole bool) {
	n, ok := format.Number(text)
	if ok && n <= most && (!isWhole || n == math.Trunc(n)) {
		return
	}
	kind := geo.Text{FR: "un nombre", EN: "a number"}
	if isWhole {
		kind = geo.Text{FR: "un nombre entier", EN: "a whole number"}
	}
	r.fault(fmt.Sprintf("%s « %s » : pas %s de 0 à %v", field, text, kind.FR, most), fmt.Sprintf("%s %q is not %s from 0 to %v", field, text, kind.EN, most),
		geo.Text{FR: "écrivez des chiffres, ou laissez la cellule vide", EN: "write digits, or leave the cell empty"})
}

// empty tells a cell that must hold something.
func (r *rowOf) empty(field format.Field) {
	r.fault(fmt.Sprintf("%s : vide", field), fmt.Sprintf("%s is empty", field), geo.Text{FR: "donnez-le, ou retirez la ligne", EN: "give it, or remove the line"})
}

func (r *rowOf) fault(fr, en string, mend geo.Text) {
	r.problems = append(r.problems, Problem{Line: r.Line(), Severity: check.Error, Problem: geo.Text{FR: fr, EN: en}, Mend: mend})
}

func (r *rowOf) notice(problem, mend geo.Text) {
	r.problems = append(r.problems, Problem{Line: r.Line(), Severity: check.Notice, Problem: problem, Mend: mend})
}
