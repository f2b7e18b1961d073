package api

import (
	"bytes"
	"context"
	"net/http"
)

type taskFileWrite struct {
	TaskPath
	WritingBody
	FileName
}

type taskFileInput struct {
	TaskPath
	FileSum
}

const taskEvidence = "/tasks/{task}/evidence"

func (a *api) taskFileOperations() {
	write(a, operation{id: "upload-task-evidence", method: "POST", path: taskEvidence, tag: tagTask, status: http.StatusCreated, limit: maxFile,
		summary: "上传任务的佐证材料 / Upload a file of a task",
		about:   "请求的内容就是文件：pdf、png、jpeg、xlsx、docx，最大 5 MiB。一天之内把 sha256 写进任务报告的 evidence，报告之后才能下载。"}.
		with(isFile, true), a.uploadTaskEvidence)
	get(a, operation{id: "download-task-evidence", path: taskEvidence + "/{sha256}", tag: tagTask, summary: "下载任务的佐证材料 / Download a file of a task"}.
		with(answered, "application/octet-stream"), a.downloadTaskEvidence)
}

func (a *api) uploadTaskEvidence(ctx context.Context, c *call, in *taskFileWrite) (*fileAnswer, error) {
	info, err := a.Desk.AddTaskEvidence(ctx, c.p, in.Task, in.Name, bytes.NewReader(in.RawBody))
	return stored(c, info, err)
}

func (a *api) downloadTaskEvidence(ctx context.Context, c *call, in *taskFileInput) (*fileBytes, error) {
	e, err := a.Desk.TaskEvidence(ctx, c.p, in.Task, in.SHA256)
	if err != nil {
		return nil, err
	}
	return fileAnswered(e), nil
}
