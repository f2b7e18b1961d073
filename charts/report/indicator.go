package report

import "context"

func (p page) indicator(_ context.Context, f *frame) error {
	f.Title = p.book.snap.Indicator(p.id).Name.In(p.lang)
	f.Crumbs = []link{{Text: p.say("总览", "Overview"), Href: f.Home}, {Text: f.Title}}
	return nil
}
