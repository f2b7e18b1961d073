package charts

import (
	"strings"
	"unicode"

	"github.com/biaochi/biaochi/targets"
)

// Names are folded here and not by ECharts, so that a picture knows how tall its
// lines are, and so that a browser and the program's own drawing fold alike.

// plain keeps braces in a name from being read as a style of a label.
func plain(s string) string { return strings.NewReplacer("{", "｛", "}", "｝").Replace(s) }

// ems is about how wide a letter is: Chinese letters are square.
func ems(r rune) float64 {
	switch {
	case strings.ContainsRune(",.:;|()[]'", r):
		return 0.3
	case r == '−':
		return 0.6
	case r < 0x1100 && unicode.IsUpper(r):
		return 0.66
	case r < 0x1100:
		return 0.54
	}
	return 1
}

// width is about how wide a text is, in letters of its own height.
func width(s string) (w float64) {
	for _, r := range s {
		w += ems(r)
	}
	return w
}

// fold breaks a text into lines of at most that many ems; what does not fit into
// so many lines is cut with an ellipsis: the whole name is in tooltip and table.
// Latin words stay whole where they can, no closing mark begins a line, and lines
// are about as long as each other.
func fold(s string, room float64, lines int) []string {
	out := filled(s, room, lines)
	if len(out) < 2 || strings.HasSuffix(out[len(out)-1], "…") {
		return out
	}
	even := filled(s, min(room, width(s)/float64(len(out))+1), lines)
	if len(even) > len(out) || strings.HasSuffix(even[len(even)-1], "…") {
		return out
	}
	return even
}

// filled fills each line before the next.
func filled(s string, room float64, lines int) []string {
	var out []string
	for rest := []rune(s); len(rest) > 0; {
		n := lineEnd(rest, room)
		if len(out) == lines-1 && n < len(rest) {
			return append(out, cut(rest, room))
		}
		out = append(out, strings.TrimSpace(string(rest[:n])))
		rest = []rune(strings.TrimSpace(string(rest[n:])))
	}
	return out
}

// lineEnd is how many letters stand on the first line.
func lineEnd(rest []rune, room float64) int {
	w, end := 0.0, 0
	for i, r := range rest {
		if w += ems(r); w > room && i > 0 {
			if end > 0 {
				return end
			}
			return i
		}
		if i+1 < len(rest) && mayBreak(r, rest[i+1]) {
			end = i + 1
		}
	}
	return len(rest)
}

// mayBreak reports whether a line may end between two letters.
func mayBreak(r, next rune) bool {
	if strings.ContainsRune("《〈“‘「（〔", r) || strings.ContainsRune("》〉”’」）〕，。、；：)%", next) {
		return false
	}
	return r == ' ' || r == '-' || r >= 0x2e80 || next >= 0x2e80
}

// cut keeps what fits before an ellipsis.
func cut(rest []rune, room float64) string {
	w := 1.0
	for i, r := range rest {
		if w += ems(r); w > room {
			kept := string(rest[:i])
			if unicode.IsDigit(r) || r == ',' || r == '.' { // half a number would be another one
				kept = strings.TrimRight(kept, "0123456789,.")
			}
			return strings.TrimSpace(kept) + "…"
		}
	}
	return string(rest)
}

// rich are the styles that words in a label may take: {name|words}.
func rich() map[string]any {
	styles := map[string]any{
		"strong": map[string]any{"color": Ink, "fontWeight": 600},
		"quiet":  map[string]any{"color": Quiet, "fontSize": 12},
	}
	for _, l := range targets.Lights {
		styles[string(l)] = map[string]any{"color": Colour(l)}
	}
	return styles
}

// styledLabel is the label of a series whose data carry words in the styles of rich.
func styledLabel(position string) map[string]any {
	return map[string]any{"show": true, "formatter": "", "position": position, "color": Ink, "fontSize": 13, "rich": rich()}
}

// styled sets words in one of the styles of rich.
func styled(style, words string) string { return "{" + style + "|" + plain(words) + "}" }

// marked is a light's mark in its colour.
func marked(l targets.Light) string { return styled(string(l), Mark(l)) }
