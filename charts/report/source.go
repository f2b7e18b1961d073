package report

import (
	"net/url"
	"slices"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// A Publisher is a host where the publisher itself puts what it publishes.
type Publisher struct {
	Host  string
	Names []string // one of which a source's title must have; none: whatever stands there is its own
}

func hostsOf(list []Publisher) map[string][]string {
	hosts := make(map[string][]string, len(list))
	for _, p := range list {
		hosts[strings.ToLower(p.Host)] = p.Names
	}
	return hosts
}

// source names where a figure was published first. It is a link only to the
// publisher's own host; an address elsewhere is a copy that nobody vetted, which
// is said and not led to.
func (p page) source(f *targets.Figure) link {
	l := link{Text: f.SourceTitle}
	u, err := url.Parse(f.SourceURL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" {
		return l
	}
	host := strings.ToLower(u.Hostname())
	if l.Text == "" {
		l.Text = host
	}
	switch {
	case p.book.publishes(host, f.SourceTitle):
		l.Href = f.SourceURL
	case !strings.HasSuffix(host, ".gov.cn"):
		l.Text += p.say("（转载）", " (reprint)")
	}
	return l
}

// publishes reports whether a host is the own one of the publisher that a title names.
func (b *book) publishes(host, title string) bool {
	names, ok := b.hosts[host]
	return ok && (len(names) == 0 || slices.ContainsFunc(names, func(name string) bool { return strings.Contains(title, name) }))
}
