package svg

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Font is what the texts of a drawing are set in: the fonts of the pages.
const Font = `'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif`

// LatinFont is what a drawing without Chinese letters is set in: the fonts of the
// English pages, whose letters are as wide as the library takes them to be.
const LatinFont = `'Helvetica Neue', 'Segoe UI', Arial, 'Liberation Sans', 'Noto Sans', ` + Font

func fontOf(drawn string) string {
	if strings.ContainsFunc(drawn, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return Font
	}
	return LatinFont
}

// elements and attributes are all that a drawing may consist of; nothing among
// them runs, fetches or leads anywhere. Attributes of any element; presentation
// comes as attributes, never as style.
var (
	elements = []string{"svg", "g", "defs", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
		"clipPath", "linearGradient", "radialGradient", "stop", "pattern"}
	attributes = []string{"width", "height", "viewBox", "x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry", "d", "points",
		"transform", "id", "clip-path", "clip-rule", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray",
		"stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "paint-order", "opacity", "text-anchor", "dominant-baseline",
		"font-size", "font-weight", "font-style", "offset", "stop-color", "stop-opacity", "gradientUnits", "gradientTransform", "patternUnits",
		"patternTransform"}
)

// unneeded are attributes and elements that only answer a reader's hand.
func unneeded(name string) bool {
	switch name {
	case "class", "pointer-events", "cursor", "version", "baseProfile", "xmlns", "style":
		return true
	}
	return strings.HasPrefix(name, "ecmeta_")
}

// sieve rewrites what the library drew through the lists above, so that a drawing
// is inert whatever the library may come to write: anything that is neither
// allowed nor known to be unneeded is an error. References are numbered anew,
// because the library counts its names up from drawing to drawing.
func sieve(drawn string) ([]byte, error) {
	w := sieveWriter{family: fontOf(drawn)}
	for dec := xml.NewDecoder(strings.NewReader(drawn)); ; {
		token, err := dec.RawToken()
		if errors.Is(err, io.EOF) {
			return w.out.Bytes(), nil
		}
		if err != nil {
			return nil, fmt.Errorf("read drawing: %w", err)
		}
		if err := w.token(token); err != nil {
			return nil, err
		}
	}
}

type sieveWriter struct {
	out    bytes.Buffer
	style  bool // within a style element
	family string
}

func (w *sieveWriter) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return w.start(t)
	case xml.EndElement:
		if t.Name.Local == "style" {
			w.style = false
			return nil
		}
		fmt.Fprintf(&w.out, "</%s>", t.Name.Local)
	case xml.CharData:
		if text := strings.TrimSpace(string(t)); text == "" && strings.Contains(string(t), "\n") || w.style {
			return nil // between elements
		}
		return xml.EscapeText(&w.out, t)
	}
	return nil
}

func (w *sieveWriter) start(e xml.StartElement) error {
	name := e.Name.Local
	if name == "style" {
		w.style = true
		return nil
	}
	if e.Name.Space != "" || !slices.Contains(elements, name) {
		return fmt.Errorf("a drawing must not have a %s", name)
	}
	w.out.WriteString("<" + name)
	if name == "svg" {
		w.attribute("xmlns", "http://www.w3.org/2000/svg")
		w.attribute("font-family", w.family)
	}
	for _, a := range e.Attr {
		if err := w.attr(a); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	w.out.WriteString(">")
	return nil
}

func (w *sieveWriter) attr(a xml.Attr) error {
	name := a.Name.Local
	switch {
	case a.Name.Space == "xml" && name == "space":
		w.attribute("xml:space", "preserve")
	case a.Name.Space == "xmlns":
	case a.Name.Space != "":
		return fmt.Errorf("a drawing must not have %s:%s", a.Name.Space, name)
	case name == "style":
		return w.font(a.Value)
	case unneeded(name):
	case !slices.Contains(attributes, name):
		return fmt.Errorf("a drawing must not have %s", name)
	default:
		value := counted.ReplaceAllString(a.Value, "${1}")
		if strings.Contains(value, "url(") && !within.MatchString(value) {
			return fmt.Errorf("a drawing must not lead to %s", value)
		}
		w.attribute(name, value)
	}
	return nil
}

var (
	counted = regexp.MustCompile(`^(url\(#)?zr[0-9]+-`) // how many drawings came before
	within  = regexp.MustCompile(`^url\(#[a-z0-9-]+\)$`)
)

// font turns the style of a text into attributes; its family is that of the whole
// drawing. The library writes a font in one piece or in several.
func (w *sieveWriter) font(style string) error {
	for one := range strings.SplitSeq(strings.TrimSuffix(style, ";"), ";") {
		name, value, _ := strings.Cut(one, ":")
		switch name {
		case "font-family":
		case "font-size":
			w.attribute(name, strings.TrimSuffix(value, "px"))
		case "font-weight", "font-style":
			w.attribute(name, value)
		case "font":
			parts := oneFont.FindStringSubmatch(value)
			if parts == nil {
				return fmt.Errorf("a drawing must not have the font %q", value)
			}
			for i, name := range []string{"font-style", "font-weight", "font-size"} {
				if parts[i+1] != "" && parts[i+1] != "normal" {
					w.attribute(name, parts[i+1])
				}
			}
		default:
			return fmt.Errorf("a drawing must not have the style %q", one)
		}
	}
	return nil
}

// oneFont is a font in one piece: style, weight, size, family.
var oneFont = regexp.MustCompile(`^ *(italic|oblique|normal)? *(bold|bolder|lighter|normal|[1-9]00)? *([0-9.]+)px `)

// escaped is what an attribute between quotation marks must not hold.
var escaped = strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;", "\t", "&#9;", "\n", "&#10;", "\r", "&#13;")

func (w *sieveWriter) attribute(name, value string) {
	w.out.WriteString(" " + name + `="`)
	w.out.WriteString(escaped.Replace(value))
	w.out.WriteString(`"`)
}
