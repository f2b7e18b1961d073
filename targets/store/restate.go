package store

import "github.com/biaochi/biaochi/targets"

// A restatementContent is a targets.Restatement as its entry tells it.
type restatementContent struct {
	Document  string       `json:"document"`
	Reason    string       `json:"reason"`
	Effective targets.Date `json:"effective"`
}

func tellRestatement(r *targets.Restatement) *restatementContent {
	if r == nil {
		return nil
	}
	return &restatementContent{r.Document, r.Reason, r.Effective}
}

func (c *restatementContent) restatement() *targets.Restatement {
	if c == nil {
		return nil
	}
	return &targets.Restatement{Document: c.Document, Reason: c.Reason, Effective: c.Effective}
}

// checkRestatement refuses a restatement that does not say why, by what and from when.
func checkRestatement(r *targets.Restatement) error {
	missing := func(field, text string) error {
		return &targets.Error{Kind: targets.Invalid, Field: field, Text: "历史数据调整缺少" + text}
	}
	switch {
	case r == nil:
		return nil
	case r.Document == "":
		return missing("document", "文号或标题")
	case r.Reason == "":
		return missing("reason", "理由")
	case r.Effective == 0:
		return missing("effective", "生效日期")
	}
	return nil
}
