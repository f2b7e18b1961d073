package targets

import "time"

// A FilingDraft is what is being typed into a filing: one document, which may be
// overwritten and deleted, and is no part of the truth.
type FilingDraft struct {
	FilingKey
	Version int64  // 1, 2, …; of a save: the version the writer saw, 0 for none
	Body    string // JSON, in the desk's encoding
	Actor   string // who saved it last
	Saved   time.Time
}

// A FilingNow is what lies in a filing at one moment.
type FilingNow struct {
	Draft    FilingDraft            // Version 0: there is none
	Newest   map[Key]Figure         // the newest revisions, standing or not
	Standing map[SeriesKey][]Figure // each series oldest first
}
