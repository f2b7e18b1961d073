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
	scripts, err := assetFiles.ReadDir("assets/js")
	if err != nil {
		return nil, fmt.Errorf("list scripts: %w", err)
	}
	files := map[string][]byte{assetsFolder + "echarts.js": echarts}
	for _, entry := range scripts {
		b, err := assetFiles.ReadFile(path.Join("assets/js", entry.Name()))
		if err != nil {
			return nil, fmt.Errorf("read script: %w", err)
		}
		files[assetsFolder+entry.Name()] = b
	}
	files[assetsFolder+"report.css"], err = styleSheet("assets/css")
	return files, err
}

// styleSheet joins the parts of a style sheet in the order of their names: the
// base, then one for each kind of page, then narrow windows and paper.
func styleSheet(folder string) ([]byte, error) {
	entries, err := assetFiles.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("list style sheets: %w", err)
	}
	var all []byte
	for _, entry := range entries {
		b, err := assetFiles.ReadFile(path.Join(folder, entry.Name()))
		if err != nil {
			return nil, fmt.Errorf("read style sheet: %w", err)
		}
		all = append(all, b...)
	}
	return all, nil
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
