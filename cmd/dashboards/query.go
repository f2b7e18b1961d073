package main

import (
	"fmt"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// one selects what a dashboard is about: one program that is scraped.
const one = `job="$job", instance="$instance"`

// past is how far a panel of history looks back for a point: history loaded by
// `biaochi export --format openmetrics` has month ends only, a year ago and before.
const past = "32d"

// now is what a panel of the present looks back; the variable window is five
// minutes, or 32 days for who moves the end of the time range into the past.
const now = "$window"

// last is the newest value of each series of a metric.
func last(metric, selector, window string) string {
	return "last_over_time(" + metric + "{" + join(one, selector) + "}[" + window + "])"
}

func join(parts ...string) string {
	var some []string
	for _, p := range parts {
		if p != "" {
			some = append(some, p)
		}
	}
	return strings.Join(some, ", ")
}

// by keeps only some labels of what one program says of each target.
func by(labels, expr string) string { return "max by (" + labels + ") (" + expr + ")" }

// info is biaochi_target_info with one series a target even while a name has
// just changed, with «%» in place of the unit 1 of ratios.
func info(selector, window string) string {
	expr := "topk by (target) (1, " + last("biaochi_target_info", selector, window) + ")"
	for _, unit := range []string{"unit", "unit_en"} {
		expr = fmt.Sprintf(`label_replace(%s, %q, "%%", "measure", "ratio")`, expr, unit)
	}
	return expr
}

// named gives each target of expr the names asked for. Labels beyond target that
// expr has are kept.
func (m maker) named(expr, selector, window string, names ...string) string {
	return expr + " * on (target) group_left (" + m.labels(names...) + ") " + info(selector, window)
}

func (m maker) labels(names ...string) string {
	var all []string
	for _, n := range names {
		all = append(all, m.label(n))
	}
	return strings.Join(all, ", ")
}

// shown is a value, goal or forecast as it is printed: of a ratio its percentage,
// since one column holds numbers of every unit.
func shown(expr, selector, window string) string {
	return expr + ` * on (target) group_left () (count by (target) (` + last("biaochi_target_info", join(selector, `measure!="ratio"`), window) + `) ^ 0` +
		` or 100 * count by (target) (` + last("biaochi_target_info", join(selector, `measure="ratio"`), window) + `) ^ 0)`
}

// inState keeps the targets of expr that are in one of the states.
func inState(expr, states, selector, window string) string {
	return expr + ` and on (target) ` + last("biaochi_target_state", join(selector, `state=~"`+states+`"`), window) + ` == 1`
}

// count counts targets in one of the states, by labels.
func count(by, states, selector, window string) string {
	expr := "sum"
	if by != "" {
		expr += " by (" + by + ")"
	}
	return expr + " (" + last("biaochi_target_state", join(selector, `state=~"`+states+`"`), window) + ")"
}

// stateNumber is the state of one target as its place among targets.States, from
// 1: a timeline needs numbers.
func stateNumber(selector string) string {
	var terms []string
	for i, s := range targets.States {
		terms = append(terms, fmt.Sprintf(`%d * sum(%s)`, i+1, last("biaochi_target_state", join(selector, `state="`+string(s)+`"`), past)))
	}
	return strings.Join(terms, " + ")
}
