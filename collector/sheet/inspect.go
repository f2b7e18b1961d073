package sheet

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// MaxFile is how many bytes a figure file may have.
const MaxFile = 1 << 30

// An encoding is how the bytes of a file stand for text.
type encoding string

const (
	encUTF8 encoding = "UTF-8"
	encGBK  encoding = "GBK"
)

// A form is what must be known of a file to read it.
type form struct {
	encoding encoding
	crOnly   bool // lines end with CR alone, as old Macs and some exports write them
}

// A refusal says that an input is no figure file.
type refusal struct {
	line      int // 0: the file as a whole
	text, fix string
}

// kinds are the files that are sent by mistake, by their first bytes.
var kinds = []struct{ magic, text, fix string }{
	{"\xff\xfe", "文件是 UTF-16 编码（Unicode 文本）", "请另存为「CSV UTF-8（逗号分隔）」再导入"},
	{"\xfe\xff", "文件是 UTF-16 编码（Unicode 文本）", "请另存为「CSV UTF-8（逗号分隔）」再导入"},
	{"%PDF", "这是 PDF 文件", "请提供 CSV 或 xlsx 文件"},
	{"SQLite format 3\x00", "这是数据库文件", "请提供 CSV 或 xlsx 文件"},
}

// inspect reads r through and says how it is encoded, or why it is refused.
// It looks at every byte because a GBK file may begin like a UTF-8 one.
func inspect(r io.Reader) (form, *refusal, error) {
	var s survey
	buf := make([]byte, 256<<10)
	kept := 0 // bytes of a rune that the last reading cut
	for first := true; ; first = false {
		n, err := io.ReadFull(r, buf[kept:])
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return form{}, nil, err
		}
		s.size += int64(n)
		text := buf[:kept+n]
		if first {
			if bad := kindOf(text); bad != nil {
				return form{}, bad, nil
			}
		}
		if bad := s.look(text, err == nil); bad != nil {
			return form{}, bad, nil
		}
		if err != nil {
			return s.verdict()
		}
		kept = copy(buf, text[s.looked:])
	}
}

func kindOf(b []byte) *refusal {
	for _, k := range kinds {
		if bytes.HasPrefix(b, []byte(k.magic)) {
			return &refusal{0, k.text, k.fix}
		}
	}
	return nil
}

// A survey counts what speaks for which encoding.
type survey struct {
	size   int64
	looked int      // bytes of the last text that were looked at
	ends   lineEnds // of what was looked at
	good   int      // bytes of characters of several bytes that are UTF-8
	bad    int      // bytes that are not
	badAt  lineEnds // before the first of them
}

// lineEnds counts what may end a line.
type lineEnds struct{ lf, cr int }

func (e *lineEnds) add(b []byte) {
	e.lf += bytes.Count(b, []byte{'\n'})
	e.cr += bytes.Count(b, []byte{'\r'})
}

// line is the number of the line behind the ends.
func (e lineEnds) line() int {
	if e.lf == 0 {
		return 1 + e.cr
	}
	return 1 + e.lf
}

// look takes the next bytes; more follows when it was not the end.
func (s *survey) look(b []byte, more bool) *refusal {
	if s.size > MaxFile {
		return &refusal{0, "文件超过 1 GiB", "请分成几个文件导入"}
	}
	if i := bytes.IndexByte(b, 0); i >= 0 {
		s.ends.add(b[:i])
		return &refusal{s.ends.line(), "含有 NUL 字节，这不是文本文件", "请提供 CSV 或 xlsx 文件"}
	}
	if s.looked = len(b); more {
		s.looked -= cutRune(b)
	}
	b = b[:s.looked]
	if s.bad == 0 && utf8.Valid(b) {
		s.good += highBytes(b)
	} else {
		s.count(b)
	}
	s.ends.add(b)
	return nil
}

// count looks at every character of a text that is not all UTF-8.
func (s *survey) count(b []byte) {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			if s.bad == 0 {
				s.badAt = s.ends
				s.badAt.add(b[:i])
			}
			s.bad++
		case n > 1:
			s.good += n
		}
		i += n
	}
}

// verdict is reached when everything was looked at. A broken UTF-8 file would
// mostly decode as GBK, into nonsense: where characters of UTF-8 prevail, it is
// refused as what it is.
func (s *survey) verdict() (form, *refusal, error) {
	f := form{encUTF8, s.ends.lf == 0 && s.ends.cr > 0}
	switch {
	case s.size == 0:
		return f, &refusal{0, "文件是空的", "至少应有表头一行"}, nil
	case s.bad == 0:
		return f, nil, nil
	case s.good >= s.bad:
		return f, &refusal{s.badAt.line(), "含有不是 UTF-8 的字节", "请用 UTF-8 重新保存整个文件"}, nil
	}
	f.encoding = encGBK
	return f, nil, nil
}

// highBytes counts the bytes that are not ASCII, eight at a time.
func highBytes(b []byte) int {
	n := 0
	for ; len(b) >= 8; b = b[8:] {
		n += bits.OnesCount64(binary.LittleEndian.Uint64(b) & 0x8080808080808080)
	}
	for _, c := range b {
		n += int(c >> 7)
	}
	return n
}

// cutRune is how many bytes at the end may begin a character that goes on.
func cutRune(b []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(b); n++ {
		if c := b[len(b)-n]; utf8.RuneStart(c) {
			if c >= utf8.RuneSelf && !utf8.FullRune(b[len(b)-n:]) {
				return n
			}
			return 0
		}
	}
	return 0
}

// decoder returns the text of an inspected file. What is not GBK comes out as
// U+FFFD, which a Reader refuses.
func decoder(r io.Reader, f form) io.Reader {
	if f.crOnly {
		r = crReader{r}
	}
	if f.encoding == encGBK {
		return transform.NewReader(r, simplifiedchinese.GB18030.NewDecoder())
	}
	return r
}

// A crReader reads CR as LF: in neither encoding is it part of a character.
type crReader struct{ r io.Reader }

func (c crReader) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	for i := range b[:n] {
		if b[i] == '\r' {
			b[i] = '\n'
		}
	}
	return n, err
}

func (r *refusal) Error() string { return fmt.Sprintf("line %d: %s; %s", r.line, r.text, r.fix) }
