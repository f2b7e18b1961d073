package targets

// An Evidence (佐证材料) is a file that supports figures, kept by its SHA-256.
type Evidence struct {
	SHA256    string // hex, of Data
	Name      string // as the person gave it, without a path
	MediaType string
	Data      []byte // 5 MiB at most
}

// An EvidenceHead is what is known of a stored file without its bytes.
type EvidenceHead struct {
	SHA256    string `json:"sha256"`
	Name      string `json:"name"`
	MediaType string `json:"media_type"`
	Size      int    `json:"size"` // bytes
}
