package report

import (
	"context"

	"github.com/biaochi/biaochi/targets"
)

// BulletinOptions say which bulletin is meant.
type BulletinOptions struct {
	Area    string         // code; "": the country
	Period  targets.Period // the period told of
	Ranking bool           // areas are ranked among each other
	Words   *BulletinWords // what people typed; nil: their places stay open
}

// BulletinWords are the parts of a bulletin that people write and a program never does.
type BulletinWords struct{}

// Bulletin makes the bulletin 通报 of an area for a period.
func Bulletin(ctx context.Context, src Source, o Options, w BulletinOptions) (*Paper, error) {
	o = o.withDefaults()
	b, err := read(ctx, src, o, o.day())
	if err != nil {
		return nil, err
	}
	p := newPaper(bulletinKind, b)
	p.Name, p.Title = "通报-"+w.Area+"-"+w.Period.String(), "通报"
	return p, nil
}
