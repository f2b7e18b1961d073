package collector

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/biaochi/biaochi/targets"
)

// The rules of passwords: what GB/T 22239-2019 level 2 (7.1.4.1 身份鉴别) asks for,
// complexity and change at intervals, with the numbers assessors expect.
const (
	MinPassword    = 10                   // characters
	MaxPassword    = 128                  // characters
	passwordKinds  = 3                    // of lower case, upper case, digits, others
	distinctRunes  = 5                    // different characters
	PasswordMaxAge = 180 * 24 * time.Hour // then it has to be changed
	passwordsKept  = 5                    // a new password is none of these: the present one and those before
)

// PasswordFaults tells what is wrong with a password for a login, in Chinese;
// nothing when it may be used. Whether it was used before is seen only when it
// is set.
func (a *Accounts) PasswordFaults(login, password string) []string {
	return passwordFaults(login, "", password)
}

// passwordFaults judges a password alone.
func passwordFaults(login, name, password string) (faults []string) {
	if !utf8.ValidString(password) || strings.ContainsFunc(password, unicode.IsControl) {
		return []string{"密码里有无法识别的字符"}
	}
	password = norm.NFC.String(password)
	n := utf8.RuneCountInString(password)
	if n < MinPassword {
		faults = append(faults, fmt.Sprintf("密码至少 %d 个字符（现为 %d 个）", MinPassword, n))
	}
	if n > MaxPassword {
		faults = append(faults, fmt.Sprintf("密码最多 %d 个字符", MaxPassword))
	}
	if kindsOfRunes(password) < passwordKinds {
		faults = append(faults, "密码应包含小写字母、大写字母、数字、其他字符中的至少三类")
	}
	if distinct(password) < distinctRunes {
		faults = append(faults, fmt.Sprintf("密码至少有 %d 个不同的字符", distinctRunes))
	}
	if holdsName(password, login) || holdsName(password, name) {
		faults = append(faults, "密码不能包含登录名或姓名")
	}
	return faults
}

// holdsName reports whether a password has a name in it, in whatever case.
func holdsName(password, name string) bool {
	name = strings.TrimSpace(name)
	return utf8.RuneCountInString(name) >= 2 && strings.Contains(strings.ToLower(password), strings.ToLower(name))
}

func kindsOfRunes(s string) int {
	var lower, upper, digit, other int
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z':
			lower = 1
		case r >= 'A' && r <= 'Z':
			upper = 1
		case r >= '0' && r <= '9':
			digit = 1
		default:
			other = 1
		}
	}
	return lower + upper + digit + other
}

func distinct(s string) int {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}

// newPassword judges a password for an account and hashes it.
func (a *Accounts) newPassword(ctx context.Context, account *targets.Account, password string) (phc string, err error) {
	if faults := passwordFaults(account.Login, account.Name, password); len(faults) > 0 {
		return "", badPassword(strings.Join(faults, "；"))
	}
	for _, used := range keptPasswords(account) {
		same, err := a.hasher.matches(ctx, used, password)
		if err != nil {
			return "", err
		}
		if same {
			return "", badPassword(fmt.Sprintf("不能与最近 %d 次用过的密码相同", passwordsKept))
		}
	}
	return a.hasher.hash(ctx, password)
}

func badPassword(text string) error {
	return &targets.Error{Kind: targets.Invalid, Field: "password", Text: text + "。"}
}

// note chains what is about to become of an account or of contacts. It comes
// first: what is not in the chain does not happen.
func (a *Accounts) note(ctx context.Context, actor string, n targets.AccountNote) error {
	if err := a.store.Note(ctx, actor, n, a.now()); err != nil {
		return fmt.Errorf("chain what becomes of an account: %w", err)
	}
	return nil
}

// writePassword writes a hash, and keeps the ones before it to be held against.
func (a *Accounts) writePassword(ctx context.Context, account *targets.Account, phc string, mustChange bool) error {
	old := keptPasswords(account)
	old = old[:min(len(old), passwordsKept-1)]
	if err := a.store.SetPassword(ctx, account.ID, phc, a.now(), mustChange, old); err != nil {
		return fmt.Errorf("set password: %w", err)
	}
	a.recent.forget()
	return nil
}

// keptPasswords are the PHC strings a new password is held against, newest first.
func keptPasswords(account *targets.Account) []string {
	if account.Password == "" {
		return nil
	}
	list := append([]string{account.Password}, account.Old...)
	return list[:min(len(list), passwordsKept)]
}

// mustChange reports whether the password has to be changed before anything else.
func mustChange(account *targets.Account, now time.Time) bool {
	return account.MustChange || now.Sub(account.Changed) > PasswordMaxAge
}
