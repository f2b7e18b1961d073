package api

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/biaochi/biaochi/targets"
)

// Handler serves everything below Path.
func Handler(p Parts) (http.Handler, error) {
	a, err := newAPI(p)
	if err != nil {
		return nil, err
	}
	return &door{a, a.mux}, nil
}

type api struct {
	Parts
	mux      *http.ServeMux
	huma     huma.API
	origin   http.CrossOriginProtection
	replays  *replays
	books    chan struct{} // holds one for each workbook that is being read
	examples map[string][]example
}

func newAPI(p Parts) (*api, error) {
	a := &api{Parts: p, mux: http.NewServeMux(), replays: newReplays(p.Now), books: make(chan struct{}, workbooksAtOnce)}
	var err error
	if a.examples, err = readExamples(); err != nil {
		return nil, err
	}
	a.huma = huma.NewAPI(configuration(), humago.NewAdapter(a.mux, ""))
	schemas := a.huma.OpenAPI().Components.Schemas
	schemas.RegisterTypeAlias(reflect.TypeFor[targets.Computed](), reflect.TypeFor[*float64]())
	schemas.RegisterTypeAlias(reflect.TypeFor[targets.Decimal](), reflect.TypeFor[*string]())
	a.huma.UseMiddleware(a.begin)
	a.operations()
	return a, a.describe()
}

// operations registers everything the API can do, in the order of the document.
func (a *api) operations() {
	a.sessionOperations()
	a.filingOperations()
	a.workbookOperations()
	a.handoverOperations()
	a.printedOperations()
	a.lateOperations()
	a.reviewOperations()
	a.publishedOperations()
	a.taskOperations()
	a.taskFileOperations()
	a.remindOperations()
	a.registerOperations()
	a.userOperations()
	a.tokenOperations()
}

// configuration is huma without anything it brings of its own: no page that loads
// from elsewhere, no addresses but ours, one format.
func configuration() huma.Config {
	c := huma.DefaultConfig("标尺 Biaochi", "1")
	c.CreateHooks, c.DocsPath, c.OpenAPIPath, c.SchemasPath = nil, "", "", ""
	c.Formats = map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat}
	c.Transformers = []huma.Transformer{ofHuma}
	c.RejectUnknownQueryParameters = true
	return c
}

// Keys of an operation's Metadata.
const (
	isOpen   = "open"       // answered without a sign-in
	isSignIn = "sign-in"    // set for what nobody can be signed in to yet
	bodyOf   = "body"       // reflect.Type of the JSON body; unset: none
	isFile   = "file"       // set where the body is a file: its media type, or true for any
	isOnce   = "once"       // set where the desk keeps the idempotency key for good
	answered = "media-type" // of an answer that is no JSON
)

// An operation is what is registered, in the words of the document.
type operation struct {
	id, method, path string
	summary          string // Chinese / English
	about            string
	tag              string
	status           int // of success; 0: 200, or 204 without an answer
	meta             map[string]any
	limit            int64 // bytes of the body; 0: maxBody
}

// open marks an operation that needs no sign-in.
func (o operation) with(key string, value any) operation {
	meta := map[string]any{key: value}
	for k, v := range o.meta {
		meta[k] = v
	}
	o.meta = meta
	return o
}

func (o operation) huma() huma.Operation {
	meta := map[string]any{isOpen: false}
	for k, v := range o.meta {
		meta[k] = v
	}
	if o.limit == 0 {
		o.limit = maxBody
	}
	return huma.Operation{
		OperationID: o.id, Method: o.method, Path: Path[:len(Path)-1] + o.path, Summary: o.summary, Description: o.about, Tags: []string{o.tag},
		DefaultStatus: o.status, Metadata: meta, MaxBodyBytes: o.limit + 1, // huma refuses what is as long as the limit
	}
}

// get registers an operation that only reads.
func get[I, O any](a *api, o operation, answer func(ctx context.Context, c *call, in *I) (*O, error)) {
	o.method = http.MethodGet
	huma.Register(a.huma, o.huma(), func(ctx context.Context, in *I) (*O, error) {
		c := callOf(ctx)
		out, err := answer(ctx, c, in)
		if err != nil {
			return nil, a.problem(ctx, c, err)
		}
		return out, nil
	})
}

// A written is the input of a write.
type written[I any] interface {
	*I
	head() string
	sent() []byte
}

// write registers an operation that changes something.
func write[I, O any, W written[I]](a *api, o operation, answer func(ctx context.Context, c *call, in *I) (*O, error)) {
	h := o.huma()
	huma.Register(a.huma, h, func(ctx context.Context, in *I) (*O, error) {
		c := callOf(ctx)
		c.once = onceOf(c, W(in).head(), W(in).sent())
		out, err := once(ctx, a, c, h.Metadata[isOnce] != nil, func() (*O, error) { return answer(ctx, c, in) })
		if err != nil {
			return nil, a.problem(ctx, c, err)
		}
		return out, nil
	})
	if t, ok := h.Metadata[bodyOf].(reflect.Type); ok {
		a.documentBody(h, t)
	}
	if t, ok := h.Metadata[isFile].(string); ok {
		a.documentFile(h, t)
	}
}

// writeBody is write for a body of type B.
func writeBody[B, I, O any, W written[I]](a *api, o operation, answer func(ctx context.Context, c *call, in *I, body *B) (*O, error)) {
	o = o.with(bodyOf, reflect.TypeFor[B]())
	write[I, O, W](a, o, func(ctx context.Context, c *call, in *I) (*O, error) {
		body, err := decode[B](W(in).sent())
		if err != nil {
			return nil, err
		}
		return answer(ctx, c, in, &body)
	})
}

// once answers a request sent twice as the first time. Where the desk keeps the
// key, it does that itself.
func once[O any](ctx context.Context, a *api, c *call, kept bool, answer func() (*O, error)) (*O, error) {
	if c.once.Key == "" || kept || c.p == nil {
		return answer()
	}
	out, err := a.replays.do(ctx, c.p.User.ID+" "+c.p.Token, c.once, func() (any, error) { return answer() })
	if err != nil {
		return nil, err
	}
	return out.(*O), nil
}

// documentBody puts the type of a body in place of the bytes that huma hands over.
func (a *api) documentBody(h huma.Operation, t reflect.Type) {
	schema := a.huma.OpenAPI().Components.Schemas.Schema(t, true, h.OperationID+"Body")
	body := a.documented(h).RequestBody
	delete(body.Content, "application/octet-stream")
	body.Content["application/json"] = &huma.MediaType{Schema: schema}
}

// documentFile says of which media type a file has to be.
func (a *api) documentFile(h huma.Operation, mediaType string) {
	body := a.documented(h).RequestBody
	body.Content = map[string]*huma.MediaType{mediaType: {Schema: &huma.Schema{Type: "string", Format: "binary"}}}
}

// documented is the operation as it stands in the document.
func (a *api) documented(h huma.Operation) *huma.Operation {
	item := a.huma.OpenAPI().Paths[h.Path]
	return map[string]*huma.Operation{
		http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPut: item.Put, http.MethodDelete: item.Delete,
	}[h.Method]
}

// statusesOf are the errors an operation may answer with.
func statusesOf(o *huma.Operation) []int {
	list := []int{http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusInternalServerError}
	if o.Metadata[isOpen] != true || o.Metadata[isSignIn] != nil {
		list = append(list, http.StatusUnauthorized)
	}
	if o.Method != http.MethodGet {
		list = append(list, http.StatusConflict)
	}
	if o.Metadata[bodyOf] != nil || o.Metadata[isFile] != nil {
		list = append(list, http.StatusRequestEntityTooLarge)
	}
	if bodyType(o) != "" {
		list = append(list, http.StatusUnsupportedMediaType)
	}
	if slices.ContainsFunc(o.Parameters, func(p *huma.Param) bool { return p.Name == "If-Match" }) {
		list = append(list, http.StatusPreconditionFailed)
	}
	return list
}

// errorsOf documents the errors of an operation as problems.
func (a *api) errorsOf(o *huma.Operation) {
	schema := a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")
	delete(o.Responses, "default")
	for _, status := range statusesOf(o) {
		o.Responses[strconv.Itoa(status)] = &huma.Response{
			Description: http.StatusText(status), Content: map[string]*huma.MediaType{problemType: {Schema: schema}},
		}
	}
}

// marshal prints the document for people, too.
func marshal(v any) ([]byte, error) {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return nil, err
	}
	return append(b, '\n'), nil
}
