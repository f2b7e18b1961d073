package report

import (
	"strings"
	"unicode"

	"github.com/biaochi/biaochi/charts/svg"
)

// WriteFolder makes dir the paper: a page, its style, its pictures and a manifest,
// whole or not at all. A folder that is not empty must be an earlier paper of the
// kind: a site would be lost for a bulletin. The paper must be one that MakePaper
// made.
func (p *Paper) WriteFolder(dir string, d *svg.Drawer) error {
	if old, ok, err := readManifest(dir); err != nil {
		return err
	} else if ok && old.Kind != p.manifest.Kind {
		return refuse(dir, "里是另一种标尺报告；为避免把它换掉，请换一个文件夹", nil)
	}
	files, err := p.files(d)
	if err != nil {
		return err
	}
	return writeFiles(dir, p.manifest, files)
}

// FileName is what a file of the paper is called: its name in letters, digits and
// marks that every system takes, and an extension such as ".html".
func (p *Paper) FileName(extension string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' {
			return r
		}
		return '-'
	}, p.Name) + extension
}
