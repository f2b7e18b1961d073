package report

import (
	"cmp"
	"fmt"
	"html/template"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/targets"
)

// The kinds of paper. Their names are those of their templates.
const (
	bulletinKind   kind = "bulletin"
	evaluationKind kind = "evaluation"
)

// A Paper is one A4 document: words, numbered tables and numbered pictures. It
// has no script; its pictures are drawn here. The same snapshot gives the same
// bytes, as a folder and as a single file. A Paper is not safe for concurrent use.
type Paper struct {
	Name string // what its files are called: 通报-330000-2025-Q1
	Body any    // what its template shows

	Title string // of the window and the PDF

	kind     kind
	lang     targets.Lang
	book     *book
	manifest manifest // without its files; only of a paper that MakePaper made
	tables   int
	drawings []*Drawing
}

// newPaper begins a paper of a kind about a book, in the book's first language.
func newPaper(k kind, b *book) *Paper {
	return &Paper{kind: k, lang: b.langs[0], book: b}
}

// Numbered is the caption of a table or a picture.
type Numbered struct {
	Label string // 表1, Table 1
	Words string
}

// Table gives the next table its number. Call it in the order of the paper.
func (p *Paper) Table(words string) Numbered {
	p.tables++
	return p.numbered("表", "Table ", p.tables, words)
}

func (p *Paper) numbered(zh, en string, n int, words string) Numbered {
	return Numbered{Label: fmt.Sprintf("%s%d", targets.Text{ZH: zh, EN: en}.In(p.lang), n), Words: words}
}

// A Drawing is a picture of a paper with its number: drawn once for the sheet and
// once for a phone, whose readers could not make out the sheet's.
type Drawing struct {
	Numbered
	Alt     string // what a reader who does not see it is told
	CutAxis bool   // the value axis does not begin at zero

	Width, Height int // on the sheet, in CSS pixels
	Src           template.URL
	Narrow        template.Srcset

	picture charts.Picture
	narrow  int // height for a phone
}

// The widths that pictures are drawn for, in CSS pixels: the type area of 156 mm,
// and a phone of 360 without its margins.
const (
	sheetWidth = 590
	phoneWidth = 328
)

// Picture gives the next picture its number; nil where there is nothing to draw.
// Call it in the order of the paper. The height on the sheet is in CSS pixels; 0 is
// the picture's own.
func (p *Paper) Picture(words, alt string, c charts.Picture, height int) *Drawing {
	if c.Empty() {
		return nil
	}
	d := &Drawing{
		Numbered: p.numbered("图", "Figure ", len(p.drawings)+1, words), Alt: alt, CutAxis: c.CutAxis,
		Width: sheetWidth, Height: height, picture: c, narrow: cmp.Or(c.Narrow, height, c.Height),
	}
	if height == 0 {
		d.Height = c.Height
	}
	p.drawings = append(p.drawings, d)
	return d
}
