package sheet

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// A book is a workbook as far as figures need it: its sheets, the texts they
// share and how its numbers are displayed. It is read here and not by excelize,
// which keeps every cell up to the last one named: 20,000 rows that each name the
// last column would take 30 GB.
type book struct {
	parcel  *parcel
	tabs    []tab
	strings []string
	formats []format // by style
	from    int      // targets.Date that serial number 0 stands for
	cells   int      // kept so far, of all sheets
}

// A tab is one sheet of a book.
type tab struct {
	name   string
	hidden bool
	part   string
}

// errNoXML is what a walk says of an element that cannot be decoded; whoever walks
// turns it into a refusal.
var errNoXML = errors.New("not XML")

// openBook opens a workbook and reads what its sheets share. The error is a
// *refusal when the file is at fault.
func openBook(r io.ReaderAt, size int64) (*book, error) {
	p, err := openParcel(r, size)
	if err != nil {
		return nil, err
	}
	b := &book{parcel: p}
	for _, read := range []func() error{b.readTabs, b.readStrings, b.readStyles} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// readTabs lists the sheets in their order.
func (b *book) readTabs() error {
	main, links, err := b.mainPart()
	if err != nil {
		return err
	}
	var doc struct {
		Pr struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := b.decode(main, &doc); err != nil {
		return err
	}
	b.from = day1900
	if on := doc.Pr.Date1904; on == "1" || on == "true" {
		b.from = day1904
	}
	for _, s := range doc.Sheets {
		t := tab{name: s.Name, hidden: s.State != "" && s.State != "visible"}
		for _, a := range s.Attrs {
			if a.Name.Local == "id" {
				t.part = links[a.Value]
			}
		}
		if t.part != "" {
			b.tabs = append(b.tabs, t)
		}
	}
	if len(b.tabs) == 0 {
		return broken()
	}
	return nil
}

// mainPart finds the workbook's part and the parts its sheets are.
func (b *book) mainPart() (main string, sheets map[string]string, err error) {
	main = "xl/workbook.xml"
	if b.parcel.parts["_rels/.rels"] != nil {
		tops, err := b.links("", "_rels/.rels", "/officeDocument")
		if err != nil {
			return "", nil, err
		}
		for _, part := range tops {
			main = part
		}
	}
	dir, file := path.Split(main)
	sheets, err = b.links(dir, dir+"_rels/"+file+".rels", "/worksheet")
	return main, sheets, err
}

// links reads the relations of one kind, by their ids.
func (b *book) links(dir, part, kind string) (map[string]string, error) {
	var doc struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := b.decode(part, &doc); err != nil {
		return nil, err
	}
	parts := map[string]string{}
	for _, l := range doc.List {
		if !strings.HasSuffix(l.Type, kind) {
			continue
		}
		target := l.Target
		if !strings.HasPrefix(target, "/") {
			target = dir + target
		}
		parts[l.ID] = canonicalPart(target)
	}
	return parts, nil
}

func (b *book) decode(part string, v any) error {
	text, err := b.parcel.read(part)
	if err != nil {
		return err
	}
	if err := xml.Unmarshal(text, v); err != nil {
		return broken()
	}
	return nil
}

// A richText is a text that may be cut into runs; phonetic guides are no part of it.
type richText struct {
	T string `xml:"t"`
	R []struct {
		T string `xml:"t"`
	} `xml:"r"`
}

func (t *richText) text() string {
	s := t.T
	for _, run := range t.R {
		s += run.T
	}
	return unescape(s)
}

// readStrings reads the texts that cells share.
func (b *book) readStrings() error {
	if b.parcel.parts["xl/sharedstrings.xml"] == nil {
		return nil
	}
	return b.walk("xl/sharedstrings.xml", func(d *xml.Decoder, e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		var t richText
		if err := d.DecodeElement(&t, &e); err != nil {
			return errNoXML
		}
		if len(b.strings) >= maxCells {
			return tooManyCells()
		}
		b.strings = append(b.strings, t.text())
		return nil
	})
}

// walk hands every element of a part to fn, which may decode it.
func (b *book) walk(part string, fn func(*xml.Decoder, xml.StartElement) error) error {
	text, err := b.parcel.read(part)
	if err != nil {
		return err
	}
	d := xml.NewDecoder(bytes.NewReader(text))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return broken()
		}
		if e, ok := token.(xml.StartElement); ok {
			if err := fn(d, e); errors.Is(err, errNoXML) {
				return broken()
			} else if err != nil {
				return err
			}
		}
	}
}

// readStyles reads how numbers are displayed.
func (b *book) readStyles() error {
	if b.parcel.parts["xl/styles.xml"] == nil {
		return nil
	}
	var doc struct {
		Own []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Styles []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.decode("xl/styles.xml", &doc); err != nil {
		return err
	}
	own := map[int]string{}
	for _, f := range doc.Own {
		own[f.ID] = f.Code
	}
	for _, s := range doc.Styles {
		b.formats = append(b.formats, formatOf(s.Format, own[s.Format]))
	}
	return nil
}

// unescape turns _x000D_ into the character it stands for.
func unescape(s string) string {
	var out strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || len(s) < i+7 {
			return out.String() + s
		}
		n, err := strconv.ParseUint(s[i+2:i+6], 16, 32)
		if err != nil || s[i+6] != '_' {
			out.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		out.WriteString(s[:i] + string(rune(n)))
		s = s[i+7:]
	}
}

func tooManyCells() *refusal {
	return &refusal{0, fmt.Sprintf("工作簿里的单元格超过 %d 个", maxCells), "请删去与填报无关的内容，或分成几个文件"}
}
