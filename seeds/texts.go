package seeds

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Copies from the web bring noise with them: pinyin in brackets, traditional
// characters, half-width punctuation, lost characters. None of it belongs to a
// document, so none of it is let into a catalogue.
var (
	pinyin    = regexp.MustCompile(`\p{Han}[(（]\s*[a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹ]+\s*[)）]`)
	halfWidth = regexp.MustCompile(`\p{Han}\s*[,;:?!]|[,;:?!]\s*\p{Han}|\p{Han}\(|\)\p{Han}`)
	fullWidth = regexp.MustCompile(`[０-９Ａ-Ｚａ-ｚ]`)
	quoted    = regexp.MustCompile(`«[^»]*»`)
	latin     = regexp.MustCompile(`[A-Za-z%]`)
)

// checkTexts walks over everything a person will read in one file.
func checkTexts(s *source) {
	// Names of places have rare characters that GB 2312 lacks; elsewhere a
	// character outside it is a traditional one.
	common := stem(s.name) != "areas"
	var walk func(v any, path, key string)
	walk = func(v any, path, key string) {
		switch v := v.(type) {
		case map[string]any:
			for k, x := range v {
				walk(x, join(path, k), k)
			}
		case []any:
			for i, x := range v {
				walk(x, join(path, strconv.Itoa(i)), key)
			}
		case string:
			checkText(s, v, path, key, common)
		}
	}
	walk(s.root, "", "")
}

// checkText checks one text; key is the YAML key it stands under.
func checkText(s *source, text, path, key string, common bool) {
	if text != strings.TrimSpace(text) || strings.ContainsAny(text, "\n\r\t") {
		s.faultAt(path, "首尾有空白，或有换行、制表符", "写成一行，去掉首尾空白")
	}
	if r := strings.IndexFunc(text, unprintable); r >= 0 {
		s.faultAt(path, fmt.Sprintf("第 %d 字节处有不可见或丢失的字符", r+1), "删去或补上原字")
	}
	if key == "en" || key == "plural" {
		checkEnglish(s, text, path)
		return
	}
	checkChinese(s, text, path, common)
	if key == "zh" && !strings.ContainsFunc(text, han) && text != "%" {
		s.faultAt(path, fmt.Sprintf("中文 %q 里没有汉字", text), "写中文")
	}
}

func checkEnglish(s *source, text, path string) {
	switch {
	case strings.ContainsFunc(quoted.ReplaceAllString(text, ""), han):
		s.faultAt(path, "英文里有汉字", "译成英文；引用原文放在 «» 里")
	case !latin.MatchString(text):
		s.faultAt(path, fmt.Sprintf("英文 %q 里没有字母", text), "写英文")
	}
}

func checkChinese(s *source, text, path string, common bool) {
	if m := pinyin.FindString(text); m != "" {
		s.faultAt(path, "夹有拼音 "+m, "删去括号里的拼音")
	} else if m := halfWidth.FindString(text); m != "" {
		s.faultAt(path, "汉字旁有半角标点 "+m, "用全角标点，如 ，；：（）")
	}
	if m := fullWidth.FindString(text); m != "" {
		s.faultAt(path, "有全角字母或数字 "+m, "用半角 0-9、A-Z、a-z")
	}
	if !common {
		return
	}
	if r := traditional(text); r != 0 {
		s.faultAt(path, fmt.Sprintf("有繁体字或异体字 %c", r), "改用简体字")
	}
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }

func unprintable(r rune) bool { return r == unicode.ReplacementChar || !unicode.IsGraphic(r) }

// traditional returns the first Han character outside GB 2312, the character
// set of simplified Chinese, or 0.
func traditional(text string) rune {
	if encodes(text) {
		return 0
	}
	for _, r := range text {
		if han(r) && !encodes(string(r)) {
			return r
		}
	}
	return 0
}

func encodes(s string) bool {
	_, err := simplifiedchinese.HZGB2312.NewEncoder().String(s)
	return err == nil
}
