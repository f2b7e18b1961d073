package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/collector/sheet"
	"github.com/biaochi/biaochi/targets/store"
)

// newDesk wires a desk for one command, at which nobody signs in.
func newDesk(st *store.Store, now func() time.Time) *collector.Desk {
	return deskWith(st, newAccounts(st, now, slog.New(slog.DiscardHandler)), now)
}

// deskWith wires the desk to the store, the figure files and the accounts.
func deskWith(st *store.Store, accounts *collector.Accounts, now func() time.Time) *collector.Desk {
	return collector.NewDesk(collector.Parts{Store: deskStore{st}, Open: sheet.Open, Canonical: store.CanonicalFigure, Clock: now,
		Filings: st, People: accounts.People()})
}

func newAccounts(st *store.Store, now func() time.Time, log *slog.Logger) *collector.Accounts {
	return collector.NewAccounts(collector.AccountParts{Store: st, Clock: now, Log: log})
}

// deskStore is the Store as the desk asks for it.
type deskStore struct{ *store.Store }

func (s deskStore) Import(ctx context.Context, actor string, b collector.Batch, now time.Time) (int64, error) {
	return s.Store.Import(ctx, actor, store.ImportBatch(b), now)
}
