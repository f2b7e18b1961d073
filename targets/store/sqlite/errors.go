package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/mattn/go-sqlite3"

	"github.com/biaochi/biaochi/targets"
)

// classify turns a failure that a person can act on into a targets.Error and
// leaves every other error alone.
func (f *file) classify(err error) error {
	if err == nil || targets.KindOf(err) != "" {
		return err
	}
	if errors.Is(err, errOldSchema) {
		return &targets.Error{Kind: targets.Conflict, Text: "数据库结构较旧，请先用本程序以可写方式打开一次，完成升级"}
	}
	if e, ok := f.explain(err); ok {
		return &refusal{e, err}
	}
	return err
}

// A refusal is a targets.Error that still knows the engine's own error.
type refusal struct {
	said  *targets.Error
	cause error
}

func (r *refusal) Error() string   { return r.said.Error() + ": " + r.cause.Error() } // for the log; a person is shown said
func (r *refusal) Unwrap() []error { return []error{r.said, r.cause} }

func (f *file) explain(err error) (*targets.Error, bool) {
	path := f.path
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		path = at.Path // a backup is somewhere else
	}
	say := func(kind targets.Kind, text string) (*targets.Error, bool) {
		return &targets.Error{Kind: kind, Text: fmt.Sprintf(text, path)}, true
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return say(targets.NotFound, "不能写 %s：文件夹不存在，请先建立")
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return say(targets.Forbidden, "没有权限读写数据库 %s，请检查文件和所在文件夹的权限")
	case errors.Is(err, syscall.ENOSPC):
		return say(targets.Conflict, "磁盘已满，%s 未作任何改动；请腾出空间后重试")
	}
	e, ok := errors.AsType[sqlite3.Error](err)
	if !ok {
		return nil, false
	}
	switch e.Code {
	case sqlite3.ErrFull:
		return say(targets.Conflict, "磁盘已满，数据库 %s 未作任何改动；请腾出空间后重试")
	case sqlite3.ErrReadonly:
		return say(targets.Forbidden, "数据库 %s 只读，不能写入；请检查文件和所在文件夹的权限")
	case sqlite3.ErrCantOpen:
		return say(targets.Forbidden, "无法打开数据库 %s；请检查文件和所在文件夹的权限")
	case sqlite3.ErrNotADB:
		return say(targets.Invalid, "%s 不是数据库文件，请检查 --db")
	case sqlite3.ErrCorrupt:
		return say(targets.Conflict, "数据库 %s 已损坏；请停止使用，用最近的备份恢复，并运行 biaochi verify 核对")
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return say(targets.Conflict, "数据库 %s 正被其他程序占用，请稍后重试")
	}
	return explainConstraint(e)
}

// explainConstraint reads a refused row. A key that exists already, or a
// missing revision before, is a race that was lost.
func explainConstraint(e sqlite3.Error) (*targets.Error, bool) {
	switch e.ExtendedCode {
	case sqlite3.ErrConstraintPrimaryKey, sqlite3.ErrConstraintUnique, sqlite3.ErrConstraintForeignKey:
		return &targets.Error{Kind: targets.Conflict, Text: "数据已被他人更新，请刷新后按最新修订重新提交"}, true
	case sqlite3.ErrConstraintCheck:
		return &targets.Error{Kind: targets.Invalid, Text: "数据不符合存储规则，未写入"}, true
	}
	return nil, false
}
