package report

import "context"

func (p page) changes(_ context.Context, f *frame) error {
	f.Title = p.say("变化", "Changes")
	f.Crumbs = []link{{Text: p.say("总览", "Overview"), Href: f.Home}, {Text: f.Title}}
	return nil
}
