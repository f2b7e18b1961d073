package sheet

import (
	"bytes"
	"errors"
	"io"
)

const (
	maxRecord = 64 << 10 // bytes of one record, with the lines inside its quotes
	bufSize   = 4 * maxRecord
)

// What can be wrong with a record. Reading may go on after any of them.
var (
	errLongRecord = errors.New("record too long")
	errQuotes     = errors.New("quotes do not match")
	errBareQuote  = errors.New("quote inside an unquoted cell")
)

// records splits CSV (RFC 4180) into cells. encoding/csv reads a line of any
// length and takes twice as long; here a record is bounded and, without quotes,
// only cut.
type records struct {
	r          io.Reader
	buf        []byte
	start, end int // of what is read and not yet taken
	eof        bool
	err        error // of r
	line       int   // of the next record
	cells      [][]byte
	crlf       bool // the first line ends with CR LF: so do lines inside quotes
}

func newRecords(r io.Reader) *records {
	return &records{r: r, buf: make([]byte, bufSize), line: 1}
}

// skip passes over a mark at the very beginning, if it is there.
func (s *records) skip(mark string) {
	for s.end < len(mark) && !s.eof {
		s.fill()
	}
	if bytes.HasPrefix(s.buf[:s.end], []byte(mark)) {
		s.start = len(mark)
	}
}

// next returns the next record that is not blank and the line it begins on.
// The cells are valid until the next call. io.EOF comes after the last record.
func (s *records) next() (line int, cells [][]byte, err error) {
	for {
		line = s.line
		record, err := s.take()
		if err != nil {
			return line, nil, err
		}
		if len(bytes.Trim(record, ", \t\"")) == 0 {
			continue
		}
		cells, err = s.split(record)
		return line, cells, err
	}
}

// take returns the bytes of the next record without its line end.
func (s *records) take() ([]byte, error) {
	size, quoted := 0, 0 // bytes looked at, quotes in them
	for {
		n := bytes.IndexByte(s.buf[s.start+size:s.end], '\n')
		if n < 0 {
			if s.end-s.start > maxRecord {
				return nil, s.give(size, quoted, errLongRecord)
			}
			if !s.eof {
				s.fill()
				continue
			}
			if s.err != nil {
				return nil, s.err
			}
			return s.takeLast(size, quoted)
		}
		from := s.start + size
		quoted += bytes.Count(s.buf[from:from+n], quote)
		size += n + 1
		if size > maxRecord {
			return nil, s.give(size, quoted, errLongRecord)
		}
		if quoted%2 == 0 {
			return s.cut(size), nil
		}
	}
}

var quote = []byte{'"'}

// takeLast takes the record that no line end follows. Of its first size bytes
// the quotes are counted.
func (s *records) takeLast(size, quoted int) ([]byte, error) {
	rest := s.buf[s.start+size : s.end]
	quoted += bytes.Count(rest, quote)
	switch {
	case quoted%2 != 0:
		return nil, s.give(size+len(rest), quoted, errQuotes)
	case size+len(rest) == 0:
		return nil, io.EOF
	}
	return s.cut(size + len(rest)), nil
}

// cut takes n bytes and returns them without the line end.
func (s *records) cut(n int) []byte {
	record := s.buf[s.start : s.start+n]
	s.start += n
	s.line += bytes.Count(record, []byte{'\n'})
	record = bytes.TrimSuffix(record, []byte{'\n'})
	if cr, ok := bytes.CutSuffix(record, []byte{'\r'}); ok {
		s.crlf = s.crlf || s.line == 2
		record = cr
	}
	return record
}

// give gives up a record whose end was not found and goes on with the line
// after the one it began on.
func (s *records) give(size, quoted int, err error) error {
	if quoted%2 != 0 {
		err = errQuotes
	}
	for {
		if n := bytes.IndexByte(s.buf[s.start:s.end], '\n'); n >= 0 {
			s.start += n + 1
			s.line++
			return err
		}
		s.start = s.end
		if s.eof {
			return err
		}
		s.fill()
	}
}

// fill reads more bytes, after moving what is left to the front.
func (s *records) fill() {
	if s.start > 0 {
		s.end = copy(s.buf, s.buf[s.start:s.end])
		s.start = 0
	}
	n, err := io.ReadAtLeast(s.r, s.buf[s.end:], 1)
	s.end += n
	if err != nil {
		s.eof = true
		if err != io.EOF {
			s.err = err
		}
	}
}

// split cuts a record into its cells.
func (s *records) split(record []byte) ([][]byte, error) {
	s.cells = s.cells[:0]
	if bytes.IndexByte(record, '"') >= 0 {
		return s.splitQuoted(record)
	}
	from := 0
	for i, c := range record {
		if c == ',' {
			s.cells = append(s.cells, record[from:i])
			from = i + 1
		}
	}
	s.cells = append(s.cells, record[from:])
	return s.cells, nil
}

// splitQuoted cuts a record with quotes, taking them off in place.
func (s *records) splitQuoted(record []byte) ([][]byte, error) {
	for {
		cell, rest, more, err := s.cell(record)
		if err != nil {
			return nil, err
		}
		s.cells = append(s.cells, cell)
		if !more {
			return s.cells, nil
		}
		record = rest
	}
}

// cell cuts the first cell off a record; more says that a comma followed it.
func (s *records) cell(record []byte) (cell, rest []byte, more bool, err error) {
	if len(record) == 0 || record[0] != '"' {
		cell, rest, more = bytes.Cut(record, []byte{','})
		if bytes.IndexByte(cell, '"') >= 0 {
			err = errBareQuote
		}
		return cell, rest, more, err
	}
	record = record[1:]
	n := 0 // of the cell's bytes, moved to the front
	for i := 0; i < len(record); i++ {
		switch c := record[i]; {
		case c != '"':
			if c == '\n' && s.crlf && n > 0 && record[n-1] == '\r' {
				n--
			}
			record[n] = c
			n++
		case i+1 < len(record) && record[i+1] == '"':
			record[n] = '"'
			n++
			i++
		case i+1 == len(record):
			return record[:n], nil, false, nil
		case record[i+1] == ',':
			return record[:n], record[i+2:], true, nil
		default:
			return nil, nil, false, errQuotes
		}
	}
	return nil, nil, false, errQuotes
}
