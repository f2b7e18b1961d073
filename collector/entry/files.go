package entry

import (
	"errors"
	"fmt"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// takeFiles stores the files that came with a grid: "file" is of the whole filing,
// "file.INDICATOR" of a row.
func (h *handler) takeFiles(r *http.Request, p *collector.Person, k targets.FilingKey, e *collector.Entry) error {
	if r.MultipartForm == nil {
		return nil
	}
	for name, list := range r.MultipartForm.File {
		indicator, ofRow := strings.CutPrefix(name, "file.")
		for _, header := range list {
			info, err := h.takeFile(r, p, k, header)
			if err != nil {
				return err
			}
			if name == "file" {
				e.Evidence = append(e.Evidence, info.SHA256)
			}
			for i := range e.Cells {
				if ofRow && e.Cells[i].Indicator == indicator {
					e.Cells[i].Evidence = append(e.Cells[i].Evidence, info.SHA256)
				}
			}
		}
	}
	return nil
}

func (h *handler) takeFile(r *http.Request, p *collector.Person, k targets.FilingKey, header *multipart.FileHeader) (collector.EvidenceInfo, error) {
	f, err := header.Open()
	if err != nil {
		return collector.EvidenceInfo{}, fmt.Errorf("open uploaded file: %w", err)
	}
	defer f.Close()
	if !plainText(header.Filename) {
		return collector.EvidenceInfo{}, &targets.Error{Kind: targets.Invalid, Text: "附件的文件名含有无法识别的字符，请改名后再传。"}
	}
	return h.Desk.AddEvidence(r.Context(), p, k, header.Filename, f)
}

// addEvidence stores one file for the script; the draft names it afterwards.
func (h *handler) addEvidence(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	k, err := filingKey(r)
	if err != nil {
		return err
	}
	if err := parse(r); err != nil {
		return err
	}
	_, header, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) {
		return &targets.Error{Kind: targets.Invalid, Field: "file", Text: "没有选择文件。"}
	}
	if err != nil {
		return fmt.Errorf("read uploaded file: %w", err)
	}
	info, err := h.takeFile(r, p, k, header)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusCreated, info)
	return nil
}

// evidence sends a stored file, always as a download: nothing of it runs here.
func (h *handler) evidence(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	k, err := filingKey(r)
	if err != nil {
		return err
	}
	e, err := h.Desk.Evidence(r.Context(), p, k, r.PathValue("sha"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", e.MediaType)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": e.Name}))
	w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
	w.Write(e.Data)
	return nil
}
