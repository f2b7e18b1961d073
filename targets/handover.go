package targets

// A Handover (上报) is what an office hands in beside the figures: which form for
// which period, who has to sign, what explains the figures. It is written once,
// with the revisions it brings.
type Handover struct {
	FilingKey
	Chain     []Signature   // the steps of its review, fixed when it is handed in
	Basis     string        // 代填依据: why a superior filled it in; "" when the office did
	Statement Statement     // 数据说明
	Rows      []HandoverRow // what single figures bring with them; in the order of the indicator
	Evidence  []string      `json:",omitempty"` // SHA-256 of the files of the whole: the signed scan
}

// A Statement (数据说明) explains a submission. Cause, measure and expected date
// are compulsory when a goal is slower than its 序时进度.
type Statement struct {
	Text     string // of the figures
	Cause    string // why the goal is behind
	Measure  string // what is done about it
	Expected Date   // when it will be on its path again
}

// A HandoverRow is what one figure of a handover brings with it.
type HandoverRow struct {
	Indicator string
	Evidence  []string // SHA-256 of stored files
	// Of a 汇总: the computed 预汇总 of the areas below and the own part, the
	// adjustment to it (computed + adjustment = the figure) and its reason.
	Computed   Decimal
	Adjustment Decimal
	Reason     string
}

// Signers are the names a printed form carries. They are personal data and stand
// outside the chain.
type Signers struct {
	Head         string // 单位负责人
	Statistician string // 统计负责人
	Filler       string // 填表人
	Phone        string // 联系电话
	On           Date   // 报出日期
}
