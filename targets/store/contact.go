package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/biaochi/biaochi/targets"
)

// PutContacts keeps the contacts of an office in place of the earlier ones.
func (s *Store) PutContacts(ctx context.Context, office string, list []targets.Contact) error {
	return s.save(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM contact WHERE office = $1`, office); err != nil {
			return fmt.Errorf("end earlier contacts: %w", err)
		}
		const insert = `INSERT INTO contact (office, position, name, post, phone) VALUES ($1, $2, $3, $4, $5)`
		for i, c := range list {
			if _, err := tx.ExecContext(ctx, insert, office, i+1, c.Name, c.Post, c.Phone); err != nil {
				return fmt.Errorf("keep the contacts: %w", err)
			}
		}
		return nil
	})
}

// Contacts returns the contacts of an office, in the order they were given.
func (s *Store) Contacts(ctx context.Context, office string) ([]targets.Contact, error) {
	all, err := s.contacts(ctx, ` WHERE office = $1`, office)
	return all[office], err
}

// AllContacts returns the contacts of every office that has some.
func (s *Store) AllContacts(ctx context.Context) (map[string][]targets.Contact, error) {
	return s.contacts(ctx, ``)
}

func (s *Store) contacts(ctx context.Context, where string, args ...any) (map[string][]targets.Contact, error) {
	all := map[string][]targets.Contact{}
	query := `SELECT office, name, post, phone FROM contact` + where + ` ORDER BY office, position`
	err := each(ctx, s.engine.Read, query, args, func(rows *sql.Rows) error {
		var office string
		var c targets.Contact
		err := rows.Scan(&office, &c.Name, &c.Post, &c.Phone)
		all[office] = append(all[office], c)
		return err
	})
	if err != nil {
		return nil, s.classify(fmt.Errorf("read contacts: %w", err))
	}
	return all, nil
}
