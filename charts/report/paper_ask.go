package report

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/biaochi/biaochi/charts/svg"
	"github.com/biaochi/biaochi/targets"
)

// The kinds of paper, as a PaperAsk names them.
const (
	BulletinPaper   = string(bulletinKind)
	EvaluationPaper = string(evaluationKind)
)

// A PaperAsk says which paper is meant.
type PaperAsk struct {
	Kind string // BulletinPaper or EvaluationPaper
	Area string // code; "": the country, or all areas of the document

	// Of a bulletin, as BulletinOptions has them.
	Period  targets.Period
	Ranking bool
	Words   *targets.BulletinWords

	// Of an evaluation report, as EvaluationOptions has them.
	Document string
	Field    string
}

// MakePaper makes a paper as of one moment: what is recorded meanwhile makes it
// read the source again. Where no day is asked for, a bulletin judges the last of
// its period, and other papers today.
func MakePaper(ctx context.Context, src Source, o Options, ask PaperAsk) (*Paper, error) {
	o = o.withDefaults()
	for range steadyTries {
		before, err := headOf(ctx, src, o)
		if err != nil {
			return nil, err
		}
		p, err := ask.make(ctx, src, o)
		if err != nil {
			return nil, err
		}
		after, err := headOf(ctx, src, o)
		if err != nil {
			return nil, err
		}
		if before != after {
			continue
		}
		p.manifest = newManifest(p.book, o, ask.Kind, after)
		p.manifest.Paper, err = ask.words()
		return p, err
	}
	return nil, &targets.Error{Kind: targets.Conflict, Text: "生成期间数据一直在变，请稍后再试"}
}

func headOf(ctx context.Context, src Source, o Options) (chainEntry, error) {
	var head chainEntry
	var err error
	if head.Sequence, head.Hash, err = src.HeadAt(ctx, o.KnownAt); err != nil {
		return head, fmt.Errorf("read the chain's last entry: %w", err)
	}
	return head, nil
}

// make makes the paper as the source is now.
func (a PaperAsk) make(ctx context.Context, src Source, o Options) (*Paper, error) {
	switch a.Kind {
	case EvaluationPaper:
		return EvaluationReport(ctx, src, o, EvaluationOptions{Document: a.Document, Area: a.Area, Field: a.Field})
	case BulletinPaper:
		return Bulletin(ctx, src, o, BulletinOptions{Area: a.Area, Period: a.Period, Ranking: a.Ranking, Words: a.Words})
	}
	return nil, fmt.Errorf("no paper of kind %q", a.Kind)
}

// words is what was asked for as a manifest keeps it.
func (a PaperAsk) words() (map[string]string, error) {
	m := map[string]string{}
	for name, value := range map[string]string{"area": a.Area, "period": a.Period.String(), "document": a.Document, "field": a.Field} {
		if value != "" {
			m[name] = value
		}
	}
	if a.Ranking {
		m["ranking"] = strconv.FormatBool(true)
	}
	if a.Words == nil {
		return m, nil
	}
	typed, err := json.Marshal(a.Words)
	m["words"] = string(typed)
	return m, err
}

// askOf reads what words wrote.
func askOf(kind string, m map[string]string) (a PaperAsk, err error) {
	a = PaperAsk{Kind: kind, Area: m["area"], Document: m["document"], Field: m["field"], Ranking: m["ranking"] != ""}
	if s := m["period"]; s != "" {
		if a.Period, err = targets.ParsePeriod(s); err != nil {
			return a, err
		}
	}
	if s := m["words"]; s != "" {
		err = json.Unmarshal([]byte(s), &a.Words)
	}
	return a, err
}

// remakes is what makes the files of a kind of paper once more, from what its
// manifest says it was asked for.
func remakes(kind string) func(context.Context, Source, Options, map[string]string) (map[string][]byte, error) {
	return func(ctx context.Context, src Source, o Options, asked map[string]string) (map[string][]byte, error) {
		ask, err := askOf(kind, asked)
		if err != nil {
			return nil, fmt.Errorf("read what the paper was asked for: %w", err)
		}
		d, err := svg.New()
		if err != nil {
			return nil, err
		}
		p, err := MakePaper(ctx, src, o, ask)
		if err != nil {
			return nil, err
		}
		return p.files(d)
	}
}
