package api

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

// maxBody bounds the body of a request without a file: 1 MiB.
const maxBody = 1 << 20

// checkMediaType refuses a body that does not say that it is what the operation
// reads. A browser can send neither of another site without asking first.
func checkMediaType(r *http.Request, op *huma.Operation) error {
	want := bodyType(op)
	if want == "" {
		return nil
	}
	if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || t != want {
		return newProblem("media-type", "请求的内容要是 "+want+"。")
	}
	return nil
}

// bodyType is the media type a body has to be of; "" for any, or for no body.
func bodyType(op *huma.Operation) string {
	if op.Metadata[bodyOf] != nil {
		return "application/json"
	}
	t, _ := op.Metadata[isFile].(string)
	return t
}

// decode reads a body into a T: one JSON value, nothing after it, no field
// that is not known, text that is UTF-8 all through.
func decode[T any](body []byte) (v T, err error) {
	if !utf8.Valid(body) || !plainEscapes(body) {
		return v, newProblem("malformed", "请求的内容里有不是 UTF-8 的字符。")
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&v); err != nil {
		return v, unreadable(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return v, newProblem("malformed", "请求的内容应是一个 JSON 对象，后面不能再有别的内容。")
	}
	return v, nil
}

// unreadable tells why a body could not be read, in the words of the client's
// side.
func unreadable(err error) error {
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		text := "类型不对：给的是 " + e.Value + "。数字要写成带引号的字符串，如 \"3923\"。"
		return newProblem("invalid", text).at("body."+e.Field, text)
	}
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		return newProblem("malformed", "请求的内容不是有效的 JSON，第 "+strconv.FormatInt(e.Offset, 10)+" 个字节附近。")
	}
	// encoding/json has no type for this one.
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		name = strings.Trim(name, `"`)
		return newProblem("invalid", "没有 "+name+" 这一项。").at("body."+name, "没有这一项")
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return newProblem("malformed", "请求的内容在中途结束。")
	}
	return newProblem("invalid", err.Error()) // of the texts of targets: a date, a period, a decimal
}

// plainEscapes reports whether no \u escape of a JSON text stands for NUL or for
// half a character, which encoding/json would replace silently.
func plainEscapes(body []byte) bool {
	for i := 0; i < len(body); i++ {
		if body[i] != '\\' {
			continue
		}
		i++
		if i >= len(body) || body[i] != 'u' {
			continue
		}
		r, ok := escaped(body[i+1:])
		if !ok {
			continue // no JSON: the decoder says so
		}
		if i += 4; r == 0 {
			return false
		}
		if !utf16.IsSurrogate(r) {
			continue
		}
		if i+2 >= len(body) || body[i+1] != '\\' || body[i+2] != 'u' {
			return false
		}
		low, ok := escaped(body[i+3:])
		if !ok || utf16.DecodeRune(r, low) == utf8.RuneError {
			return false
		}
		i += 6
	}
	return true
}

// escaped reads four hexadecimal digits.
func escaped(b []byte) (rune, bool) {
	var v [2]byte
	if len(b) < 4 {
		return 0, false
	}
	if _, err := hex.Decode(v[:], b[:4]); err != nil {
		return 0, false
	}
	return rune(v[0])<<8 | rune(v[1]), true
}
