package svg

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/biaochi/biaochi/charts"
)

// Font is what the texts of a drawing are set in: the fonts of the pages.
const Font = `"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif`

// onPaper are the options of a picture as JSON, in the colours of paper and the
// fonts of the pages, without what needs a reader's hand.
func onPaper(p charts.Picture) (string, error) {
	// Through JSON, so that what go-echarts' types carry is plain data.
	b, err := p.JSON()
	if err != nil {
		return "", err
	}
	var options map[string]any
	dec := json.NewDecoder(strings.NewReader(b))
	dec.UseNumber()
	if err := dec.Decode(&options); err != nil {
		return "", fmt.Errorf("read chart options: %w", err)
	}
	if err := resolve(options); err != nil {
		return "", err
	}
	still(options)
	options["textStyle"] = map[string]any{"fontFamily": Font}
	out, err := json.Marshal(options)
	if err != nil {
		return "", fmt.Errorf("marshal chart options: %w", err)
	}
	return string(out), nil
}

// resolve replaces the names of colours by their values, where a colour stands.
func resolve(node any) error {
	switch n := node.(type) {
	case []any:
		for _, child := range n {
			if err := resolve(child); err != nil {
				return err
			}
		}
	case map[string]any:
		for key, child := range n {
			name, isName := child.(string)
			if !isName || !strings.HasSuffix(strings.ToLower(key), "color") || !strings.HasPrefix(name, "--") {
				if err := resolve(child); err != nil {
					return err
				}
				continue
			}
			value, ok := charts.Palette[name]
			if !ok {
				return fmt.Errorf("no colour %s in the palette", name)
			}
			n[key] = value
		}
	}
	return nil
}

// still takes away what answers a reader's hand: tooltips, and the look of what
// the mouse is over, which the library would write as style rules.
func still(options map[string]any) {
	delete(options, "tooltip")
	options["animation"] = false
	list, _ := options["series"].([]any)
	for _, s := range list {
		if series, ok := s.(map[string]any); ok {
			series["silent"] = true
			series["emphasis"] = map[string]any{"disabled": true}
		}
	}
}
