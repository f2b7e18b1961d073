package collector

import (
	"fmt"
	"slices"

	"github.com/biaochi/biaochi/targets"
)

// maxFaults bounds what is told of one input: whoever has a thousand faults to
// mend mends the cause.
const maxFaults = 1000

// A faultList gathers the faults or warnings of one file, up to maxFaults, and
// counts the rest.
type faultList struct {
	file string
	list targets.Faults
	more int
}

// add records a finding at a line; field is the column as the file names it.
func (l *faultList) add(line int, field, text, fix string) {
	if len(l.list) >= maxFaults {
		l.more++
		return
	}
	l.list = append(l.list, targets.Fault{File: l.file, Line: line, Field: field, Text: text, Fix: fix})
}

// sorted returns the faults in the order of the input, the uncounted ones last.
func (l *faultList) sorted() targets.Faults {
	slices.SortStableFunc(l.list, func(a, b targets.Fault) int { return a.Line - b.Line })
	if l.more > 0 {
		return append(slices.Clip(l.list), targets.Fault{File: l.file, Text: fmt.Sprintf("另有 %d 处未逐条列出", l.more)})
	}
	return l.list
}

// err returns the faults as an error, or nil when there are none.
func (l *faultList) err() error {
	if len(l.list) == 0 {
		return nil
	}
	return l.sorted()
}
