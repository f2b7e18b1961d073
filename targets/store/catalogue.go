package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
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
	cuts targets.CutPoints
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

func (c *catalogueCache) used(entry int64) {
	i := slices.Index(c.entries, entry)
	c.entries = append(slices.Delete(c.entries, i, i+1), entry)
}

// define decodes the versions into a catalogue in its own order. Retired
// targets, tasks and documents are left out. What figures or other nouns may
// still refer to (areas, departments, indicators) stays readable, at the end.
func define(versions map[nounKey]version) (*definitions, error) {
	d := &definitions{cuts: targets.DefaultCuts}
	if v, ok := versions[nounKey{kindCuts, cutsID}]; ok {
		if err := json.Unmarshal([]byte(v.body), &d.cuts); err != nil {
			return nil, fmt.Errorf("read the cut points: %w", err)
		}
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
