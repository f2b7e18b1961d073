package store

// A failuresContent is failed attempts to sign in as their entry tells them.
type failuresContent struct {
	Account string `json:"account,omitempty"`
	Address string `json:"address"`
	Count   int    `json:"count"`
	Since   string `json:"since"`
}
