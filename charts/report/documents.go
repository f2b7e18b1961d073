package report

import "context"

func (p page) documents(_ context.Context, f *frame) error {
	f.Title = p.say("文件", "Documents")
	f.Crumbs = []link{{Text: p.say("总览", "Overview"), Href: f.Home}, {Text: f.Title}}
	return nil
}
