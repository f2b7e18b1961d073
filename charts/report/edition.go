package report

import "github.com/biaochi/biaochi/targets"

// keepsNote reports whether the edition shows what an office typed beside its
// figure: it was typed for the offices above.
func (b *book) keepsNote(f *targets.Figure) bool {
	return !b.public || f.Origin != targets.OriginOffice && f.Origin != targets.OriginDemo
}

// said is what an office typed of a task, for the offices above: a public edition
// has the stage and the day, and not the text.
func (b *book) said(st *targets.TaskStatus) string {
	if b.public {
		return ""
	}
	return st.Text
}
