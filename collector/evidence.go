package collector

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

const (
	maxEvidence = 5 << 20 // bytes of one file
	maxFiles    = 20      // of one filing's draft
	maxFileName = 120     // characters
)

// AddEvidence stores a file for a filing and keeps it with the draft, without
// moving the draft's version: pdf, png, jpeg, xlsx or docx, as its bytes and its
// name agree, 5 MiB at most. Of the name, only the last part is kept.
func (d *Desk) AddEvidence(ctx context.Context, p *Person, k targets.FilingKey, name string, r io.Reader) (EvidenceInfo, error) {
	f, err := d.open(ctx, p, k, ActEnter)
	if err != nil {
		return EvidenceInfo{}, err
	}
	if len(f.draft.Files) >= maxFiles {
		return EvidenceInfo{}, tooManyFiles()
	}
	info, err := f.storeFile(ctx, name, r)
	if err != nil {
		return EvidenceInfo{}, err
	}
	return info, f.keep(ctx, func(b *draftBody) error {
		switch {
		case slices.ContainsFunc(b.Files, func(i EvidenceInfo) bool { return i.SHA256 == info.SHA256 }):
		case len(b.Files) >= maxFiles: // several at once
			return tooManyFiles()
		default:
			b.Files = append(slices.Clone(b.Files), info)
		}
		return nil
	})
}

func tooManyFiles() error {
	return &targets.Error{Kind: targets.Invalid, Field: "evidence", Text: fmt.Sprintf("一张报表最多上传 %d 个文件。", maxFiles)}
}

// storeFile checks a file and stores it.
func (v *view) storeFile(ctx context.Context, name string, r io.Reader) (EvidenceInfo, error) {
	e, err := readEvidence(name, r)
	if err != nil {
		return EvidenceInfo{}, err
	}
	if !v.d.uploads.spend(v.p.User.ID, v.now) {
		return EvidenceInfo{}, &targets.Error{Kind: targets.Invalid, Field: "evidence", Text: fmt.Sprintf("一天最多上传 %d 个文件，请明天再上传。", mostUploads)}
	}
	sum, err := v.d.parts.Filings.AddEvidence(ctx, v.p.User.ID, e, v.now)
	if err != nil {
		return EvidenceInfo{}, fmt.Errorf("store the file: %w", err)
	}
	return EvidenceInfo{SHA256: sum, Name: e.Name, MediaType: e.MediaType, Size: len(e.Data)}, nil
}

// readEvidence reads a file of an allowed type.
func readEvidence(name string, r io.Reader) (targets.Evidence, error) {
	refuse := func(text string) (targets.Evidence, error) {
		return targets.Evidence{}, &targets.Error{Kind: targets.Invalid, Field: "evidence", Text: text}
	}
	name = fileName(name)
	if wrong := checkText(nil, ColumnEvidence, name, maxFileName); len(wrong) > 0 || strings.ContainsAny(name, "\n\t") {
		return refuse("文件名含有控制字符或过长，请改名后再上传。")
	}
	data, err := io.ReadAll(io.LimitReader(r, maxEvidence+1))
	switch {
	case err != nil:
		return targets.Evidence{}, fmt.Errorf("read the file: %w", err)
	case len(data) == 0:
		return refuse("文件是空的。")
	case len(data) > maxEvidence:
		return refuse("文件超过 5 MiB，请压缩或拆分后再上传。")
	}
	kind := sniff(data)
	if kind == "" || !slices.Contains(mediaExtensions[kind], strings.ToLower(path.Ext(name))) {
		return refuse("只收 PDF、PNG、JPEG、不含宏的 XLSX 和 DOCX，且文件内容应与扩展名一致。")
	}
	sum := sha256.Sum256(data)
	return targets.Evidence{SHA256: hex.EncodeToString(sum[:]), Name: name, MediaType: kind, Data: data}, nil
}

// fileName is the last part of a name: browsers and clients may send a path.
func fileName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	return tidy(name)
}

// The media types evidence may have.
const (
	mediaPDF  = "application/pdf"
	mediaPNG  = "image/png"
	mediaJPEG = "image/jpeg"
	mediaXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	mediaDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
)

var mediaExtensions = map[string][]string{
	mediaPDF: {".pdf"}, mediaPNG: {".png"}, mediaJPEG: {".jpg", ".jpeg"}, mediaXLSX: {".xlsx"}, mediaDOCX: {".docx"},
}

// sniff tells an allowed type by a file's bytes, or "".
func sniff(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("%PDF-")):
		return mediaPDF
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return mediaPNG
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return mediaJPEG
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return sniffOffice(data)
	}
	return ""
}

// sniffOffice looks into the list of a zip's files; one with macros is refused.
func sniffOffice(data []byte) string {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return ""
	}
	kind := ""
	for _, f := range z.File {
		switch {
		case strings.HasSuffix(strings.ToLower(f.Name), "vbaproject.bin"):
			return ""
		case f.Name == "xl/workbook.xml":
			kind = mediaXLSX
		case f.Name == "word/document.xml":
			kind = mediaDOCX
		}
	}
	return kind
}

// Evidence returns a file of a filing: one that was handed in, or that is with the
// draft for those who may see it.
func (d *Desk) Evidence(ctx context.Context, p *Person, k targets.FilingKey, sha string) (targets.Evidence, error) {
	f, err := d.open(ctx, p, k, ActSeeEvidence)
	if err != nil {
		return targets.Evidence{}, err
	}
	if !f.knowsFile(sha) {
		return targets.Evidence{}, unseen()
	}
	return f.file(ctx, sha)
}

func (v *view) file(ctx context.Context, sha string) (targets.Evidence, error) {
	e, err := v.d.parts.Filings.Evidence(ctx, sha)
	if err != nil {
		return e, fmt.Errorf("read the file: %w", err)
	}
	return e, nil
}
