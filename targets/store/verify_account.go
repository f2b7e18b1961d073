package store

import (
	"context"
	"database/sql"

	"github.com/biaochi/biaochi/targets"
)

func (v *verifier) failures(ctx context.Context) error {
	const query = `SELECT entry, account, address, count, since FROM sign_in_failure ORDER BY entry, account, address`
	return each(ctx, v.tx, query, nil, func(rows *sql.Rows) error {
		var entry int64
		var f targets.SignInFailures
		var since string
		if err := rows.Scan(&entry, &f.Account, &f.Address, &f.Count, &since); err != nil {
			return err
		}
		if err := readTime(&f.Since, since); err != nil {
			v.fault(entry, "第 %d 号记录的登录失败时间无法读取", entry)
		}
		v.add(entry, tableSignIn, failuresRow(&f))
		return nil
	})
}
