package entry

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed assets
var assetFiles embed.FS

const assetsFolder = "/work/assets/"

type asset struct {
	content []byte
	etag    string
}

// newAssets serves the scripts and the style sheet to everybody: they hold
// nothing of an office.
func newAssets() (http.Handler, error) {
	entries, err := assetFiles.ReadDir("assets")
	if err != nil {
		return nil, fmt.Errorf("list assets: %w", err)
	}
	all := map[string]asset{}
	for _, e := range entries {
		b, err := assetFiles.ReadFile(path.Join("assets", e.Name()))
		if err != nil {
			return nil, fmt.Errorf("read asset: %w", err)
		}
		sum := sha256.Sum256(b)
		all[e.Name()] = asset{b, `"` + hex.EncodeToString(sum[:16]) + `"`}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		secure(w.Header())
		name := strings.TrimPrefix(r.URL.Path, assetsFolder)
		a, ok := all[name]
		if !ok {
			http.Error(w, textNoPage, http.StatusNotFound)
			return
		}
		w.Header().Set("Cache-Control", "no-cache") // keep it, but ask
		w.Header().Set("ETag", a.etag)
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(a.content))
	}), nil
}
