package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// Limits of a workbook. What is larger is refused by name, before anything of it
// is kept.
const (
	MaxBook     = 100 << 20 // bytes of the file
	maxUnpacked = 200 << 20 // bytes of all its parts
	maxParts    = 2000      // parts of the package
	MaxRows     = 20_000    // rows of figures
	maxColumns  = 256       // columns that hold something
	maxCells    = 1_000_000 // cells that hold something
)

// A parcel is the zip file that a workbook comes in. Its parts are found by their
// names in lower case, as Excel finds them.
type parcel struct {
	parts map[string]*zip.File
}

// legacy is how files of the time before zip begin: an old workbook, or a new
// one locked away behind a password.
const legacy = "\xd0\xcf\x11\xe0"

// openParcel opens a package and refuses what no workbook of figures carries.
func openParcel(r io.ReaderAt, size int64) (*parcel, error) {
	if size > MaxBook {
		return nil, &refusal{0, fmt.Sprintf("工作簿超过 %d MiB", MaxBook>>20), "请删去图片和多余的工作表，或分成几个文件"}
	}
	if err := refuseLegacy(r, size); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, broken()
	}
	p := &parcel{make(map[string]*zip.File, len(z.File))}
	if err := p.gather(z.File); err != nil {
		return nil, err
	}
	return p, p.refuseContent()
}

func broken() *refusal {
	return &refusal{0, "文件已损坏，不是完整的 Excel 工作簿（xlsx）", "请在表格软件中打开，另存为 xlsx 再试"}
}

// refuseLegacy recognises old workbooks and those encrypted with a password.
func refuseLegacy(r io.ReaderAt, size int64) error {
	head := make([]byte, min(size, 64<<10))
	if n, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read workbook: %w", err)
	} else if head = head[:n]; !bytes.HasPrefix(head, []byte(legacy)) {
		return nil
	}
	if bytes.Contains(head, utf16Text("EncryptedPackage")) || bytes.Contains(head, utf16Text("EncryptionInfo")) {
		return locked()
	}
	return &refusal{0, "这是旧版 Excel 工作簿（xls 或 et）", "请在表格软件中另存为「Excel 工作簿（*.xlsx）」再试"}
}

func locked() *refusal {
	return &refusal{0, "工作簿设了打开密码，无法读取", "请在表格软件中取消打开密码，保存后再试（工作表保护不用取消）"}
}

func utf16Text(s string) []byte {
	b := make([]byte, 0, 2*len(s))
	for _, c := range []byte(s) {
		b = append(b, c, 0)
	}
	return b
}

// gather lists the parts, by the sizes the directory states; read holds every
// part to what was stated.
func (p *parcel) gather(files []*zip.File) error {
	if len(files) > maxParts {
		return &refusal{0, fmt.Sprintf("压缩包内有 %d 个文件，这不是填报用的工作簿", len(files)), "请用下载的模板填报"}
	}
	var total uint64
	for _, f := range files {
		if f.Flags&1 != 0 {
			return locked()
		}
		if f.UncompressedSize64 > maxUnpacked-total {
			return &refusal{0, fmt.Sprintf("工作簿展开后超过 %d MiB（压缩炸弹或内容过多）", maxUnpacked>>20), "请把数据复制到新下载的模板里再试"}
		}
		total += f.UncompressedSize64
		p.parts[canonicalPart(f.Name)] = f
	}
	return nil
}

func canonicalPart(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/"))
}

// unwanted are parts that run something or lead out of the workbook.
var unwanted = []struct{ part, text, fix string }{
	{"vbaproject", "工作簿含有宏", "请另存为不含宏的「Excel 工作簿（*.xlsx）」再试"},
	{"xl/macrosheets/", "工作簿含有宏工作表", "请另存为不含宏的「Excel 工作簿（*.xlsx）」再试"},
	{"xl/externallinks/", "工作簿链接到其他文件（外部链接或 DDE）", "请在「数据—编辑链接」中断开链接，把公式粘贴为数值再试"},
	{"xl/embeddings/", "工作簿嵌入了其他文件（OLE 对象）", "请删去嵌入的对象再试；证明材料请在填报页面上传"},
	{"xl/activex/", "工作簿含有 ActiveX 控件", "请删去控件再试"},
	{"xl/connections", "工作簿含有外部数据连接", "请在「数据—查询和连接」中删去连接再试"},
	{"xl/querytables/", "工作簿含有外部数据查询", "请删去查询，把数据粘贴为数值再试"},
}

// refuseContent refuses parts that run or lead elsewhere, and packages that are
// something else.
func (p *parcel) refuseContent() error {
	for _, u := range unwanted {
		for name := range p.parts {
			if strings.HasPrefix(name, u.part) || u.part == "vbaproject" && strings.Contains(name, u.part) {
				return &refusal{0, u.text, u.fix}
			}
		}
	}
	switch {
	case p.parts["xl/workbook.bin"] != nil:
		return &refusal{0, "这是二进制工作簿（xlsb）", "请另存为「Excel 工作簿（*.xlsx）」再试"}
	case p.parts["content.xml"] != nil && p.parts["mimetype"] != nil:
		return &refusal{0, "这是 OpenDocument 文件（ods 等）", "请另存为「Excel 工作簿（*.xlsx）」再试"}
	case p.parts["[content_types].xml"] == nil:
		return &refusal{0, "这是压缩文件，不是 Excel 工作簿", "请直接给出其中的 xlsx 或 CSV 文件"}
	case p.parts["word/document.xml"] != nil || p.parts["ppt/presentation.xml"] != nil:
		return &refusal{0, "这是文字或演示文稿，不是 Excel 工作簿", "请给出 xlsx 或 CSV 文件"}
	}
	types, err := p.read("[content_types].xml")
	if err == nil && bytes.Contains(bytes.ToLower(types), []byte("macroenabled")) {
		return &refusal{0, unwanted[0].text, unwanted[0].fix}
	}
	return err
}

// read unpacks one part. A part that holds more than the directory stated is a
// lie that only bombs tell.
func (p *parcel) read(name string) ([]byte, error) {
	f := p.parts[name]
	if f == nil {
		return nil, broken()
	}
	r, err := f.Open()
	if err != nil {
		return nil, broken()
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, int64(f.UncompressedSize64)+1))
	if err != nil || uint64(len(b)) > f.UncompressedSize64 {
		return nil, broken()
	}
	return b, nil
}
