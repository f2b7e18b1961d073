package store

// A closingContent is what a reviewer made of a task as its entry tells it.
type closingContent struct {
	Task   string `json:"task"`
	Closed bool   `json:"closed"`
	Reason string `json:"reason,omitempty"`
}
