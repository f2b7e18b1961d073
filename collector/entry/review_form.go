package entry

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"mime"
	"net/http"
	"net/url"

	"github.com/biaochi/biaochi/targets"
)

// onceField carries the key that makes a form that is sent twice happen once.
const onceField = "once"

func newOnce() string { return rand.Text() }

// formOnce is the idempotency key of a parsed form, with what it asks for.
func formOnce(r *http.Request) targets.OnceKey {
	key := field(r, onceField)
	if key == "" {
		return targets.OnceKey{}
	}
	sum := sha256.Sum256([]byte(r.URL.Path + "?" + r.PostForm.Encode()))
	return targets.OnceKey{Key: key, Digest: hex.EncodeToString(sum[:])}
}

// findings are why a form was refused, by its fields; "" is the form as a whole.
type findings map[string][]string

// A finding is what is wrong with one field.
type finding struct {
	Field string
	Texts []string
}

// At is what is wrong with a field.
func (f findings) At(field string) finding { return finding{field, f[field]} }

// refusal reads what a person did wrong; ok is false for anything that is not
// the fault of the form that was sent.
func refusal(err error) (f findings, text string, ok bool) {
	if faults, is := errors.AsType[targets.Faults](err); is {
		f = findings{}
		for _, one := range faults {
			text := one.Text
			if one.Fix != "" {
				text += "；" + one.Fix
			}
			f[one.Field] = append(f[one.Field], text)
		}
		return f, "没有保存，请按各栏下面的提示修改后再提交。", true
	}
	if e, is := refused(err); is {
		return findings{e.Field: {e.Text}}, e.Text, true
	}
	return nil, "", false
}

// sendFile answers with a stored file: to be kept, never to be shown in place.
func sendFile(w http.ResponseWriter, e targets.Evidence) error {
	head := w.Header()
	head.Set("Content-Type", e.MediaType)
	head.Set("Content-Disposition", attachment(e.Name))
	head.Set("X-Content-Type-Options", "nosniff")
	w.Write(e.Data) // a browser that went away needs no answer
	return nil
}

// attachment names a download; a name that no header can carry is left out.
func attachment(name string) string {
	if s := mime.FormatMediaType("attachment", map[string]string{"filename": name}); s != "" {
		return s
	}
	return "attachment"
}

// withQuery is a path with those of the values that are not empty.
func withQuery(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}
