package entry

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/collector/sheet"
)

// upload sends a file as the page's form does.
func (c *clerk) upload(path, field, name string, content []byte) (int, string, string) {
	c.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile(field, name)
	if err != nil {
		c.t.Fatal(err)
	}
	part.Write(content)
	form.Close()
	r, _ := http.NewRequest("POST", c.w.server.URL+path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Origin", c.w.server.URL)
	return c.send(r)
}

func TestAWorkbookComesBackIntoTheDraft(t *testing.T) {
	w := newWorld(t)
	c, p := w.clerk("wangxh"), w.person("wangxh")
	filled := func(cells ...collector.Cell) []byte {
		g, err := w.desk.Check(t.Context(), p, filingZJ, collector.Entry{Cells: cells})
		if err != nil {
			t.Fatal(err)
		}
		var book bytes.Buffer
		if err := (sheet.Sheets{}).Template(&book, g); err != nil {
			t.Fatal(err)
		}
		return book.Bytes()
	}
	status, to, body := c.upload(gridAddress+"/workbook", "workbook", "季报.xlsx", filled(collector.Cell{Indicator: "bodies", Value: "815"}))
	if status != 303 || to != gridAddress+"?done=read" {
		t.Fatalf("a workbook without faults: %d %s\n%s", status, to, body)
	}
	if g, err := w.desk.Grid(t.Context(), p, filingZJ); err != nil || g.Rows[2].Cell.Value != "815" {
		t.Errorf("the draft is %+v, %v; want 815 bodies", g.Rows[2].Cell, err)
	}
	status, _, body = c.upload(gridAddress+"/workbook", "workbook", "季报.xlsx", filled(collector.Cell{Indicator: "standards-made", Value: "3700"}))
	if status != 422 || !strings.Contains(body, "累计数 3700 低于") || !strings.Contains(body, `download="季报-校验.xlsx"`) {
		t.Errorf("a cumulative that fell: %d\n%.3000s", status, body)
	}
	status, _, body = c.upload(gridAddress+"/workbook", "workbook", "x.xlsx", []byte("PK no workbook"))
	if status != 422 || strings.Contains(body, "系统出错") {
		t.Errorf("a file that is no workbook: %d\n%s", status, body)
	}
	status, _, _ = c.get(gridAddress + "/workbook")
	if status != 200 {
		t.Errorf("the workbook: %d", status)
	}
}

func TestAFileIsKeptWithItsCell(t *testing.T) {
	w := newWorld(t)
	c := w.clerk("wangxh")
	pdf := []byte("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
	status, _, body := c.upload(gridAddress+"/evidence", "file", `..\..\"会议纪要".pdf`, pdf)
	if status != http.StatusCreated {
		t.Fatalf("upload: %d %s", status, body)
	}
	sha := between(body, `"sha256":"`, `"`)
	form := gridForm(askSave, "0", map[string]string{"a.bodies": "815"})
	form.Set("ev.bodies", sha)
	if status, _, body := c.post(gridAddress, form); status != 303 {
		t.Fatalf("save with the file: %d\n%s", status, body)
	}
	if _, _, body := c.get(gridAddress); !strings.Contains(body, "/evidence/"+sha) || strings.Contains(body, "..\\") {
		t.Errorf("the grid does not show the file by its plain name:\n%s", body)
	}
	if status, _, got := c.get(gridAddress + "/evidence/" + sha); status != 200 || got != string(pdf) {
		t.Errorf("download: %d, %d bytes", status, len(got))
	}
	if status, _, body := c.upload(gridAddress+"/evidence", "file", "x.html", []byte("<script>alert(1)</script>")); status != 422 || strings.Contains(body, "系统出错") {
		t.Errorf("a page as evidence: %d %s", status, body)
	}
	if status, _, _ := w.clerk("hangzh").get(gridAddress + "/evidence/" + sha); status != 404 {
		t.Errorf("another office reads the file: %d, want 404", status)
	}
}
