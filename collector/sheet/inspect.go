package sheet

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
	"strings"
	"unicode/utf16"
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
	{"\xff\xfe", sixteenBits, saveAsUTF8},
	{"\xfe\xff", sixteenBits, saveAsUTF8},
	{"%PDF", "这是 PDF 文件", "请提供 CSV 或 xlsx 文件"},
	{"SQLite format 3\x00", "这是数据库文件", "请提供 CSV 或 xlsx 文件"},
}

const (
	sixteenBits = "文件是 UTF-16 编码（Unicode 文本）"
	saveAsUTF8  = "请另存为「CSV UTF-8（逗号分隔）」再导入"
	utf8Mark    = "\ufeff"
)

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
			s.marked = bytes.HasPrefix(text, []byte(utf8Mark))
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
	if isUTF16(b) {
		return &refusal{0, sixteenBits, saveAsUTF8}
	}
	return nil
}

// isUTF16 reports whether b begins with a header of figures in UTF-16 without the
// mark that says so.
func isUTF16(b []byte) bool {
	b = b[:min(len(b), 4<<10)]
	if bytes.IndexByte(b, 0) < 0 {
		return false
	}
	for low := range 2 {
		units := make([]uint16, 0, len(b)/2)
		for i := 0; i+1 < len(b); i += 2 {
			units = append(units, uint16(b[i+low])|uint16(b[i+1-low])<<8)
		}
		for line := range strings.Lines(string(utf16.Decode(units))) {
			cells := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",\t;\r\n", r) })
			if knownColumns(cells) >= headColumns {
				return true
			}
		}
	}
	return false
}

// A survey counts what speaks for which encoding.
type survey struct {
	size     int64
	looked   int      // bytes of the last text that were looked at
	ends     lineEnds // of what was looked at
	good     int      // bytes of characters of several bytes that are UTF-8
	bad      int      // bytes that are not
	badAt    lineEnds // before the first of them
	marked   bool     // the file says that it is UTF-8
	wide     bool     // it has characters that only UTF-8 makes likely: Chinese ones
	chance   string   // the first word that GBK makes of bytes that are UTF-8 too; "" for none
	inGBK    string   // the same in GBK
	chanceAt int      // the line of it
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
		high := highBytes(b)
		if s.good += high; high > 0 && !s.wide {
			s.lookForGBK(b)
		}
	} else {
		s.count(b)
	}
	s.ends.add(b)
	return nil
}

// likelySigns are what two bytes of UTF-8 stand for in files of ours; other letters
// of two bytes are more likely Chinese characters of GBK.
const likelySigns = "·×÷°±²³«»§"

// lookForGBK looks for characters that Chinese in UTF-8 has, and until there are some
// for words that may be GBK.
func (s *survey) lookForGBK(b []byte) {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if n > 2 && r != '\ufeff' {
			s.wide = true
			return
		}
		if n == 2 && s.chance == "" && !strings.ContainsRune(likelySigns, r) {
			s.takeChance(b, i)
		}
		i += n
	}
}

// takeChance keeps the word at i, when GBK makes Chinese of it.
func (s *survey) takeChance(b []byte, i int) {
	end := i
	for end < len(b) && b[end] >= utf8.RuneSelf {
		end++
	}
	text, err := simplifiedchinese.GBK.NewDecoder().Bytes(b[i:end])
	if err == nil && !bytes.ContainsRune(text, utf8.RuneError) {
		ends := s.ends
		ends.add(b[:i])
		s.chance, s.inGBK, s.chanceAt = string(b[i:end]), string(text), ends.line()
	}
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
	case s.bad == 0 && s.chance != "" && !s.wide && !s.marked:
		return f, &refusal{s.chanceAt, fmt.Sprintf("分不清是 GBK 还是 UTF-8：「%s」也可能是「%s」", s.chance, s.inGBK), saveAsUTF8}, nil
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
