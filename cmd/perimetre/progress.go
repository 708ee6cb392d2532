package main

import (
	"log/slog"
	"os"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows how far long steps are: a bar on a terminal, a line a step elsewhere.
type progress struct {
	out  *os.File
	log  *slog.Logger
	bars bool
	now  string
	bar  *progressbar.ProgressBar
}

func newProgress(out *os.File, log *slog.Logger) *progress {
	return &progress{out: out, log: log, bars: term.IsTerminal(int(out.Fd()))}
}

// step tells how far a step is; total is 0 when it is not known.
func (p *progress) step(step string, done, total int64) {
	if step != p.now {
		p.finish()
		p.now = step
		if p.bars {
			p.bar = progressbar.NewOptions64(max(total, 1), progressbar.OptionSetWriter(p.out),
				progressbar.OptionSetDescription(step), progressbar.OptionClearOnFinish())
		} else {
			p.log.Info(step)
		}
	}
	if p.bar != nil && total > 0 {
		p.bar.ChangeMax64(total)
		_ = p.bar.Set64(done) // a bar that cannot be drawn stops nothing
	}
}

// finish ends the last step.
func (p *progress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish()
		p.bar = nil
	}
}
