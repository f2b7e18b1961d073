package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/biaochi/biaochi/charts/report"
	"github.com/biaochi/biaochi/charts/svg"
	"github.com/biaochi/biaochi/seeds"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

// paper writes a bulletin or an evaluation report: as a folder, as one HTML, as a
// PDF, or as the last two. What a browser is needed for is looked for first, and
// everything is made before anything is written.
func (k reportCmd) paper(ctx context.Context, c console, st *store.Store, o report.Options) error {
	browser := ""
	if k.PDF {
		var err error
		if browser, err = findBrowser(k.Chromium); err != nil {
			return err
		}
	}
	ask, err := k.ask(ctx, st, o)
	if err != nil {
		return err
	}
	p, err := report.MakePaper(ctx, st, o, ask)
	if err != nil {
		return err
	}
	drawer, err := svg.New()
	if err != nil {
		return err
	}
	if !k.PDF && !k.SingleFile {
		if err := p.WriteFolder(k.Out, drawer); err != nil {
			return err
		}
		return tellPaper(c, p, filepath.Join(k.Out, "index.html"))
	}
	page, err := p.HTML(drawer)
	if err != nil {
		return err
	}
	files := map[string][]byte{}
	if k.SingleFile {
		files[p.FileName(".html")] = page
	}
	if k.PDF {
		if files[p.FileName(".pdf")], err = printPDF(ctx, browser, page); err != nil {
			return err
		}
	}
	written, err := k.writePapers(files)
	if err != nil {
		return err
	}
	return tellPaper(c, p, strings.Join(written, "、"))
}

// ask is the paper that the flags ask for.
func (k reportCmd) ask(ctx context.Context, st *store.Store, o report.Options) (report.PaperAsk, error) {
	ask := report.PaperAsk{Kind: k.Kind, Area: k.Area, Document: k.Document, Field: k.Field, Ranking: k.Ranking}
	var err error
	if k.Period != "" {
		if ask.Period, err = targets.ReadPeriod(k.Period); err != nil {
			return ask, usageError("--period：" + err.Error())
		}
	}
	if k.Words != "" {
		ask.Words, err = k.typed(ctx, st, o)
	}
	return ask, err
}

// typed reads what people wrote for the bulletin; all its faults at once.
func (k reportCmd) typed(ctx context.Context, st *store.Store, o report.Options) (*targets.BulletinWords, error) {
	b, err := readSmall(k.Words)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &targets.Error{Kind: targets.NotFound, Field: "--words", Text: "找不到文件 " + k.Words + "；写法见 biaochi report --help"}
	}
	if err != nil {
		e := &targets.Error{Kind: targets.Invalid, Field: "--words", Text: "读不出文件 " + k.Words + "，请检查是不是一个文件、有没有读取权限"}
		return nil, fmt.Errorf("%w: %w", e, err)
	}
	s, err := st.Snapshot(ctx, targets.Selection{}, targets.DateOf(o.Now()), o.KnownAt)
	if err != nil {
		return nil, err
	}
	return seeds.BulletinWords(b, k.Words, func(id string) bool { return s.Target(id) != nil })
}

// mostWords is more than a file that people wrote may have; its reader says so.
const mostWords = 2 << 20

// readSmall reads a file that people wrote, and of a larger one no more than shows
// that it is too large.
func readSmall(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, mostWords))
}

// writePapers writes files into the folder, each whole or not at all. An earlier
// one of the same name is of the same paper and makes way.
func (k reportCmd) writePapers(files map[string][]byte) (written []string, err error) {
	if err := os.MkdirAll(k.Out, 0o755); err != nil {
		return nil, cannotWrite(k.Out, err)
	}
	for _, extension := range []string{".html", ".pdf"} {
		for name, content := range files {
			if filepath.Ext(name) != extension {
				continue
			}
			path := filepath.Join(k.Out, name)
			if err := replaceFile(path, content); err != nil {
				return nil, cannotWrite(path, err)
			}
			written = append(written, path)
		}
	}
	return written, nil
}

func tellPaper(c console, p *report.Paper, where string) error {
	_, err := fmt.Fprintf(c.out, "已写入“%s”（系统生成稿，未经签发）：%s\n", p.Title, where)
	return err
}

// replaceFile puts a file in the place of an earlier one, so that nobody ever
// sees a part of it.
func replaceFile(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".biaochi-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Chmod(f.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

func cannotWrite(path string, cause error) error {
	e := &targets.Error{Kind: targets.Invalid, Field: "--out", Text: fmt.Sprintf("无法写入 %s，请检查磁盘空间和写入权限", path)}
	return fmt.Errorf("%w: %w", e, cause)
}
