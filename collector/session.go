package collector

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// Sessions are our own few lines rather than a library's (scs was considered):
// what is kept is only whose a session is, they have to be listed and ended by
// user, no request may write, and there is nothing in a session to load, merge
// and save around each handler.
//
// A session ends 30 minutes after it was last used, 12 hours after it began, when
// its user has begun five newer ones, and when the user signs out, changes the
// password, or is disabled. When it was last used is kept in memory and written
// once a minute; after a crash a session may end up to a minute early, never late.
const (
	SessionIdle     = 30 * time.Minute
	SessionLongest  = 12 * time.Hour
	MostSessions    = 5 // of one user; the oldest ends
	secretBytes     = 32
	maxSecretLength = 100
)

// newSecret is 256 random bits in the form a cookie and an address may carry.
func newSecret() string { return base64.RawURLEncoding.EncodeToString(randomBytes(secretBytes)) }

// secretHash is what is kept of a secret. It has 256 random bits: there is
// nothing to guess, and so nothing to slow down.
func secretHash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// seen is when sessions were last used, since the last flush.
type seen struct {
	mu sync.Mutex
	at map[string]targets.Session // by hash, with its newest Seen
}

func newSeen() *seen { return &seen{at: map[string]targets.Session{}} }

// last returns when a session was last used.
func (s *seen) last(session *targets.Session) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if used, ok := s.at[session.Hash]; ok && used.Seen.After(session.Seen) {
		return used.Seen
	}
	return session.Seen
}

func (s *seen) use(session targets.Session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if session.Seen.After(s.at[session.Hash].Seen) {
		s.at[session.Hash] = session
	}
}

func (s *seen) take() []targets.Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := slices.Collect(maps.Values(s.at))
	clear(s.at)
	return list
}

func (a *Accounts) flushSeen(ctx context.Context) error {
	list := a.seen.take()
	if len(list) == 0 {
		return nil
	}
	if err := a.store.FlushSessions(ctx, list); err != nil {
		for _, s := range list {
			a.seen.use(s)
		}
		return fmt.Errorf("write when sessions were used: %w", err)
	}
	return nil
}

// notSignedIn answers a token that is no session any more, or never was.
func notSignedIn() error {
	return &targets.Error{Kind: targets.Forbidden, Text: "请先登录。"}
}

// begin makes a session and ends what is too many of the user's.
func (a *Accounts) begin(ctx context.Context, user, address string) (token, hash string, err error) {
	token, now := newSecret(), a.now()
	s := targets.Session{Hash: secretHash(token), User: user, Created: now, Seen: now, Expires: now.Add(SessionLongest), Address: hostOf(address)}
	if err := a.store.PutSession(ctx, s); err != nil {
		return "", "", fmt.Errorf("begin a session: %w", err)
	}
	list, err := a.sessionsOf(ctx, user)
	if err != nil {
		return "", "", err
	}
	// Of sessions begun at one tick of the clock, the order says nothing: the new one stays.
	list = slices.DeleteFunc(list, func(x targets.Session) bool { return x.Hash == s.Hash })
	for i := range max(0, len(list)-MostSessions+1) {
		if err := a.store.DeleteSession(ctx, list[i].Hash); err != nil {
			return "", "", fmt.Errorf("end the oldest session: %w", err)
		}
	}
	return token, s.Hash, nil
}

// sessionsOf lists the sessions of a user that are not over, oldest first.
func (a *Accounts) sessionsOf(ctx context.Context, user string) ([]targets.Session, error) {
	stored, err := a.store.SessionsOf(ctx, user)
	if err != nil {
		return nil, fmt.Errorf("read the sessions: %w", err)
	}
	now := a.now()
	var list []targets.Session
	for _, s := range stored {
		if s.Seen = a.seen.last(&s); live(&s, now) {
			list = append(list, s)
		}
	}
	return list, nil
}

// live reports whether a session may still be used.
func live(s *targets.Session, now time.Time) bool {
	return now.Before(s.Expires) && now.Sub(s.Seen) < SessionIdle
}

// PersonOf tells who a session's token stands for, with the rights of this
// moment, and the session. It writes nothing. A token that is nobody's, or whose
// session is over, is a targets.Error of kind Forbidden.
func (a *Accounts) PersonOf(ctx context.Context, token string) (*Person, *targets.Session, error) {
	if token == "" || len(token) > maxSecretLength {
		return nil, nil, notSignedIn()
	}
	stored, err := a.store.Session(ctx, secretHash(token))
	if targets.KindOf(err) == targets.NotFound {
		return nil, nil, notSignedIn()
	} else if err != nil {
		return nil, nil, fmt.Errorf("read the session: %w", err)
	}
	s, now := *stored, a.now()
	if s.Seen = a.seen.last(stored); !live(&s, now) {
		return nil, nil, notSignedIn()
	}
	p, err := a.present(ctx, s.User)
	if err != nil {
		return nil, nil, err
	}
	p.session, s.Seen = s.Hash, now
	a.seen.use(s)
	return p, &s, nil
}

// enabled reads an account that may be used.
func (a *Accounts) enabled(ctx context.Context, id string) (*targets.Account, error) {
	account, err := a.store.Account(ctx, id)
	switch {
	case targets.KindOf(err) == targets.NotFound, err == nil && account.Disabled:
		return nil, notSignedIn()
	case err != nil:
		return nil, fmt.Errorf("read the account: %w", err)
	}
	return account, nil
}

// SignOut ends one session. It is no error when it is over already.
func (a *Accounts) SignOut(ctx context.Context, token string) error {
	if err := a.store.DeleteSession(ctx, secretHash(token)); err != nil {
		return fmt.Errorf("sign out: %w", err)
	}
	return nil
}

// SignOutEverywhere ends every session of a user, the present one too: one's own
// ("" or the own id), or for an administrator those of a user administered.
func (a *Accounts) SignOutEverywhere(ctx context.Context, p *Person, user string) error {
	if user == "" {
		user = p.userID()
	}
	if err := a.authorise(ctx, p, ActOwnAccount, Object{User: user}); err != nil {
		if _, _, err := a.administered(ctx, p, user); err != nil {
			return err
		}
	}
	if err := a.note(ctx, p.User.ID, targets.AccountNote{User: user, Event: targets.SignedOut}); err != nil {
		return err
	}
	return a.endSessions(ctx, user, "")
}

func (a *Accounts) endSessions(ctx context.Context, user, except string) error {
	if err := a.store.DeleteSessionsOf(ctx, user, except); err != nil {
		return fmt.Errorf("end the sessions: %w", err)
	}
	return nil
}

// Sessions lists one's own sessions that are not over, oldest first.
func (a *Accounts) Sessions(ctx context.Context, p *Person) ([]targets.Session, error) {
	if err := a.authorise(ctx, p, ActOwnAccount, Object{User: p.userID()}); err != nil {
		return nil, err
	}
	return a.sessionsOf(ctx, p.User.ID)
}
