package report

import "context"

func (p page) areas(_ context.Context, f *frame) error {
	f.Title = p.say("地区", "Areas")
	f.Crumbs = []link{{Text: p.say("总览", "Overview"), Href: f.Home}, {Text: f.Title}}
	return nil
}
