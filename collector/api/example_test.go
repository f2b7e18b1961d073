package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// A script plays the examples against a world.
type script struct {
	*world
	ops     map[string]*huma.Operation
	schemas *jsonschema.Compiler
	kept    map[string]string // by word
}

func newScript(t *testing.T) *script {
	t.Helper()
	a := bare(t)
	s := &script{world: newWorld(t), ops: map[string]*huma.Operation{}, schemas: jsonschema.NewCompiler(), kept: map[string]string{}}
	for _, o := range a.every() {
		s.ops[o.OperationID] = o
	}
	b, err := json.Marshal(a.huma.OpenAPI())
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.schemas.AddResource("openapi.json", doc); err != nil {
		t.Fatal(err)
	}
	return s
}

// fill puts what earlier answers were kept as in the place of their words; in a
// body a number stands without its quotes.
func (s *script) fill(text string) string {
	for word, value := range s.kept {
		text = strings.ReplaceAll(text, `"{`+word+`}"`, value)
		text = strings.ReplaceAll(text, "{"+word+"}", strings.Trim(value, `"`))
	}
	return text
}

// play sends one example and holds the answer against the document.
func (s *script) play(t *testing.T, e *example) {
	t.Helper()
	o := s.ops[e.Operation]
	if o == nil {
		t.Fatalf("no operation %s", e.Operation)
	}
	var edits []edit
	for name, value := range e.Headers {
		edits = append(edits, header(name, value))
	}
	body := s.fill(e.File)
	if e.Body != nil {
		body = s.fill(string(e.Body))
		s.conforms(t, o, "requestBody/content/application~1json/schema", []byte(body), e.Status == 0)
	}
	got := s.ask(e.As, o.Method, s.fill(e.Path), body, edits...)
	status := e.Status
	if status == 0 {
		status = o.DefaultStatus
	}
	if got.status != status {
		t.Fatalf("%s %s %s = %s; want %d", e.Operation, o.Method, e.Path, got, status)
	}
	s.check(t, o, e, got)
}

// check holds an answer against what the document says of its status, and keeps
// what later examples need.
func (s *script) check(t *testing.T, o *huma.Operation, e *example, got *answer) {
	t.Helper()
	mediaType := strings.Split(got.header.Get("Content-Type"), ";")[0]
	documented := o.Responses[fmt.Sprint(got.status)].Content
	switch {
	case len(documented) == 0:
		if len(got.body) > 0 {
			t.Errorf("%s answers %s; the document promises nothing", e.Operation, got)
		}
		return
	case o.Metadata[answered] != nil && e.Status == 0:
		for word := range e.Keep { // the file itself
			s.kept[word] = string(got.body)
		}
		return
	case documented[mediaType] == nil:
		t.Fatalf("%s answers %q, which the document does not name", e.Operation, mediaType)
	}
	s.conforms(t, o, fmt.Sprintf("responses/%d/content/%s/schema", got.status, strings.ReplaceAll(mediaType, "/", "~1")), got.body, true)
	var fields map[string]json.RawMessage
	for word, name := range e.Keep {
		if err := json.Unmarshal(got.body, &fields); err != nil || fields[name] == nil {
			t.Fatalf("%s has no %s: %s", e.Operation, name, got)
		}
		s.kept[word] = string(fields[name])
	}
	e.Answer = got.body
}

// conforms validates a value by the schema at a place of an operation.
func (s *script) conforms(t *testing.T, o *huma.Operation, place string, value []byte, want bool) {
	t.Helper()
	pointer := "openapi.json#/paths/" + strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(o.Path) + "/" + strings.ToLower(o.Method) + "/" + place
	schema, err := s.schemas.Compile(pointer)
	if err != nil {
		t.Fatalf("%s: %v", o.OperationID, err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(value))
	if err == nil {
		err = schema.Validate(v)
	}
	if err != nil && want {
		t.Errorf("%s %s does not fit the document: %v\n%s", o.OperationID, place, err, value)
	}
}

func TestEveryExampleIsAnsweredAsDocumented(t *testing.T) {
	var list []example
	if err := json.Unmarshal(examplesJSON, &list); err != nil {
		t.Fatal(err)
	}
	s := newScript(t)
	shown := map[string]bool{}
	for i := range list {
		s.play(t, &list[i])
		shown[list[i].Operation] = shown[list[i].Operation] || list[i].Status == 0
	}
	for id := range s.ops {
		if !shown[id] {
			t.Errorf("%s has no example of its success", id)
		}
	}
	if !*answers || t.Failed() {
		return
	}
	b, err := marshal(list)
	if err == nil {
		err = os.WriteFile("examples.json", b, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}
