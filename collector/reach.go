package collector

import (
	"context"
	"fmt"

	"github.com/biaochi/biaochi/targets"
)

// Catalogue returns the catalogue, shared and not to be modified: the public names
// of areas, departments, indicators and tasks.
func (d *Desk) Catalogue(ctx context.Context) (*targets.Catalogue, error) {
	c, _, err := d.parts.Store.Catalogue(ctx)
	if err != nil {
		return nil, fmt.Errorf("read catalogue: %w", err)
	}
	return c, nil
}

// Offices lists the open offices whose filings the person may see.
func (d *Desk) Offices(ctx context.Context, p *Person) ([]targets.Office, error) {
	v, err := d.look(ctx, p)
	if err == nil {
		err = v.can(ActSeeLedger, Object{})
	}
	if err != nil {
		return nil, err
	}
	var list []targets.Office
	for _, o := range v.register.Offices {
		if !o.Closed && (v.may(p, ActSeeFiling, Object{Office: &o}) || v.may(p, ActSeeRegister, Object{Office: &o})) {
			list = append(list, o)
		}
	}
	return list, nil
}

// Forms lists the forms that an office of Offices fills in.
func (d *Desk) Forms(ctx context.Context, p *Person) ([]targets.Form, error) {
	offices, err := d.Offices(ctx, p)
	if err != nil {
		return nil, err
	}
	v, err := d.look(ctx, p)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, o := range offices {
		seen[o.ID] = true
	}
	var list []targets.Form
	for _, f := range v.register.Forms {
		for _, id := range f.Offices {
			if seen[id] {
				list = append(list, f)
				break
			}
		}
	}
	return list, nil
}
