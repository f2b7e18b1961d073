package api

import (
	"bytes"
	"context"
	"mime"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// maxFile bounds a file of evidence: 5 MiB.
const maxFile = 5 << 20

// FileName is the part of an upload that names the file.
type FileName struct {
	Name string `query:"name" required:"true" minLength:"1" maxLength:"200" doc:"Of the file, without a path" example:"盖章扫描件.pdf"`
}

// FileSum is the part of an input that says which file.
type FileSum struct {
	SHA256 string `path:"sha256" minLength:"64" maxLength:"64" pattern:"^[0-9a-f]*$"`
}

type evidenceWrite struct {
	FilingPath
	WritingBody
	FileName
}

type evidenceInput struct {
	FilingPath
	FileSum
}

type fileAnswer struct {
	Location string `header:"Location"`
	Body     File
}

type fileBytes struct {
	ContentType        string `header:"Content-Type"`
	ContentDisposition string `header:"Content-Disposition"`
	ETag               string `header:"ETag"`
	Body               func(huma.Context)
}

func (a *api) evidenceOperations() {
	write(a, operation{id: "upload-evidence", method: "POST", path: onlyFiling + "/evidence", tag: tagFiling, status: http.StatusCreated, limit: maxFile,
		summary: "上传佐证材料 / Upload a file", about: "请求的内容就是文件：pdf、png、jpeg、xlsx、docx，最大 5 MiB。上传后把 sha256 写进单元格或整表的 evidence，再保存草稿或上报。"}.
		with(isFile, true), a.uploadEvidence)
	get(a, operation{id: "download-evidence", path: onlyFiling + "/evidence/{sha256}", tag: tagFiling, summary: "下载佐证材料 / Download a file"}.
		with(answered, "application/octet-stream"), a.downloadEvidence)
}

func (a *api) uploadEvidence(ctx context.Context, c *call, in *evidenceWrite) (*fileAnswer, error) {
	k, err := in.key()
	if err != nil {
		return nil, err
	}
	info, err := a.Desk.AddEvidence(ctx, c.p, k, in.Name, bytes.NewReader(in.RawBody))
	return stored(c, info, err)
}

// stored says where a file that was uploaded is found.
func stored(c *call, info collector.EvidenceInfo, err error) (*fileAnswer, error) {
	if err != nil {
		return nil, err
	}
	return &fileAnswer{c.r.URL.EscapedPath() + "/" + info.SHA256, File(info)}, nil
}

func (a *api) downloadEvidence(ctx context.Context, c *call, in *evidenceInput) (*fileBytes, error) {
	k, err := in.key()
	if err != nil {
		return nil, err
	}
	e, err := a.Desk.Evidence(ctx, c.p, k, in.SHA256)
	if err != nil {
		return nil, err
	}
	return fileAnswered(e), nil
}

// fileAnswered sends a file to be kept, never to be shown: what offices upload
// runs nowhere near the pages.
func fileAnswered(e targets.Evidence) *fileBytes {
	return &fileBytes{
		ContentType: e.MediaType, ETag: `"` + e.SHA256 + `"`,
		ContentDisposition: mime.FormatMediaType("attachment", map[string]string{"filename": e.Name}),
		Body: func(hc huma.Context) {
			hc.SetStatus(http.StatusOK)
			_, _ = hc.BodyWriter().Write(e.Data) // whoever left does not want it
		},
	}
}
