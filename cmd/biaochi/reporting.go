package main

import (
	"io"
	"time"

	"github.com/biaochi/biaochi/charts/report"
	"github.com/biaochi/biaochi/collector/sheet"
	"github.com/biaochi/biaochi/seeds"
)

// reportOptions are what every report of this program has in common.
func reportOptions(c console) report.Options { return reportsOf(c.now) }

func reportsOf(now func() time.Time) report.Options {
	return report.Options{Version: version, Now: now, Workbook: documentWorkbook, Publishers: publishers()}
}

// publishers are the hosts that sources may be linked to. The file is a part of the
// program, and a test reads it: unread, it would give no links.
func publishers() []report.Publisher {
	shipped, _ := seeds.Publishers(seeds.Shipped())
	list := make([]report.Publisher, len(shipped))
	for i, p := range shipped {
		list[i] = report.Publisher{Host: p.Host, Names: p.Names}
	}
	return list
}

// documentWorkbook writes the workbook of a document by the room that knows
// spreadsheets.
func documentWorkbook(w io.Writer, tables []report.Table) error {
	list := make([]sheet.Table, len(tables))
	for i, t := range tables {
		columns := make([]sheet.Column, len(t.Columns))
		for j, c := range t.Columns {
			columns[j] = sheet.Column(c)
		}
		list[i] = sheet.Table{Name: t.Name, Columns: columns, Rows: t.Rows}
	}
	return sheet.WriteTables(w, list)
}
