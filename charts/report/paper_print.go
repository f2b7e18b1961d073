package report

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io/fs"

	"github.com/biaochi/biaochi/charts/svg"
	"github.com/biaochi/biaochi/targets"
)

//go:embed assets/paper
var paperFiles embed.FS

const (
	paperPage    = "index.html"
	paperStyle   = "paper.css"
	paperPolicy  = "default-src 'none'; style-src 'self'; img-src 'self' data:"
	paperIcon    = "data:,"
	pictureStem  = "pictures/%02d"
	sheetPicture = pictureStem + ".svg"
	phonePicture = pictureStem + "-phone.svg"
)

// A sheet is what the template of a paper is given.
type sheet struct {
	HTMLLang string
	Title    string
	Policy   string
	Style    template.CSS // of a single file; "": it is linked
	AsOf     targets.Date
	KnownAt  string
	Edition  string // internal or public, in words
	Version  string
	Demo     bool
	Lang     targets.Lang
	Body     any
}

// HTML is the paper as one file with everything inside, under a policy that lets
// its own style and its own pictures in and no script.
func (p *Paper) HTML(d *svg.Drawer) ([]byte, error) {
	style, err := paperCSS()
	if err != nil {
		return nil, err
	}
	for _, one := range p.drawings {
		wide, narrow, err := one.draw(d)
		if err != nil {
			return nil, err
		}
		one.Src, one.Narrow = template.URL(dataURL(wide)), template.Srcset(dataURL(narrow))
	}
	s := p.sheet()
	s.Style, s.Policy = template.CSS(style), singlePolicy(style)
	return p.print(s)
}

// dataURL is a drawing as an address of its own.
func dataURL(drawing []byte) string {
	return "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(drawing)
}

// singlePolicy allows one style sheet, by its hash, and pictures within the file.
func singlePolicy(style []byte) string {
	sum := sha256.Sum256(style)
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; img-src data:"
}

// files is the paper as the files of a folder, by path.
func (p *Paper) files(d *svg.Drawer) (map[string][]byte, error) {
	style, err := paperCSS()
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{paperStyle: style}
	for i, one := range p.drawings {
		wide, narrow, err := one.draw(d)
		if err != nil {
			return nil, err
		}
		sheet, phone := fmt.Sprintf(sheetPicture, i+1), fmt.Sprintf(phonePicture, i+1)
		files[sheet], files[phone] = wide, narrow
		one.Src, one.Narrow = template.URL(sheet), template.Srcset(phone)
	}
	s := p.sheet()
	s.Policy = paperPolicy
	files[paperPage], err = p.print(s)
	return files, err
}

// draw draws the picture for the sheet and for a phone.
func (d *Drawing) draw(by *svg.Drawer) (wide, narrow []byte, err error) {
	if wide, err = by.Draw(d.picture, d.Width, d.Height); err == nil {
		narrow, err = by.Draw(d.picture, phoneWidth, d.narrow)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", d.Label, err)
	}
	return wide, narrow, nil
}

// sheet fills in what does not depend on how the paper is written.
func (p *Paper) sheet() sheet {
	b := p.book
	return sheet{
		HTMLLang: htmlLang(p.lang), Lang: p.lang, Title: p.Title, AsOf: b.snap.AsOf, KnownAt: knownAt(b.snap.KnownAt),
		Edition: page{lang: p.lang, book: b}.edition(), Version: b.version, Demo: b.snap.Demo, Body: p.Body,
	}
}

func (p *Paper) print(s sheet) ([]byte, error) {
	t, err := paperTemplate(p.kind, p.lang)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := t.Execute(&out, s); err != nil {
		return nil, fmt.Errorf("print %s: %w", p.Name, err)
	}
	return out.Bytes(), nil
}

// paperTemplate is the template of a kind of paper within that of all papers.
func paperTemplate(k kind, lang targets.Lang) (*template.Template, error) {
	files, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		return nil, fmt.Errorf("open templates: %w", err)
	}
	t, err := template.New("paper.html").Funcs(words(lang)).ParseFS(files, "paper.html", string(k)+".html")
	if err != nil {
		return nil, fmt.Errorf("parse template %s: %w", k, err)
	}
	return t, nil
}

// paperCSS joins the parts of the papers' style in the order of their names.
func paperCSS() ([]byte, error) {
	parts, err := fs.Glob(paperFiles, "assets/paper/*.css")
	if err != nil {
		return nil, fmt.Errorf("list style sheets: %w", err)
	}
	var all []byte
	for _, part := range parts {
		b, err := paperFiles.ReadFile(part)
		if err != nil {
			return nil, fmt.Errorf("read style sheet: %w", err)
		}
		all = append(all, b...)
	}
	return all, nil
}
