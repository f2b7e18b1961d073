package report

import (
	"embed"
	"fmt"
	"path"
	"slices"

	"github.com/biaochi/biaochi/charts/assets"
)

//go:embed assets
var assetFiles embed.FS

// loadAssets returns what the pages need beside themselves, by path from the
// root of the site. Without the drawing library it fails at once, with the way
// out, and not on the first page with a picture.
func loadAssets() (map[string][]byte, error) {
	echarts, err := assets.ECharts()
	if err != nil {
		return nil, fmt.Errorf("load drawing library: %w", err)
	}
	files := map[string][]byte{assetsFolder + "echarts.js": echarts}
	entries, err := assetFiles.ReadDir("assets")
	if err != nil {
		return nil, fmt.Errorf("list assets: %w", err)
	}
	for _, entry := range entries {
		b, err := assetFiles.ReadFile(path.Join("assets", entry.Name()))
		if err != nil {
			return nil, fmt.Errorf("read asset: %w", err)
		}
		files[assetsFolder+entry.Name()] = b
	}
	return files, nil
}

// sortedPaths lists the paths of files in order.
func sortedPaths[V any](files map[string]V) []string {
	paths := make([]string, 0, len(files))
	for p := range files {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	return paths
}
