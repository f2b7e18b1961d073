package collector

import "context"

// MayViewSite tells why a person (nil: nobody) may not see the public pages of a
// private server; nil when the person may.
func (a *Accounts) MayViewSite(ctx context.Context, p *Person) error {
	return a.authorise(ctx, p, ActViewSite, Object{})
}
