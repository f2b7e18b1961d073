package sheet

import (
	"fmt"
	"strconv"

	"github.com/biaochi/biaochi/targets"
)

// A stamp is what the hidden sheet of a template says it is of.
type stamp struct {
	version string
	kind    string // kindFiling or kindFigures; "" for a workbook that is no template
	key     targets.FilingKey
	area    string
	demo    bool
	seen    map[string]int // by indicator: the newest revision when it was written

	tops  []string            // texts above the table
	fixed map[fixedKey]string // cells that are not filled in; nil: an older template
}

// readStamp reads the hidden sheet; a workbook without one has the zero stamp.
func (b *book) readStamp() (*stamp, error) {
	s := &stamp{seen: map[string]int{}}
	for _, t := range b.tabs {
		if t.name != keyTab {
			continue
		}
		rows, err := b.rows(t, MaxRows)
		if err != nil {
			return nil, err
		}
		return s, s.read(rows)
	}
	return s, nil
}

func (s *stamp) read(rows []bookRow) error {
	for i := range rows {
		row := &rows[i]
		name, value := row.cell(1).text, row.cell(2).text
		switch name {
		case "biaochi":
			s.version, s.kind = value, row.cell(3).text
		case "form":
			s.key.Form = value
		case "office":
			s.key.Office = value
		case "period":
			p, err := targets.ParsePeriod(value)
			if err != nil {
				return tampered()
			}
			s.key.Period = p
		case "area":
			s.area = value
		case "demo":
			s.demo = value != ""
		case "seen":
			n, err := strconv.Atoi(row.cell(3).text)
			if err != nil || n < 0 {
				return tampered()
			}
			s.seen[value] = n
		case "fixed":
			s.learnFixed(row)
		}
	}
	return s.complete()
}

// complete refuses a stamp of another version and one that was changed.
func (s *stamp) complete() error {
	switch {
	case s.version != formatVersion && s.version != "":
		return &refusal{0, fmt.Sprintf("模板的格式版本是 %s，本程序读取的是 %s", s.version, formatVersion), "请重新下载模板"}
	case s.kind == kindFigures:
		return nil
	case s.kind != kindFiling || s.key.Form == "" || s.key.Office == "" || s.key.Period.IsZero():
		return tampered()
	}
	return nil
}

func tampered() *refusal {
	return &refusal{0, "模板的隐藏工作表被改动，认不出是哪张表", "请重新下载模板，把填好的数复制过去"}
}
