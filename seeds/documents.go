package seeds

import (
	"fmt"

	"github.com/biaochi/biaochi/targets"
)

// named reports a document whose file is called otherwise.
func (e *entry[T]) named() {
	if e.id != "" && e.id != stem(e.src.name) {
		e.fault("id", fmt.Sprintf("文件名与编号 %s 不同", e.id), "文件应名为 "+e.id+".yaml")
	}
}

// document checks one document.
func (c *checker) document(e *entry[targets.Document]) {
	d := e.v
	areaKnown(c, e, d.Area)
	departmentsKnown(c, e, "issuers", d.Issuers)
	if d.Published != 0 && d.Published < d.Issued {
		e.fault("published", "早于成文日 "+d.Issued.String(), "发布日不会早于成文日")
	}
}
