package entry

import (
	"net/http"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// contactsPath is where an office keeps its own contacts (联系人).
const contactsPath = "/work/contacts"

func (h *handler) contactPages() []page {
	return []page{
		{method: http.MethodGet, pattern: contactsPath, answer: h.ownContacts},
		{method: http.MethodPost, pattern: contactsPath, answer: h.putOwnContacts},
	}
}

// contactsBody is the form of an office's contacts.
type contactsBody struct {
	Contacts []contactLine
	Faults   findings
}

func (h *handler) ownContacts(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	list, err := h.contacts(r, p)
	if err != nil {
		return err
	}
	return h.showContacts(w, r, p, view{}, contactsBody{Contacts: contactLines(list)})
}

// contacts are those of the person's office, for who may change them.
func (h *handler) contacts(r *http.Request, p *collector.Person) ([]targets.Contact, error) {
	if p.Office.ID == "" {
		return nil, errNotHere
	}
	return h.Accounts.Contacts(r.Context(), p, p.Office.ID)
}

func (h *handler) showContacts(w http.ResponseWriter, r *http.Request, p *collector.Person, v view, b contactsBody) error {
	v.Name, v.Title, v.Crumbs, v.Body = "contacts", "本单位联系人", []link{{Text: "我的账号", Href: accountPath}, {Text: "本单位联系人"}}, b
	return h.show(w, r, p, v)
}

func (h *handler) putOwnContacts(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	if err := parse(r); err != nil {
		return err
	}
	if _, err := h.contacts(r, p); err != nil {
		return err
	}
	list := readContacts(r)
	err := byContact(h.Accounts.PutContacts(r.Context(), p, p.Office.ID, list))
	if err == nil {
		return redirect(w, r, contactsPath, "contacts")
	}
	found, text, ok := refusal(err)
	if !ok {
		return err
	}
	return h.showContacts(w, r, p, view{Status: http.StatusUnprocessableEntity, Error: text}, contactsBody{Contacts: contactLines(list), Faults: found})
}
