// Package assets holds the drawing library of the pages. It is fetched through
// npm at the version the lock file pins, trimmed and embedded; no third-party
// script is kept in the repository.
package assets

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// ErrMissing says that the program was built before the library was fetched.
var ErrMissing = errors.New("charts/assets/dist/echarts.js is missing: run make assets, then build again")

// ECharts returns the trimmed drawing library, or ErrMissing.
func ECharts() ([]byte, error) {
	b, err := dist.ReadFile("dist/echarts.js")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrMissing
	}
	if err != nil {
		return nil, fmt.Errorf("read embedded echarts.js: %w", err)
	}
	return b, nil
}
