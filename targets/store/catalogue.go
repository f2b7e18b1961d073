package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/biaochi/biaochi/targets"
)

// A version is one stored version of a noun.
type version struct {
	noun
	number  int64
	retired bool
}

func (v *version) canonical() []byte {
	return fields(v.kind, v.id, fmt.Sprint(v.number), flagText(v.retired), v.body)
}

// readVersions returns the newest version of every catalogue row that entries
// up to last brought.
func readVersions(ctx context.Context, tx *sql.Tx, last int64) (map[nounKey]version, error) {
	const query = `
SELECT kind, id, version, retired, body FROM catalogue
WHERE entry <= $1 ORDER BY kind, id, version`
	all := map[nounKey]version{}
	err := each(ctx, tx, query, []any{last}, func(rows *sql.Rows) error {
		var v version
		var retired int64
		if err := rows.Scan(&v.kind, &v.id, &v.number, &retired, &v.body); err != nil {
			return err
		}
		v.retired = retired == 1
		all[v.key()] = v // the last one stays
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the catalogue: %w", err)
	}
	return all, nil
}

// A definitions is the catalogue as it stood after an entry. It is shared and
// never modified.
type definitions struct {
	targets.Catalogue
	cuts []datedCuts // by the day they hold from, oldest first
}

// catalogueCache keeps the catalogues that were decoded last, by the newest
// entry that is in them.
type catalogueCache struct {
	mu      sync.Mutex
	entries []int64 // the oldest use first
	byEntry map[int64]*definitions
}

// keptCatalogues is the present one and a few of earlier known-ats.
const keptCatalogues = 4

// at returns the catalogue as it stood after the entry last.
func (c *catalogueCache) at(ctx context.Context, tx *sql.Tx, last int64) (*definitions, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d := c.byEntry[last]; d != nil {
		c.used(last)
		return d, nil
	}
	versions, err := readVersions(ctx, tx, last)
	if err != nil {
		return nil, err
	}
	d, err := define(versions)
	if err != nil {
		return nil, err
	}
	if c.byEntry == nil {
		c.byEntry = map[int64]*definitions{}
	}
	if len(c.entries) == keptCatalogues {
		delete(c.byEntry, c.entries[0])
		c.entries = c.entries[1:]
	}
	c.byEntry[last] = d
	c.entries = append(c.entries, last)
	return d, nil
}

// kept is the catalogue of an entry if it was read before, else nil.
func (c *catalogueCache) kept(last int64) *definitions {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.byEntry[last]
}

func (c *catalogueCache) used(entry int64) {
	i := slices.Index(c.entries, entry)
	c.entries = append(slices.Delete(c.entries, i, i+1), entry)
}

// define decodes the versions into a catalogue in its own order. Retired
// targets, tasks and documents are left out. What figures or other nouns may
// still refer to (areas, departments, indicators) stays readable, at the end.
func define(versions map[nounKey]version) (*definitions, error) {
	d := &definitions{}
	var err error
	if d.cuts, err = cutSchedule(versions); err != nil {
		return nil, err
	}
	for _, kind := range nounKinds {
		list, err := inOrder(versions, kind)
		if err != nil {
			return nil, err
		}
		if err := d.fill(kind, list); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// inOrder lists the shown versions of a kind in the catalogue's order.
func inOrder(versions map[nounKey]version, kind string) ([]version, error) {
	var ids []string
	if v, ok := versions[nounKey{kindOrder, kind}]; ok {
		if err := json.Unmarshal([]byte(v.body), &ids); err != nil {
			return nil, fmt.Errorf("read the order of %s: %w", kind, err)
		}
	}
	list := make([]version, 0, len(ids))
	for _, id := range ids {
		if v := versions[nounKey{kind, id}]; !v.retired {
			list = append(list, v)
		}
	}
	if kind == kindArea || kind == kindDepartment || kind == kindIndicator {
		var gone []version
		for _, v := range versions {
			if v.kind == kind && v.retired {
				gone = append(gone, v)
			}
		}
		sortNouns(gone)
		list = append(list, gone...)
	}
	return list, nil
}

func (d *definitions) fill(kind string, list []version) (err error) {
	switch kind {
	case kindArea:
		d.Areas, err = decodeAll[targets.Area](list)
	case kindDepartment:
		d.Departments, err = decodeAll[targets.Department](list)
	case kindIndicator:
		d.Indicators, err = decodeAll[targets.Indicator](list)
	case kindDocument:
		d.Documents, err = decodeAll[targets.Document](list)
	case kindTarget:
		d.Targets, err = decodeAll[targets.Target](list)
	case kindTask:
		d.Tasks, err = decodeAll[targets.Task](list)
	}
	return err
}

func decodeAll[T any](list []version) ([]T, error) {
	out := make([]T, len(list))
	for i := range list {
		v, err := decode[T](list[i].noun)
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

// datedCuts are cut points that hold from a day on.
type datedCuts struct {
	from targets.Date
	targets.CutPoints
}

func cutSchedule(versions map[nounKey]version) ([]datedCuts, error) {
	list := []datedCuts{{CutPoints: targets.DefaultCuts}}
	for key, v := range versions {
		if key.kind != kindCuts {
			continue
		}
		var c datedCuts
		if err := json.Unmarshal([]byte(v.body), &c.CutPoints); err != nil {
			return nil, fmt.Errorf("read the cut points: %w", err)
		}
		if _, day, dated := strings.Cut(key.id, "@"); dated {
			from, err := targets.ParseDate(day)
			if err != nil {
				return nil, fmt.Errorf("read the cut points: %w", err)
			}
			c.from = from
			list = append(list, c)
		} else {
			list[0] = c
		}
	}
	slices.SortFunc(list, func(a, b datedCuts) int { return cmp.Compare(a.from, b.from) })
	return list, nil
}

// cutsOn are the cut points a day is judged by.
func (d *definitions) cutsOn(day targets.Date) targets.CutPoints {
	cuts := d.cuts[0].CutPoints
	for _, c := range d.cuts[1:] {
		if c.from <= day {
			cuts = c.CutPoints
		}
	}
	return cuts
}
