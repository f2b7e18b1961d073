package report

import (
	"context"
	"fmt"
	"io/fs"
	"sync"
)

// A work is one file of the site that is made from the book, in two steps: what
// it shows, and its bytes. The bytes depend on nothing but what it shows, its
// salt and the program.
type work struct {
	path  string
	salt  string // what is printed and how: the kind and the language
	show  func(context.Context) (any, error)
	print func(shown any) ([]byte, error)
}

// work is the making of a page.
func (pr press) work(p page) work {
	return work{
		path: p.path(), salt: string(p.kind) + " " + string(p.lang),
		show: func(ctx context.Context) (any, error) {
			f := p.frame()
			err := makers[p.kind](p, ctx, &f)
			return f, err
		},
		print: func(shown any) ([]byte, error) { return pr.print(p, shown.(frame)) },
	}
}

// programKey stands for what makes pages beside what they show: the version of
// the program, with the templates.
func programKey(version string) string { return version + " " + templatesSum() }

// templatesSum is the SHA-256 over all templates.
var templatesSum = sync.OnceValue(func() string {
	var all []any
	err := fs.WalkDir(templateFiles, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := templateFiles.ReadFile(path)
		all = append(all, path, b)
		return err
	})
	if err != nil {
		panic(fmt.Errorf("read the templates in the program: %w", err)) // they are compiled in
	}
	sum, err := fingerprintOf(all...)
	if err != nil {
		panic(err) // texts and bytes can be hashed
	}
	return sum
})

// content makes the file.
func (one work) content(ctx context.Context) ([]byte, error) {
	shown, err := one.show(ctx)
	if err != nil {
		return nil, err
	}
	return one.print(shown)
}
