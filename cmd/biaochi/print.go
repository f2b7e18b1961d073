package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/rivo/uniseg"

	"github.com/biaochi/biaochi/collector"
)

// printRows prints a list of flat objects as an indented JSON array or as CSV
// with the same keys in the same order.
func printRows[T any](w io.Writer, format string, rows []T) error {
	if format == "csv" {
		return printCSV(w, rows)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if rows == nil {
		rows = []T{}
	}
	return enc.Encode(rows)
}

func printCSV[T any](w io.Writer, rows []T) error {
	out := csv.NewWriter(w)
	for i, row := range rows {
		keys, values, err := flatten(row)
		if err != nil {
			return err
		}
		if i == 0 {
			out.Write(keys)
		}
		out.Write(values)
	}
	out.Flush()
	return out.Error()
}

// flatten lists the keys and values of a flat object in their JSON order; a list
// becomes one cell, null an empty one. Text that a spreadsheet would read as a
// formula gets one leading apostrophe.
func flatten(row any) (keys, values []string, err error) {
	b, err := json.Marshal(row)
	if err != nil {
		return nil, nil, fmt.Errorf("encode row: %w", err)
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	dec.Token() // {
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, nil, fmt.Errorf("read row: %w", err)
		}
		var v any
		if err := dec.Decode(&v); err != nil {
			return nil, nil, fmt.Errorf("read row: %w", err)
		}
		keys = append(keys, key.(string))
		values = append(values, cell(v))
	}
	return keys, values, nil
}

func cell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return neutral(v)
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = cell(v[i])
		}
		return strings.Join(parts, "；")
	case map[string]any:
		b, _ := json.Marshal(v)
		return string(b)
	}
	return fmt.Sprint(v)
}

// neutral keeps a spreadsheet from running text as a formula; numbers stay.
func neutral(s string) string {
	if _, err := json.Number(s).Float64(); err == nil {
		return s
	}
	return collector.Neutral(s)
}

// A table is columns of text aligned by display width, Chinese counting double.
type table struct {
	head []string
	rows [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

func (t *table) print(w io.Writer) error {
	widths := make([]int, len(t.head))
	all := append([][]string{t.head}, t.rows...)
	for _, row := range all {
		for i, c := range row {
			widths[i] = max(widths[i], uniseg.StringWidth(c))
		}
	}
	var b strings.Builder
	for _, row := range all {
		for i, c := range row {
			b.WriteString(c)
			if i < len(row)-1 {
				b.WriteString(strings.Repeat(" ", widths[i]-uniseg.StringWidth(c)+2))
			}
		}
		b.WriteString("\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}
