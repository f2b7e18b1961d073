package report

import "context"

func (p page) area(_ context.Context, f *frame) error {
	f.Title = p.book.snap.AreaName(p.id, p.lang)
	f.Crumbs = []link{{Text: p.say("总览", "Overview"), Href: f.Home}, {Text: f.Title}}
	return nil
}
