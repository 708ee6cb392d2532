package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"
	"time"
)

// comparison is a section of the page: one piece of work, and the ways of doing it.
type comparison struct {
	name    string // on the command line
	title   string
	setting string // what is measured, in Markdown
	memory  string // what the column of memory holds: peak, allocated, mixed or resident
	load    bool   // whether ways are servers under load: the table tells requests and tiles, not times and memory
	postgis bool   // whether a way is PostGIS
	ways    func(context.Context, *bench) ([]*way, error)
	targets []target
	words   bool   // whether the page quotes what the programs said
	bound   string // what bounds the times, as a profile tells: printed where a target is missed

	// more writes what the section tells beside its tables, once the ways have run; nil for nothing.
	more func(named func(string) *way) string
}

// What the column of memory holds.
const (
	peak      = "peak memory"
	allocated = "allocated"
	mixed     = "allocated, or peak of a process"
	resident  = "resident memory"
)

// compare measures a comparison and prints it: its name and the folder of the bench are the arguments.
func compare(ctx context.Context, args []string) error {
	chosen, err := choose(args[:1])
	if err != nil {
		return err
	}
	b, err := newBench(args[1])
	if err != nil {
		return err
	}
	defer b.stop()
	c := chosen[0]
	ways, err := c.ways(ctx, b)
	if err != nil {
		return fmt.Errorf("%s: %w", c.name, err)
	}
	if err := inTurn(ctx, ways, func(w *way) {
		last := w.samples[len(w.samples)-1]
		log.Printf("%s: %s, %s %s", c.name, w.name, c.told(last.took), bytes(last.memory))
	}); err != nil {
		return fmt.Errorf("%s: %w", c.name, err)
	}
	_, err = os.Stdout.WriteString(c.markdown(ways))
	return err
}

// markdown writes the section. The ratio of a way is to the first one of its group; one that is alone has none.
func (c comparison) markdown(ways []*way) string {
	var s strings.Builder
	fmt.Fprintf(&s, "## %s\n\n%s\n\n", c.title, c.setting)
	c.table(&s, ways)
	if len(c.targets) > 0 {
		s.WriteString("\n| aimed at | measured | |\n|---|---:|---|\n")
	}
	missed := false
	for _, target := range c.targets {
		measured, ok := target.measure(named(ways))
		verdict := "reached"
		switch {
		case target.fact:
			verdict = ""
		case !ok:
			verdict, missed = "**missed**", true
		}
		fmt.Fprintf(&s, "| %s | %s | %s |\n", target.text, measured, verdict)
	}
	if missed && c.bound != "" {
		fmt.Fprintf(&s, "\nWhat bounds it: %s\n", c.bound)
	}
	if c.words {
		s.WriteString("\nWhat each says:\n\n")
		for _, w := range ways {
			if said := w.samples[0].said; said != "" {
				fmt.Fprintf(&s, "- %s: `%s`\n", w.name, said)
			}
		}
	}
	if c.more != nil {
		s.WriteString("\n" + c.more(named(ways)))
	}
	return s.String()
}

// table writes a line for each way.
func (c comparison) table(s *strings.Builder, ways []*way) {
	columns := timeColumns(c.memory)
	if c.load {
		columns = loadColumns()
	}
	s.WriteString("|")
	for _, column := range columns {
		s.WriteString(" " + column.title + " |")
	}
	s.WriteString("\n|---" + strings.Repeat("|---:", len(columns)-1) + "|\n")
	groups := map[string][]*way{}
	for _, w := range ways {
		groups[w.group] = append(groups[w.group], w)
	}
	for _, w := range ways {
		s.WriteString("|")
		for _, column := range columns {
			s.WriteString(" " + column.of(w, groups[w.group]) + " |")
		}
		s.WriteString("\n")
	}
}

// named finds a way by its name. A target that names none is an error of this program.
func named(ways []*way) func(name string) *way {
	return func(name string) *way {
		for _, w := range ways {
			if w.name == name {
				return w
			}
		}
		panic("no way is named " + name)
	}
}

// told writes the time of a sample: that of one request among many is best told by their rate.
func (c comparison) told(took time.Duration) string {
	if c.load {
		return rate(took) + " requests/s"
	}
	return duration(took)
}
