package store

import "github.com/biaochi/biaochi/targets"

// An eventContent is what happened to a handover as its entry tells it.
type eventContent struct {
	Entry  int64                   `json:"entry"`
	Kind   targets.HandedEventKind `json:"kind"`
	Reason string                  `json:"reason,omitempty"`
}
