package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// glance reads the newest head. It begins no transaction and cannot be cut off:
// for one small row both would cost more than the reading.
func (s *Store) glance(ctx context.Context) (head, error) {
	return readHead(context.WithoutCancel(ctx), s.engine.Read)
}

// Catalogue returns the catalogue as it stands, and whether the database is a
// training copy. The catalogue is shared and must not be modified.
func (s *Store) Catalogue(ctx context.Context) (c *targets.Catalogue, demo bool, err error) {
	if h, err := s.glance(ctx); err == nil {
		d, m := s.decoded.kept(h.catalogue), s.founded.Load()
		if d != nil && m != nil {
			return &d.Catalogue, m.demo, nil
		}
	}
	err = s.read(ctx, func(tx *sql.Tx) error {
		v, err := s.look(ctx, tx, time.Time{})
		if err != nil {
			return err
		}
		d, err := s.decoded.at(ctx, tx, v.catalogue)
		if err != nil {
			return err
		}
		c, demo = &d.Catalogue, v.meta.demo
		return nil
	})
	return c, demo, err
}
