package check

import (
	"slices"
	"time"

	"perimetre/geo"
	"perimetre/geo/perimeter"
	"perimetre/internal/drawing"
)

// example is an edition of which a rule speaks, says nothing, or cannot judge. The first territory is the one looked at.
type example struct {
	name        string
	picture     string
	groupings   []string
	territories []string
	change      func(*geo.Edition)
	policy      func(*Policy)
}

func (x example) edition() *geo.Edition {
	e := drawing.Draw(x.picture).Edition(x.groupings, x.territories)
	if x.change != nil {
		x.change(e)
	}
	return e
}

// verdict is that on the first territory and, for a rule about it, on the edition.
func (x example) verdict() Verdict {
	policy := usual()
	if x.policy != nil {
		x.policy(&policy)
	}
	e := x.edition()
	ground, _ := perimeter.NewGround(e)
	perimeters := make([]perimeter.Perimeter, len(e.Territories))
	for i, t := range e.Territories {
		perimeters[i] = ground.Perimeter(t.Members)
	}
	territory, edition := Territories(policy, ground, perimeters)[0], Edition(policy, ground)
	return Verdict{append(territory.Findings, edition.Findings...), append(territory.NotEvaluable, edition.NotEvaluable...)}
}

// examples are those of one rule.
type examples struct{ speaks, silent, lacks []example }

// first changes the first territory.
func first(change func(*geo.Territory)) func(*geo.Edition) {
	return func(e *geo.Edition) { change(&e.Territories[0]) }
}

// byEPCI makes groupings the members of the first territory.
func byEPCI(groupings ...int) func(*geo.Edition) {
	return first(func(t *geo.Territory) {
		t.Members = nil
		for _, g := range groupings {
			t.Members = append(t.Members, geo.Member{ID: string(drawing.EPCI(g))})
		}
	})
}

func both(changes ...func(*geo.Edition)) func(*geo.Edition) {
	return func(e *geo.Edition) {
		for _, change := range changes {
			change(e)
		}
	}
}

func letters(text string) []geo.Code {
	var codes []geo.Code
	for i := range len(text) {
		codes = append(codes, drawing.Commune(text[i]))
	}
	return codes
}

// was says which communes the first territory had when it was published before, under members of their own codes.
func was(vintage geo.Vintage, communes string) func(*geo.Edition) {
	return first(func(t *geo.Territory) {
		t.Validated = &geo.Validation{Edition: 3, Vintage: vintage, Communes: letters(communes)}
		for _, code := range letters(communes) {
			t.Validated.Members = append(t.Validated.Members, geo.Member{ID: string(code)})
		}
	})
}

// had says the same where the members were those of today.
func had(vintage geo.Vintage, communes string) func(*geo.Edition) {
	return func(e *geo.Edition) {
		was(vintage, communes)(e)
		e.Territories[0].Validated.Members = e.Territories[0].Members
	}
}

// amended says that communes were those of the members of today when the territory was published before, in 2025, and that the
// list has others more since.
func amended(communes, since string) func(*geo.Edition) {
	return func(e *geo.Edition) {
		had(2025, communes)(e)
		for _, code := range letters(since) {
			e.Territories[0].Members = append(slices.Clone(e.Territories[0].Members), geo.Member{ID: string(code)})
		}
	}
}

// ept is a territory of an EPT of A and B, and of C. It had some communes when it was published before; the register of EPT was
// given today or not.
func ept(name, communes string, given bool) example {
	return example{name: name, picture: `ABC`, groupings: []string{"C", "AB"}, territories: []string{""}, change: func(e *geo.Edition) {
		byEPCI(0, 1)(e)
		had(2025, communes)(e)
		e.Groupings[1].Nature = geo.NatureEPT
		if !given {
			e.Groupings = e.Groupings[:1]
		}
	}}
}

func day(year, month int) time.Time {
	return time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC)
}

// moved is a movement of communes, written as two letters.
func moved(date time.Time, movements ...string) func(*geo.Edition) {
	return func(e *geo.Edition) {
		for _, m := range movements {
			side := func(letter byte) geo.Commonalty { return geo.Commonalty{Type: "COM", Code: drawing.Commune(letter)} }
			e.Movements = append(e.Movements, geo.Movement{Mod: 32, Date: date, Before: side(m[0]), After: side(m[1])})
		}
	}
}

// followed is a movement of communes, in a file that goes from 2000 to 2026.
func followed(date time.Time, movements ...string) func(*geo.Edition) {
	return both(moved(day(2000, 1), "ZZ"), moved(date, movements...), moved(day(2026, 1), "ZZ"))
}

func source(role string, vintage geo.Vintage) geo.Provenance {
	return geo.Provenance{Role: role, File: role + ".csv", Vintage: vintage}
}

func from(sources ...geo.Provenance) func(*geo.Edition) {
	return func(e *geo.Edition) { e.Sources = sources }
}

// elsewhere is a list of another phase with one territory.
func elsewhere(t geo.Territory) func(*geo.Edition) {
	return func(e *geo.Edition) {
		t.Phase = "1"
		e.Others = append(e.Others, t)
	}
}
