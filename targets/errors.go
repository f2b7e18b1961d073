package targets

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what sort of failure an Error is, and so how an edge answers it.
type Kind string

// The kinds of failure a person can act on. Anything that is not an *Error is
// internal: it is logged once and shown as 「系统出错，请联系管理员。」.
const (
	Invalid   Kind = "invalid"   // what was given is wrong
	NotFound  Kind = "not_found" // what was asked for does not exist
	Conflict  Kind = "conflict"  // somebody else was first
	Forbidden Kind = "forbidden" // not allowed to this person
)

// An Error is a failure the person at the desk can act on. Text is shown.
type Error struct {
	Kind  Kind
	Field string // the form field, column or key at fault, if one is
	Text  string // what is wrong and what would be right, in Chinese
}

func (e *Error) Error() string {
	if e.Field == "" {
		return e.Text
	}
	return e.Field + "：" + e.Text
}

// KindOf returns the Kind of an *Error in err's chain, or "" for an internal error.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return ""
}

// A Fault is one thing wrong with an input, at one place.
type Fault struct {
	File  string // name as the person gave it
	Line  int    // 1-based; 0 when the fault is not on one line
	Field string // column header, YAML path or flag
	Text  string // what is wrong
	Fix   string // what would be right, if it can be said
}

// String prints "file:line: field: text；fix" on one line.
func (f Fault) String() string {
	var b strings.Builder
	b.WriteString(f.File)
	if f.Line > 0 {
		fmt.Fprintf(&b, ":%d", f.Line)
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	if f.Field != "" {
		b.WriteString(f.Field + ": ")
	}
	b.WriteString(f.Text)
	if f.Fix != "" {
		b.WriteString("；" + f.Fix)
	}
	return strings.NewReplacer("\n", " ", "\r", " ").Replace(b.String())
}

// Faults is everything wrong with one input, in the order of the input. It is
// an error of kind Invalid: nothing of the input was written.
type Faults []Fault

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, one := range f {
		lines[i] = one.String()
	}
	return strings.Join(lines, "\n")
}
