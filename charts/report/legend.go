package report

import (
	"slices"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// A legend line says what a light means.
type legend struct {
	Light  targets.Light
	States string
}

// legend lists the verdicts behind each light, in the order of their states.
func (p page) legend() []legend {
	var lines []legend
	for _, l := range targets.Lights {
		var names []string
		for _, s := range targets.States {
			if s.Light() == l {
				names = append(names, verdicts(s, p.lang)...)
			}
		}
		line := legend{l, strings.Join(names, p.say("、", ", "))}
		if l == targets.Blue {
			line.States += p.say("（期限已过，期末数尚未报来；不是“临期”）", " (the deadline has passed and the final figure is not in; not “due soon”)")
		}
		lines = append(lines, line)
	}
	return lines
}

// verdicts are the names that a state is shown under: one State may stand for
// several, by what is measured, wanted and known. Each one is asked of an
// evaluation made for it, so that a legend never has other words than a row.
func verdicts(s targets.State, lang targets.Lang) []string {
	var names []string
	for _, m := range []targets.Measure{targets.Count, targets.Direction} {
		for _, c := range []targets.Comparator{targets.AtLeast, targets.AtMost} {
			for _, pace := range []targets.Decimal{targets.NewDecimal(1), targets.MustDecimal("0.95")} {
				for _, at := range []targets.AtDeadline{targets.DeadlineShort, targets.DeadlineUnknown} {
					e := targets.Evaluation{
						Target: &targets.Target{Comparator: c, Goal: targets.NewDecimal(1)}, Indicator: &targets.Indicator{Measure: m}, State: s, Pace: pace, AtDeadline: at,
					}
					if name := e.StateName(lang); !slices.Contains(names, name) {
						names = append(names, name)
					}
				}
			}
		}
	}
	return names
}
