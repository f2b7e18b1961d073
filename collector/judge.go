package collector

import (
	"context"
	"fmt"
	"slices"

	"github.com/biaochi/biaochi/targets"
)

// maxJudgements bounds one request of a reviewer.
const maxJudgements = 500

// Review takes the open step of one or many handovers, or of single figures of
// them: all or nothing. A return needs a reason; nobody judges what he handed in
// himself. A request repeated under the same once.Key changes nothing.
func (d *Desk) Review(ctx context.Context, p *Person, list []Judgement, once targets.OnceKey) error {
	v, err := d.look(ctx, p)
	if err == nil {
		err = v.can(ActSeeQueue, Object{})
	}
	if err != nil {
		return err
	}
	switch n := len(list); {
	case n == 0:
		return &targets.Error{Kind: targets.Invalid, Text: "没有选择要审核的内容。"}
	case n > maxJudgements:
		return &targets.Error{Kind: targets.Invalid, Text: fmt.Sprintf("一次最多审核 %d 项。", maxJudgements)}
	}
	once = sealed(once, "review", list)
	if entry, err := v.repeated(ctx, once); err != nil || entry != 0 {
		return err
	}
	var reviews []targets.Review
	for _, j := range list {
		more, err := v.judge(ctx, j)
		if err != nil {
			return err
		}
		reviews = append(reviews, more...)
	}
	if err := d.parts.Filings.Reviews(ctx, p.User.ID, reviews, once, v.now); err != nil {
		return fmt.Errorf("record the reviews: %w", err)
	}
	return nil
}

// judge turns one judgement into the reviews it means.
func (v *view) judge(ctx context.Context, j Judgement) ([]targets.Review, error) {
	h, office, err := v.handedIn(ctx, j.Entry, ActSeeFiling)
	if err != nil {
		return nil, err
	}
	j.Reason = tidy(j.Reason)
	if err := plainText("reason", j.Reason, !j.Approve); err != nil {
		return nil, err
	}
	if h.Stage == targets.StageWithdrawn {
		return nil, &targets.Error{Kind: targets.Conflict, Text: "这次上报已由填报单位撤回。"}
	}
	figures, err := judged(h, j.Indicator)
	if err != nil {
		return nil, err
	}
	review := targets.Review{Entry: h.Entry, Verdict: targets.VerdictReturned, Reason: j.Reason}
	if j.Approve {
		review.Verdict = targets.VerdictApproved
	}
	for _, g := range figures {
		if err := v.why(h, office, g.Step); err != nil {
			return nil, err
		}
	}
	if j.Indicator == "" && together(h) {
		review.Step = h.Step
		return []targets.Review{review}, nil
	}
	var list []targets.Review
	for _, g := range figures {
		review.Key, review.Revision, review.Step = g.Key, g.Revision, g.Step
		list = append(list, review)
	}
	return list, nil
}

// judged are the figures a judgement is of: those that still wait.
func judged(h *targets.Handed, indicator string) ([]*targets.HandedFigure, error) {
	var list []*targets.HandedFigure
	known := indicator == ""
	for i := range h.Figures {
		g := &h.Figures[i]
		if indicator != "" && g.Indicator != indicator {
			continue
		}
		known = true
		if g.Stage == targets.StageWaiting {
			list = append(list, g)
		}
	}
	switch {
	case !known:
		return nil, &targets.Error{Kind: targets.Invalid, Field: "indicator", Text: fmt.Sprintf("这次上报没有指标 %.60q。", indicator)}
	case len(list) == 0:
		return nil, &targets.Error{Kind: targets.Conflict, Text: "已经审核过了，请刷新后查看。"}
	}
	return list, nil
}

// together reports whether all figures of a handover are reviewed as one so far.
func together(h *targets.Handed) bool {
	return !slices.ContainsFunc(h.Figures, func(g targets.HandedFigure) bool { return g.Stage != targets.StageWaiting || g.Step != h.Step }) &&
		!slices.ContainsFunc(h.Events, func(e targets.HandedEvent) bool { return e.Key != targets.Key{} })
}
