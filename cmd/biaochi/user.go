package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store/sqlite"
)

type userCmd struct {
	Add      userAddCmd      `cmd:"" help:"Add a user and print the one-time link by which the user sets a password (72 hours)."`
	List     userListCmd     `cmd:"" help:"List the users with their offices and roles."`
	Disable  userDisableCmd  `cmd:"" help:"Disable a user at once, or let the user in again."`
	Password userPasswordCmd `cmd:"" help:"Set a user's password, typed here or read from stdin, or print a one-time link (72 hours) with --link. Ends a lock-out."`
}

// site is where the server is reached: one-time links are printed for it.
type site struct {
	Site string `help:"Address of the server, for the printed link (default ${default})." default:"http://127.0.0.1:9988" placeholder:"URL"`
}

func (s site) invite(secret string) string {
	return strings.TrimRight(s.Site, "/") + "/invite?link=" + secret
}

type userAddCmd struct {
	database
	site
	Login  string   `arg:"" help:"Login: 3-32 lower-case letters, digits, dots, hyphens."`
	Name   string   `help:"Name of the person." required:"" placeholder:"NAME"`
	Role   []string `help:"Role: reporter, reviewer, viewer or administrator; may be given again." required:"" enum:"reporter,reviewer,viewer,administrator" placeholder:"ROLE"`
	Office string   `help:"Id of the office; an administrator may have none." placeholder:"ID"`
	Phone  string   `help:"Telephone." placeholder:"NUMBER"`
}

// Run adds a user. No password passes the command line.
func (k userAddCmd) Run(ctx context.Context, c console) error {
	return k.accounts(ctx, c, func(a *collector.Accounts) error {
		roles := make([]targets.Role, len(k.Role))
		for i, role := range k.Role {
			roles[i] = targets.Role(role)
		}
		entry := collector.UserEntry{Login: k.Login, Name: k.Name, Office: k.Office, Phone: k.Phone, Roles: roles}
		u, link, err := a.AddUser(ctx, collector.CommandLine(), entry)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(c.out, "已添加用户 %s（%s）。请把下面的一次性链接交给本人，72 小时内设置密码：\n  %s\n", u.Login, u.Name, k.invite(link))
		return err
	})
}

type userListCmd struct {
	database
	Format string `help:"How to print: a table for people, JSON or CSV for programs." enum:"table,json,csv" default:"table"`
}

// A userRow is one user as JSON and CSV print it.
type userRow struct {
	ID     string   `json:"id"`
	Login  string   `json:"login"`
	Name   string   `json:"name"`
	Office string   `json:"office"`
	Roles  []string `json:"roles"`
	State  string   `json:"state"` // active, invited, locked, disabled
}

// userStates are the states in words.
var userStates = map[string]string{"active": "正常", "invited": "未设密码", "locked": "已锁定", "disabled": "已停用"}

// Run lists the users.
func (k userListCmd) Run(ctx context.Context, c console) error {
	return k.accounts(ctx, c, func(a *collector.Accounts) error {
		users, err := a.Users(ctx, collector.CommandLine())
		if err != nil {
			return err
		}
		rows := make([]userRow, len(users))
		t := table{head: []string{"登录名", "姓名", "单位", "角色", "状态"}}
		for i, u := range users {
			rows[i] = userRow{ID: u.ID, Login: u.Login, Name: u.Name, Office: u.Office, State: userState(&u)}
			names := make([]string, len(u.Roles))
			for n, role := range u.Roles {
				rows[i].Roles, names[n] = append(rows[i].Roles, string(role)), role.Name().ZH
			}
			t.add(u.Login, u.Name, dash(u.OfficeName), strings.Join(names, "、"), userStates[rows[i].State])
		}
		if k.Format == "table" {
			return t.print(c.out)
		}
		return printRows(c.out, k.Format, rows)
	})
}

func userState(u *collector.UserRow) string {
	switch {
	case u.Disabled:
		return "disabled"
	case !u.LockedUntil.IsZero():
		return "locked"
	case u.Invited:
		return "invited"
	}
	return "active"
}

type userDisableCmd struct {
	database
	Login string `arg:"" help:"Login of the user."`
	Undo  bool   `help:"Let the user in again."`
}

// Run disables a user: sessions and tokens end at once, also beside a running server.
func (k userDisableCmd) Run(ctx context.Context, c console) error {
	return k.accounts(ctx, c, func(a *collector.Accounts) error {
		u, err := userByLogin(ctx, a, k.Login)
		if err != nil {
			return err
		}
		if err := a.DisableUser(ctx, collector.CommandLine(), u.ID, !k.Undo); err != nil {
			return err
		}
		done := "已停用"
		if k.Undo {
			done = "已恢复"
		}
		_, err = fmt.Fprintf(c.out, "%s用户 %s（%s）。\n", done, u.Login, u.Name)
		return err
	})
}

type userPasswordCmd struct {
	database
	site
	Login string `arg:"" help:"Login of the user."`
	Link  bool   `help:"Print a one-time link instead of setting the password here."`
}

// Run sets a password that the user has to change at the next sign-in.
func (k userPasswordCmd) Run(ctx context.Context, c console) error {
	return k.accounts(ctx, c, func(a *collector.Accounts) error {
		u, err := userByLogin(ctx, a, k.Login)
		if err != nil {
			return err
		}
		if k.Link {
			link, err := a.ResetPassword(ctx, collector.CommandLine(), u.ID)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(c.out, "请把下面的一次性链接交给 %s（%s）本人，72 小时内设置密码：\n  %s\n", u.Login, u.Name, k.invite(link))
			return err
		}
		password, err := readPassword(c)
		if err != nil {
			return err
		}
		if err := a.SetPasswordOf(ctx, collector.CommandLine(), u.ID, password); err != nil {
			return err
		}
		_, err = fmt.Fprintf(c.out, "已设置 %s（%s）的密码，本人下次登录后须修改。\n", u.Login, u.Name)
		return err
	})
}

// accounts opens a database that is there and runs fn with its accounts.
func (d database) accounts(ctx context.Context, c console, fn func(*collector.Accounts) error) error {
	if err := d.there(); err != nil {
		return err
	}
	st, err := sqlite.Open(ctx, d.DB, sqlite.Options{Clock: c.now, Program: programName()})
	if err != nil {
		return err
	}
	defer st.Close()
	return fn(newAccounts(st, c.now, slog.New(slog.NewTextHandler(c.err, nil))))
}

// userByLogin finds a user by what people call the account.
func userByLogin(ctx context.Context, a *collector.Accounts, login string) (*collector.UserRow, error) {
	users, err := a.Users(ctx, collector.CommandLine())
	if err != nil {
		return nil, err
	}
	login = collector.CanonicalLogin(login)
	for i := range users {
		if users[i].Login == login {
			return &users[i], nil
		}
	}
	return nil, &targets.Error{Kind: targets.NotFound, Text: "没有登录名为 " + login + " 的用户；可用 biaochi user list 查看"}
}

// readPassword asks twice at a terminal, without echo, and reads one line of
// anything else.
func readPassword(c console) (string, error) {
	if f, ok := c.in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return askPassword(c, int(f.Fd()))
	}
	line, err := bufio.NewReader(io.LimitReader(c.in, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the password: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}

func askPassword(c console, fd int) (string, error) {
	var typed [2]string
	for i, prompt := range [...]string{"新密码：", "再输一次："} {
		fmt.Fprint(c.err, prompt)
		b, err := term.ReadPassword(fd)
		fmt.Fprintln(c.err)
		if err != nil {
			return "", fmt.Errorf("read the password: %w", err)
		}
		typed[i] = string(b)
	}
	if typed[0] != typed[1] {
		return "", &targets.Error{Kind: targets.Invalid, Text: "两次输入的密码不一致，没有改动。"}
	}
	return typed[0], nil
}
