package mvt

import (
	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/geo/topo"
)

// limits draws the borders, a feature for all that bound the same.
type limits struct {
	level, left, right, territory, coast int32 // keys
	yes                                  int32 // the value true
	levels                               [levels]limitWords
}

// limitWords is what limits say of the units of a level.
type limitWords struct {
	name  int32   // value: that of the level
	codes []int32 // values, by unit
	units []atlas.Unit
	left  []hash // by unit: of the level and the unit's code
}

func newLimits(a *atlas.Atlas, words *dictionary) *limits {
	l := &limits{
		level: words.numberKey("niveau"), left: words.numberKey("gauche"), right: words.numberKey("droite"),
		territory: words.numberKey("territoire"), coast: words.numberKey("cote"), yes: words.numberValue(true),
	}
	for _, level := range geo.Levels() {
		w := limitWords{name: words.numberValue(level.String()), units: a.Units(level)}
		for _, unit := range w.units {
			w.codes = append(w.codes, words.numberValue(unit.Code))
			w.left = append(w.left, unitHash(level, unit.Code))
		}
		l.levels[level] = w
	}
	return l
}

func (l *limits) draw(d *canvas) {
	f := &d.scale.lines
	parts := d.partsMet(f)
	var tags [5]tag
	for i := 0; i < len(parts); {
		index := f.unitOf[parts[i]]
		d.geometry.begin(d.origin)
		for ; i < len(parts) && f.unitOf[parts[i]] == index; i++ {
			d.line(f, parts[i])
		}
		limit := &d.scale.limits[index]
		d.feature(l.id(limit), lines, l.appendTags(tags[:0], limit))
	}
}

// id is the id of a limit: of its level, of the codes on its two sides and of what else it tells.
func (l *limits) id(of *limit) uint64 {
	w := &l.levels[of.level]
	h := w.left[of.left]
	if of.right != topo.None {
		h = h.add(w.units[of.right].Code)
	}
	if of.territory {
		h = h.add("territoire")
	}
	if of.coast {
		h = h.add("cote")
	}
	return h.id()
}

func (l *limits) appendTags(tags []tag, of *limit) []tag {
	w := &l.levels[of.level]
	tags = append(tags, tag{l.level, w.name}, tag{l.left, w.codes[of.left]})
	if of.right != topo.None {
		tags = append(tags, tag{l.right, w.codes[of.right]})
	}
	if of.territory {
		tags = append(tags, tag{l.territory, l.yes})
	}
	if of.coast {
		tags = append(tags, tag{l.coast, l.yes})
	}
	return tags
}
