package store

import (
	"context"
	"database/sql"
)

func (v *verifier) closings(ctx context.Context) error {
	return each(ctx, v.tx, `SELECT entry, task, closed, reason FROM task_closing ORDER BY entry`, nil, func(rows *sql.Rows) error {
		var entry int64
		var task, reason string
		var closed bool
		if err := rows.Scan(&entry, &task, &closed, &reason); err != nil {
			return err
		}
		v.add(entry, tableClosing, closingRow(task, closed, reason))
		return nil
	})
}

func (v *verifier) taskProofs(ctx context.Context) error {
	return each(ctx, v.tx, `SELECT entry, task, sha256 FROM task_evidence ORDER BY entry, task, sha256`, nil, func(rows *sql.Rows) error {
		var entry int64
		var task, sum string
		if err := rows.Scan(&entry, &task, &sum); err != nil {
			return err
		}
		v.add(entry, tableTaskProof, fields(task, sum))
		return nil
	})
}
