package main

import (
	"fmt"
	"time"
)

// target is what a comparison aims at.
type target struct {
	text    string
	fact    bool // printed to be known: neither reached nor missed
	measure func(named func(string) *way) (measured string, reached bool)
}

// faster aims at taking so many times less time than another way.
func faster(us, them string, times float64) target {
	return target{
		text: fmt.Sprintf("%s at least %v× faster than %s", us, times, them),
		measure: func(named func(string) *way) (string, bool) {
			got := named(them).times(named(us))
			return fmt.Sprintf("%.1f×", got), got >= times
		},
	}
}

// within aims at a time.
func within(us string, limit time.Duration) target {
	return target{
		text: fmt.Sprintf("%s in less than %s", us, duration(limit)),
		measure: func(named func(string) *way) (string, bool) {
			got := named(us).median()
			return duration(got), got < limit
		},
	}
}

// share aims at so many times the requests of another way.
func share(us, them string, times float64) target {
	return target{
		text: fmt.Sprintf("%s at least %v× the requests of %s", us, times, them),
		measure: func(named func(string) *way) (string, bool) {
			got := named(them).times(named(us))
			return fmt.Sprintf("%.2f×", got), got >= times
		},
	}
}

// serving aims at so many requests a second.
func serving(us string, perSecond float64) target {
	return target{
		text: fmt.Sprintf("%s at least %.0f requests a second", us, perSecond),
		measure: func(named func(string) *way) (string, bool) {
			got := named(us).median()
			return rate(got), 1/got.Seconds() >= perSecond
		},
	}
}

// prompt aims at an answer in less than a time, for 99 requests of 100.
func prompt(us string, limit time.Duration) target {
	return target{
		text: fmt.Sprintf("%s answers 99 %% in less than %s", us, duration(limit)),
		measure: func(named func(string) *way) (string, bool) {
			got := named(us).tail()
			return duration(got), got < limit
		},
	}
}

// lighter aims at no more memory than another way.
func lighter(us, them string) target {
	return target{
		text: fmt.Sprintf("%s with no more memory than %s", us, them),
		measure: func(named func(string) *way) (string, bool) {
			ours, theirs := named(us).memory(), named(them).memory()
			return bytes(ours) + " and " + bytes(theirs), ours <= theirs
		},
	}
}

// below aims at an amount of memory.
func below(us string, limit int64) target {
	return target{
		text: fmt.Sprintf("%s with less than %s", us, bytes(limit)),
		measure: func(named func(string) *way) (string, bool) {
			got := named(us).memory()
			return bytes(got), got < limit
		},
	}
}

// slack is how much longer an item may take in the larger of two inputs where time is called linear: caches hold less of it.
const slack = 1.25

// linear aims at a time that grows no faster than the input, which is so many times larger.
func linear(small, large string, times float64) target {
	return target{
		text: fmt.Sprintf("%s in no more than %.2f × %v the time of %s", large, slack, times, small),
		measure: func(named func(string) *way) (string, bool) {
			got := named(large).times(named(small))
			return fmt.Sprintf("%.1f×", got), got <= slack*times
		},
	}
}

// duration writes a time with three digits that matter.
func duration(d time.Duration) string {
	switch {
	case d >= time.Second:
		return fmt.Sprintf("%.2f s", d.Seconds())
	case d >= 100*time.Millisecond:
		return fmt.Sprintf("%.0f ms", d.Seconds()*1e3)
	case d >= 10*time.Millisecond:
		return fmt.Sprintf("%.1f ms", d.Seconds()*1e3)
	}
	return fmt.Sprintf("%.2f ms", d.Seconds()*1e3)
}

// bytes writes an amount of memory in decimal units.
func bytes(n int64) string {
	switch {
	case n == 0:
		return ""
	case n >= 1e9:
		return fmt.Sprintf("%.2f GB", float64(n)/1e9)
	case n >= 1e6:
		return fmt.Sprintf("%.0f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%.0f kB", float64(n)/1e3)
}
