package api

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
)

const about = `填报、审核、台账和公开数据的接口；凡页面能做的，这里都能做（建立首位管理员除外：那只在安装时做一次）。

- **谁在请求**：程序用接口令牌（Authorization: Bearer …，不看 cookie）；浏览器用登录会话的 cookie，改动数据的请求还要带 Origin 或 Sec-Fetch-Site 并来自本站。
- **数字**写成带引号的字符串，原样保留位数；比率写 "60%" 或 "0.60"。没有的数不出现，从不写成 0。日期写 2025-03-31，报告期写 2025、2025-S1、2025-Q3、2025-03。
- **错误**一律是 application/problem+json（RFC 9457）：422 内容有误（errors 逐处列出），409 与别人的修改冲突（newest 是现有的最新修订），412 If-Match 不符，404 没有或不在您的范围内，403 没有权限，401 没有登录。
- **重复请求**：每个写操作都可以带 Idempotency-Key；同一个键、同一个请求只做一次，回答相同。
- **版本**：草稿的 ETag 是它的版本号；一个数的 ETag 是它最新修订的序号。PUT 草稿和只上报一个数时可以带 If-Match；单元格里的 seen、草稿里的 version 说的是同一件事，不符时回答 409。
- **分页**：limit 和 cursor，下一页的地址在 Link 头里；没有这个头就是最后一页。

Everything the pages do but making the first administrator, for programs. Numbers are strings, errors are problems, writes take an Idempotency-Key, lists are paged by Link headers.`

// describe finishes the document and serves it.
func (a *api) describe() error {
	doc := a.huma.OpenAPI()
	doc.Info.Description = about
	doc.Servers = []*huma.Server{{URL: "/", Description: "这台服务器 / this server"}}
	doc.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token":   {Type: "http", Scheme: "bearer", Description: "接口令牌，由管理员或本人在页面上签发"},
		"session": {Type: "apiKey", In: "cookie", Name: plainCookie, Description: "登录会话；经 TLS 时名为 " + secureCookie},
	}
	for _, o := range a.every() {
		if err := a.finish(o); err != nil {
			return fmt.Errorf("describe %s: %w", o.OperationID, err)
		}
	}
	schemas := doc.Components.Schemas.Map()
	delete(schemas, "ErrorModel") // huma's own errors leave as problems
	delete(schemas, "ErrorDetail")
	return a.serveDocument(doc)
}

// every lists the operations of the document.
func (a *api) every() []*huma.Operation {
	var list []*huma.Operation
	for _, item := range a.huma.OpenAPI().Paths {
		for _, o := range []*huma.Operation{item.Get, item.Post, item.Put, item.Delete} {
			if o != nil {
				list = append(list, o)
			}
		}
	}
	return list
}

// finish says of an operation who may call it, which errors it has, and shows an
// example.
func (a *api) finish(o *huma.Operation) error {
	o.Security = []map[string][]string{{"token": {}}, {"session": {}}}
	if o.Metadata[isOpen] == true {
		o.Security = append(o.Security, map[string][]string{})
	}
	if o.Metadata[isSignIn] != nil {
		o.Security = []map[string][]string{{}}
	}
	if t, ok := o.Metadata[answered].(string); ok {
		o.Responses[strconv.Itoa(o.DefaultStatus)].Content = map[string]*huma.MediaType{t: {Schema: &huma.Schema{Type: "string", Format: "binary"}}}
	}
	a.errorsOf(o)
	for _, e := range a.examples[o.OperationID] {
		if err := e.show(o); err != nil {
			return err
		}
	}
	return nil
}

// serveDocument serves what was described: as JSON, as YAML, and as a list that
// a person can read.
func (a *api) serveDocument(doc *huma.OpenAPI) error {
	asJSON, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	asYAML, err := doc.YAML()
	if err != nil {
		return err
	}
	page, err := listing(doc)
	if err != nil {
		return err
	}
	a.mux.Handle("GET "+Path+"openapi.json", static("application/openapi+json", asJSON))
	a.mux.Handle("GET "+Path+"openapi.yaml", static("application/openapi+yaml", asYAML))
	a.mux.Handle("GET "+Path+"{$}", static("text/html; charset=utf-8", page))
	return nil
}

func static(mediaType string, body []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", mediaType)
		_, _ = w.Write(body) // whoever left does not want it
	})
}

//go:embed listing.html
var listingHTML string

// A listed is an operation of the listing.
type listed struct{ Method, Path, Summary, Tag string }

// listing is a page that names every operation. It loads nothing and has no
// style and no script.
func listing(doc *huma.OpenAPI) ([]byte, error) {
	t, err := template.New("listing").Parse(listingHTML)
	if err != nil {
		return nil, err
	}
	var list []listed
	for _, path := range sortedKeys(doc.Paths) {
		item := doc.Paths[path]
		for _, o := range []*huma.Operation{item.Get, item.Post, item.Put, item.Delete} {
			if o != nil {
				list = append(list, listed{o.Method, path, o.Summary, o.Tags[0]})
			}
		}
	}
	return render(t, list)
}
