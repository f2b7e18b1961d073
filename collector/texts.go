package collector

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
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
	if plain(s, longest) {
		return dst
	}
	switch {
	case !utf8.ValidString(s):
		return append(dst, finding(c, "不是有效的 UTF-8 文字", "请用 UTF-8 重新保存"))
	case utf8.RuneCountInString(s) > longest:
		return append(dst, finding(c, fmt.Sprintf("文字有 %d 个字符，最多 %d 个", utf8.RuneCountInString(s), longest), "请缩短"))
	}
	if i := strings.IndexFunc(s, badControl); i >= 0 {
		r, _ := utf8.DecodeRuneInString(s[i:])
		return append(dst, finding(c, fmt.Sprintf("含有控制字符 %U", r), "请删去"))
	}
	return dst
}

// plain reports, cheaply, that most texts are fine: short, without ASCII
// control characters, and all ASCII.
func plain(s string, longest int) bool {
	if len(s) > longest {
		return false
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

func badControl(r rune) bool {
	return unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r'
}

// webAddress reports whether s is an address a reader may be led to.
func webAddress(s string) bool {
	if strings.ContainsAny(s, " \t\r\n\u3000") {
		return false
	}
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
