package collector

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/biaochi/biaochi/targets"
)

// Longest texts, in characters: what a page can show of one figure.
const (
	maxNote  = 2000
	maxTitle = 500
	maxURL   = 2000
)

// checkTexts refuses texts that no page, label or sheet could carry.
func checkTexts(dst []Finding, f *targets.Figure) []Finding {
	dst = checkText(dst, ColumnNote, f.Note, maxNote)
	dst = checkText(dst, ColumnSourceTitle, f.SourceTitle, maxTitle)
	if f.SourceURL == "" {
		return dst
	}
	before := len(dst)
	if dst = checkText(dst, ColumnSourceURL, f.SourceURL, maxURL); len(dst) > before || webAddress(f.SourceURL) {
		return dst
	}
	return append(dst, finding(ColumnSourceURL, fmt.Sprintf("%q 不是网址", f.SourceURL), "应以 http:// 或 https:// 开头，不含空格"))
}

// checkText refuses what is not text: broken UTF-8 and control characters other
// than a tab and the end of a line.
func checkText(dst []Finding, c Column, s string, longest int) []Finding {
	n := 0
	for i, r := range s {
		n++
		if reorders(r) {
			return append(dst, finding(c, fmt.Sprintf("含有改变文字方向的控制字符 %U", r), "请删去后重新输入"))
		}
		if r >= ' ' && r < 0x7f || r > 0x9f && r != utf8.RuneError || r == '\t' || r == '\n' || r == '\r' {
			continue
		}
		if r != utf8.RuneError {
			return append(dst, finding(c, fmt.Sprintf("含有控制字符 %U", r), "请删去"))
		}
		if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
			return append(dst, finding(c, "不是有效的 UTF-8 文字", "请用 UTF-8 重新保存"))
		}
	}
	if n > longest {
		return append(dst, finding(c, fmt.Sprintf("文字有 %d 个字符，最多 %d 个", n, longest), "请缩短"))
	}
	return dst
}

// reorders reports whether a character changes the order in which a reader sees
// the others: what is read would not be what is stored.
func reorders(r rune) bool { return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 }

// tidy drops what is never meant of a typed text: spaces around it, carriage
// returns, and the invisible marks that come along with copying (direction marks
// U+200E, U+200F, U+061C, zero-width space, byte order mark). What reorders the
// text is left in, to be refused by name.
func tidy(s string) string {
	if !utf8.ValidString(s) {
		return s // refused by name, not mended
	}
	s = strings.Map(func(r rune) rune {
		switch r {
		case '\r', '\u200b', '\u200e', '\u200f', '\u061c', '\ufeff':
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// webAddress reports whether s is an address a reader may be led to.
func webAddress(s string) bool {
	if ordinaryAddress(s) {
		return true
	}
	if strings.ContainsAny(s, " \t\r\n\u3000") {
		return false
	}
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// ordinaryAddress recognises most addresses without parsing them.
func ordinaryAddress(s string) bool {
	rest, ok := strings.CutPrefix(s, "https://")
	if !ok {
		rest, ok = strings.CutPrefix(s, "http://")
	}
	for i := range len(rest) {
		c := rest[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && (i == 0 || strings.IndexByte("-._/?=&", c) < 0) {
			return false
		}
	}
	return ok && rest != ""
}
