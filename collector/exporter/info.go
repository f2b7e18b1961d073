package exporter

import (
	"cmp"

	"github.com/biaochi/biaochi/targets"
)

// An infoLabel is a text of biaochi_target_info.
type infoLabel struct {
	name string
	text func(*targets.Evaluation, *targets.Area) string
}

// infoLabels are in alphabetical order. Their names are the keys of `biaochi
// targets --format json` where it has the same; the plain name is Chinese, the
// _en twin English. A phrase of a document (as_written, document_number) stays
// in its language.
var infoLabels = [...]infoLabel{
	{"accumulation", func(e *targets.Evaluation, _ *targets.Area) string { return string(e.Indicator.Accumulation) }},
	{"area", func(e *targets.Evaluation, _ *targets.Area) string { return e.Target.Area }},
	{"area_name", func(_ *targets.Evaluation, a *targets.Area) string { return a.Name.In(targets.ZH) }},
	{"area_name_en", func(_ *targets.Evaluation, a *targets.Area) string { return a.Name.In(targets.EN) }},
	{"as_written", func(e *targets.Evaluation, _ *targets.Area) string { return e.Target.AsWritten }},
	{"comparator", func(e *targets.Evaluation, _ *targets.Area) string { return string(e.Comparator()) }},
	{"document", func(e *targets.Evaluation, _ *targets.Area) string { return e.Target.Document }},
	{"document_name", func(e *targets.Evaluation, _ *targets.Area) string { return documentName(e).In(targets.ZH) }},
	{"document_name_en", func(e *targets.Evaluation, _ *targets.Area) string { return documentName(e).In(targets.EN) }},
	{"document_number", func(e *targets.Evaluation, _ *targets.Area) string { return e.Document.Number }},
	{"indicator", func(e *targets.Evaluation, _ *targets.Area) string { return e.Target.Indicator }},
	{"indicator_name", func(e *targets.Evaluation, _ *targets.Area) string { return e.Indicator.Name.In(targets.ZH) }},
	{"indicator_name_en", func(e *targets.Evaluation, _ *targets.Area) string { return e.Indicator.Name.In(targets.EN) }},
	{"locator", func(e *targets.Evaluation, _ *targets.Area) string { return e.Target.Locator.In(targets.ZH) }},
	{"locator_en", func(e *targets.Evaluation, _ *targets.Area) string { return e.Target.Locator.In(targets.EN) }},
	{"measure", func(e *targets.Evaluation, _ *targets.Area) string { return string(e.Indicator.Measure) }},
	{"target", func(e *targets.Evaluation, _ *targets.Area) string { return e.Target.ID }},
	{"unit", func(e *targets.Evaluation, _ *targets.Area) string { return e.Indicator.ValueUnit(targets.ZH) }},
	{"unit_en", func(e *targets.Evaluation, _ *targets.Area) string { return e.Indicator.ValueUnit(targets.EN) }},
}

// documentName is the short title, or the full one where there is none.
func documentName(e *targets.Evaluation) targets.Text {
	return cmp.Or(e.Document.Short, e.Document.Title)
}

func infoNames() []string {
	names := make([]string, len(infoLabels))
	for i, l := range infoLabels {
		names[i] = l.name
	}
	return names
}
