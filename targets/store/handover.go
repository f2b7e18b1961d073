package store

// A handoverContent is a handover as its entry tells it; its body is vouched for
// by the digest.
type handoverContent struct {
	Form   string `json:"form"`
	Office string `json:"office"`
	Period string `json:"period"`
}
