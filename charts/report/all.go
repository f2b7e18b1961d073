package report

import "context"

func (p page) allTargets(_ context.Context, f *frame) error {
	f.Title = p.say("全部目标", "All targets")
	f.Crumbs = []link{{Text: p.say("总览", "Overview"), Href: f.Home}, {Text: f.Title}}
	return nil
}
