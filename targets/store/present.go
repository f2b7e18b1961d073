package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// Catalogue returns the catalogue as it stands, and whether the database is a
// training copy. The catalogue is shared and must not be modified.
func (s *Store) Catalogue(ctx context.Context) (c *targets.Catalogue, demo bool, err error) {
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
