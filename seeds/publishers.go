package seeds

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/biaochi/biaochi/targets"
)

// publishersFile is where a folder of seeds lists the hosts that are a publisher's own.
const publishersFile = "publishers.yaml"

// A Publisher is a host where the publisher itself puts what it publishes.
type Publisher struct {
	Host      string // in small letters, without scheme and path
	Publisher targets.Text
	Names     []string // one of which a source must name; none: whatever stands there is its own
}

// Publishers reads the hosts that are a publisher's own. A folder without
// publishers.yaml has none. Faults are returned all at once, as targets.Faults.
func Publishers(fsys fs.FS) ([]Publisher, error) {
	if _, err := fs.Stat(fsys, publishersFile); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	books, err := rulebooks()
	if err != nil {
		return nil, err
	}
	s := readSource(fsys, publishersFile)
	if s.root == nil {
		return nil, s.faults
	}
	broken := books["publishers"].check(s)
	checkTexts(s)
	var list []Publisher
	seen := map[string]bool{}
	each(items[Publisher](s, "publishers", "", broken), func(e *entry[Publisher]) {
		if seen[e.v.Host] {
			e.fault("host", fmt.Sprintf("%s 已经写过", e.v.Host), "一个主机名只写一次")
		}
		seen[e.v.Host] = true
		list = append(list, *e.v)
	})
	if len(s.faults) > 0 {
		return nil, (&files{sources: []*source{s}}).faults()
	}
	return list, nil
}
