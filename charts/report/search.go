package report

import "context"

func (p page) search(_ context.Context, f *frame) error {
	f.Title = p.say("搜索", "Search")
	f.Crumbs = []link{{Text: p.say("总览", "Overview"), Href: f.Home}, {Text: f.Title}}
	return nil
}
