package svg

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/biaochi/biaochi/charts"
)

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
	if _, err := resolve("", options); err != nil {
		return "", err
	}
	still(options)
	options["textStyle"] = map[string]any{"fontFamily": "sans-serif"} // the sieve names the fonts
	out, err := json.Marshal(options)
	if err != nil {
		return "", fmt.Errorf("marshal chart options: %w", err)
	}
	return string(out), nil
}

// resolve returns what is drawn of a part of the options that stands under a key:
// the values of colours, and texts of characters that an SVG can hold.
func resolve(key string, node any) (any, error) {
	var err error
	switch n := node.(type) {
	case string:
		return word(key, n)
	case []any:
		for i, child := range n {
			if n[i], err = resolve(key, child); err != nil {
				return nil, err
			}
		}
	case map[string]any:
		for name, child := range n {
			if n[name], err = resolve(name, child); err != nil {
				return nil, err
			}
		}
	}
	return node, nil
}

// word is a string of the options as it is drawn. Where colours stand, also in the
// lists of a gauge's axis, the name of one is replaced by its value.
func word(key, words string) (string, error) {
	if !strings.HasSuffix(strings.ToLower(key), "color") || !strings.HasPrefix(words, "--") {
		return printable(words), nil
	}
	value, ok := charts.Palette[words]
	if !ok {
		return "", fmt.Errorf("no colour %s in the palette", words)
	}
	return value, nil
}

// printable replaces the characters that XML has no way to write, and the spaces
// that the library would take to be as wide as a Chinese character.
func printable(words string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u00a0' || r == '\u2009' || r == '\u202f':
			return ' '
		case r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff:
			return '\ufffd'
		}
		return r
	}, words)
}

// still takes away what answers a reader's hand: tooltips, and the look of what
// the mouse is over, which the library would write as style rules.
func still(options map[string]any) {
	delete(options, "tooltip")
	options["animation"] = false
	list, ok := options["series"].([]any)
	if !ok { // a picture of one series may go without the list
		list = []any{options["series"]}
		options["series"] = list
	}
	for _, s := range list {
		if series, ok := s.(map[string]any); ok {
			series["silent"] = true
			series["emphasis"] = map[string]any{"disabled": true}
		}
	}
}
