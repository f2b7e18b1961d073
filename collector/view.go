package collector

import (
	"context"
	"fmt"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// An index is the catalogue prepared for the desk, for one day. It is shared by
// requests and never modified.
type index struct {
	catalogue  *targets.Catalogue
	demo       bool
	today      targets.Date
	tree       targets.AreaTree
	rules      *Rules
	indicators map[string]*targets.Indicator
	documents  map[string]*targets.Document
	fed        map[targets.SeriesKey][]string // ids of the targets that a series feeds, itself or as a sister
}

func newIndex(c *targets.Catalogue, today targets.Date, demo bool) *index {
	x := &index{
		catalogue: c, demo: demo, today: today, tree: targets.NewAreaTree(c.Areas), rules: NewRules(c, today, demo),
		documents: map[string]*targets.Document{}, fed: map[targets.SeriesKey][]string{},
	}
	x.indicators = x.rules.indicators
	for i := range c.Documents {
		x.documents[c.Documents[i].ID] = &c.Documents[i]
	}
	for i := range c.Targets {
		x.feed(&c.Targets[i])
	}
	return x
}

// feed notes which series feed a target.
func (x *index) feed(t *targets.Target) {
	k := targets.SeriesKey{Indicator: t.Indicator, Area: t.Area}
	x.fed[k] = append(x.fed[k], t.ID)
	if i := x.indicators[t.Indicator]; i != nil && i.Sister != "" {
		k.Indicator = i.Sister
		x.fed[k] = append(x.fed[k], t.ID)
	}
}

// area is the newest version of a code; one that is gone has its code for a name.
func (x *index) area(code string) *targets.Area {
	if a := x.tree.Area(code); a != nil {
		return a
	}
	return &targets.Area{Code: code, Name: targets.Text{ZH: code, EN: code}}
}

// A view is what one request sees: the catalogue, the register and who asks.
type view struct {
	*index
	rights
	d        *Desk
	p        *Person
	now      time.Time
	register *targets.Register
	sums     *sums
}

// look reads what every request needs.
func (d *Desk) look(ctx context.Context, p *Person) (*view, error) {
	now := d.parts.Clock()
	x, err := d.indexed(ctx, targets.DateOf(now))
	if err != nil {
		return nil, err
	}
	register, err := d.parts.Filings.Register(ctx, time.Time{})
	if err != nil {
		return nil, fmt.Errorf("read the register: %w", err)
	}
	return &view{index: x, rights: rights{areas: x.tree}, d: d, p: p, now: now, register: register, sums: d.summed(x, register)}, nil
}

// indexed prepares the catalogue, once for each catalogue and day.
func (d *Desk) indexed(ctx context.Context, today targets.Date) (*index, error) {
	c, demo, err := d.parts.Store.Catalogue(ctx)
	if err != nil {
		return nil, fmt.Errorf("read catalogue: %w", err)
	}
	if x := d.index.Load(); x != nil && x.catalogue == c && x.today == today && x.demo == demo {
		return x, nil
	}
	x := newIndex(c, today, demo)
	d.index.Store(x)
	return x, nil
}

// can authorises, without an object's existence being told.
func (v *view) can(a Action, o Object) error { return v.authorise(v.p, a, o) }

// names are the users' names by id.
func (v *view) names(ctx context.Context) (map[string]string, error) {
	names, err := v.d.parts.People.Names(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the users' names: %w", err)
	}
	return names, nil
}

// nameOf is a user's name; the command line has none.
func nameOf(names map[string]string, id string) string {
	switch name := names[id]; {
	case id == Operator:
		return "命令行"
	case name != "":
		return name
	}
	return id
}

// origin is what the desk's figures are marked with.
func (x *index) origin() targets.Origin {
	if x.demo {
		return targets.OriginDemo
	}
	return targets.OriginOffice
}
