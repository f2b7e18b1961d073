package report

import "context"

func (p page) indicators(_ context.Context, f *frame) error {
	f.Title = p.say("指标", "Indicators")
	f.Crumbs = []link{{Text: p.say("总览", "Overview"), Href: f.Home}, {Text: f.Title}}
	return nil
}
