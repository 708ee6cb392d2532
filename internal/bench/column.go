package main

import (
	"fmt"
	"strconv"
	"time"
)

// column is one of the table of a section: what it tells of a way, which is one of a group.
type column struct {
	title string
	of    func(w *way, group []*way) string
}

// timeColumns are those of work that is timed.
func timeColumns(memory string) []column {
	return []column{
		nameColumn(), runsColumn(),
		{"median", func(w *way, _ []*way) string { return duration(w.median()) }},
		{"range", func(w *way, _ []*way) string {
			least, most := w.span()
			return duration(least) + "–" + duration(most)
		}},
		ratioColumn(),
		{memory, func(w *way, _ []*way) string { return bytes(w.memory()) }},
	}
}

// loadColumns are those of servers under load, where the time of a sample is that of a request, many being under way at once.
func loadColumns() []column {
	return []column{
		nameColumn(), runsColumn(),
		{"requests/s", func(w *way, _ []*way) string { return rate(w.median()) }},
		{"range", func(w *way, _ []*way) string {
			least, most := w.span()
			return rate(most) + "–" + rate(least)
		}},
		ratioColumn(),
		{"p99", func(w *way, _ []*way) string {
			if w.tail() == 0 {
				return ""
			}
			return duration(w.tail())
		}},
		{"a tile", func(w *way, _ []*way) string { return bytes(w.tile.size) }},
		{"gzipped", func(w *way, _ []*way) string { return bytes(w.tile.gzipped) }},
	}
}

func nameColumn() column { return column{"", func(w *way, _ []*way) string { return w.name }} }

func runsColumn() column {
	return column{"runs", func(w *way, _ []*way) string { return strconv.Itoa(len(w.samples)) }}
}

// ratioColumn is to the first way of a group; one that is alone has no ratio.
func ratioColumn() column {
	return column{"× perimetre", func(w *way, group []*way) string {
		if len(group) == 1 {
			return ""
		}
		digits := 1
		times := w.times(group[0])
		if times < 1 {
			digits = 2
		}
		return strconv.FormatFloat(times, 'f', digits, 64)
	}}
}

// rate writes how many requests a second are answered when one takes so long.
func rate(took time.Duration) string {
	perSecond := 1 / took.Seconds()
	if perSecond < 100 {
		return fmt.Sprintf("%.1f", perSecond)
	}
	return fmt.Sprintf("%.0f", perSecond)
}
