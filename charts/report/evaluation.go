package report

import "context"

// EvaluationOptions say which evaluation report is meant.
type EvaluationOptions struct {
	Document string // id of the document that is evaluated
	Area     string // code; "": all areas of the document
	Field    string // the variant of one field; "": all fields
}

// EvaluationReport makes the mid-term or final evaluation 评估报告 of a document.
func EvaluationReport(ctx context.Context, src Source, o Options, w EvaluationOptions) (*Paper, error) {
	o = o.withDefaults()
	b, err := read(ctx, src, o, o.day())
	if err != nil {
		return nil, err
	}
	if b.snap.Document(w.Document) == nil {
		return nil, notFound
	}
	p := newPaper(evaluationKind, b)
	p.Name, p.Title = "评估报告-"+w.Document, "评估报告"
	return p, nil
}
