package check

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"perimetre/geo"
)

// say words a sentence in both languages: the same values, formatted for each.
func say(fr, en string, values ...any) geo.Text {
	french, english := make([]any, len(values)), make([]any, len(values))
	for i, v := range values {
		french[i], english[i] = v, v
		if q, ok := v.(quantity); ok {
			french[i], english[i] = q.text(","), q.text(".")
		}
		if c, ok := v.(geo.Text); ok {
			french[i], english[i] = c.FR, c.EN
		}
		if l, ok := v.(list); ok {
			french[i], english[i] = l.text("et", "autres"), l.text("and", "others")
		}
		if t, ok := v.(things); ok {
			french[i], english[i] = count{t.n, t.name.FR}.text(t.n > 1), count{t.n, t.name.EN}.text(t.n != 1)
		}
		if d, ok := v.(time.Time); ok {
			french[i], english[i] = d.Format("02/01/2006"), d.Format(time.DateOnly)
		}
		if c, ok := v.(count); ok {
			french[i], english[i] = c.text(c.n > 1), c.text(c.n != 1)
		}
	}
	return geo.Text{FR: fmt.Sprintf(fr, french...), EN: fmt.Sprintf(en, english...)}
}

// quantity is a number with one decimal.
type quantity float64

func (q quantity) text(separator string) string {
	return strings.Replace(strconv.FormatFloat(float64(q), 'f', 1, 64), ".", separator, 1)
}

// identified is what a list gives for a member: its identifier, with its name where it has one.
func identified(id, name string) string {
	if name = strings.TrimSpace(name); name == "" {
		return id
	}
	return id + " (" + name + ")"
}

// count is a number of things whose name is the same in both languages and takes an s.
type count struct {
	n    int
	name string
}

// things are counted too, where the languages name them otherwise.
type things struct {
	n    int
	name geo.Text
}

func (c count) text(many bool) string {
	if many {
		return fmt.Sprintf("%d %ss", c.n, c.name)
	}
	return fmt.Sprintf("%d %s", c.n, c.name)
}

// list is names to enumerate: the first five, then a count.
type list []string

func (l list) text(and, others string) string {
	const most = 5
	switch {
	case len(l) == 0:
		return ""
	case len(l) == 1:
		return l[0]
	case len(l) > most+1:
		return fmt.Sprintf("%s %s %d %s", strings.Join(l[:most], ", "), and, len(l)-most, others)
	}
	return strings.Join(l[:len(l)-1], ", ") + " " + and + " " + l[len(l)-1]
}
