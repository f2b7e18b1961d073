package api

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
)

// Paging is the part of a list's input that every list has.
type Paging struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100" doc:"Rows of a page"`
	Cursor string `query:"cursor" maxLength:"400" doc:"Where the page begins, from the Link header of the page before. Opaque."`
}

// A cursor is where a page begins: after the row of that key, or at a place in
// the list when that row is gone.
type cursor struct {
	Key   string `json:"k"`
	Index int    `json:"i"`
}

func (c cursor) String() string {
	b, err := json.Marshal(c)
	if err != nil { // cannot happen: the type has nothing that fails
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

func parseCursor(s string) (c cursor, err error) {
	if s == "" {
		return c, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	if err != nil || c.Index < 0 {
		const text = "cursor 无法识别：请原样使用上一页 Link 头里的地址。"
		return c, newProblem("invalid", text).at("query.cursor", text)
	}
	return c, nil
}

// pageOf cuts one page out of a list. link is the Link header: empty at the end.
func pageOf[T any](c *call, g Paging, list []T, key func(*T) string) (page []T, link string, err error) {
	at, err := parseCursor(g.Cursor)
	if err != nil {
		return nil, "", err
	}
	from := min(at.Index, len(list))
	for i := range list {
		if at.Key != "" && key(&list[i]) == at.Key {
			from = i + 1
			break
		}
	}
	until := min(from+g.limit(), len(list))
	page = list[from:until]
	if until < len(list) {
		link = nextLink(c, cursor{key(&list[until-1]), until}.String())
	}
	return page, link, nil
}

// limit is how many rows a page has at most; huma checks the bounds of what was
// asked for.
func (g *Paging) limit() int {
	if g.Limit <= 0 {
		return 100
	}
	return g.Limit
}

// nextLink is the Link header (RFC 8288) to the next page of the same list.
func nextLink(c *call, cursor string) string {
	q := c.r.URL.Query()
	q.Set("cursor", cursor)
	u := url.URL{Path: c.r.URL.Path, RawQuery: q.Encode()}
	return "<" + u.String() + `>; rel="next"`
}

// etag prints a number as an entity tag.
func etag(n int64) string { return `"` + strconv.FormatInt(n, 10) + `"` }

// ifMatch reads an If-Match header: a number as etag prints it; ok is false when
// there is none.
func ifMatch(s string) (n int64, ok bool, err error) {
	if s == "" {
		return 0, false, nil
	}
	if _, err := fmt.Sscanf(s, `"%d"`, &n); err != nil || etag(n) != s || n < 0 {
		const text = "If-Match 应为读取时 ETag 头里的值，如 \"3\"。"
		return 0, false, newProblem("malformed", text).at("header.If-Match", text)
	}
	return n, true, nil
}

func decimalText(n int64) string { return strconv.FormatInt(n, 10) }
