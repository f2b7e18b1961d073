package targets

import "time"

// A TaskReport is how far a task is, as reported, or what a reviewer made of it.
type TaskReport struct {
	TaskStatus
	Entry    int64
	At       time.Time
	By       string // user id
	Kind     TaskReportKind
	Reason   string   // of closing or reopening
	Evidence []string // SHA-256 of stored files
}

// A TaskReportKind says what a TaskReport is.
type TaskReportKind string

// The kinds.
const (
	TaskReported TaskReportKind = "reported"
	TaskClosed   TaskReportKind = "closed"   // 销号
	TaskReopened TaskReportKind = "reopened" // 取消销号
)
