package exporter

import (
	"context"
	"time"
)

// A StoreSource tells of the files behind the Source. It is asked at every
// scrape, must be cheap and safe for concurrent use.
type StoreSource interface {
	// State looks at the files; an error says that they are no longer those that
	// the program opened, and fails the scrape.
	State(ctx context.Context) (StoreState, error)
}

// A StoreState is the store at one moment.
type StoreState struct {
	Database, WAL int64     // bytes of the file and of its write-ahead log
	LastEntry     time.Time // when the newest entry of the chain was written; zero: there is none
}
