package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// printTime is how long a browser may take for one paper.
const printTime = 2 * time.Minute

// browsers are the names that Chromium, Chrome and Edge have in PATH.
var browsers = [...]string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "microsoft-edge-stable", "msedge"}

// findBrowser is the program that prints: the named one, or the first that is
// installed.
func findBrowser(named string) (string, error) {
	if named != "" {
		path, err := exec.LookPath(named)
		if err != nil {
			return "", &targets.Error{Kind: targets.NotFound, Field: "--chromium", Text: named + " 不是可以运行的程序；请写出 Chromium、Chrome 或 Edge 程序的完整路径"}
		}
		return path, nil
	}
	for _, name := range append(browsers[:], installed()...) {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", &targets.Error{Kind: targets.NotFound, Field: "--pdf", Text: "没有找到 Chromium、Chrome 或 Edge，不能直接打印 PDF，未写入任何内容。" +
		"可以改用 --single-file 写出一个 HTML 文件，用任何一台电脑的浏览器打开，再选「打印」「另存为 PDF」；" +
		"或者安装其中一种浏览器；已经安装在别处的，用 --chromium 或环境变量 BIAOCHI_CHROMIUM 指明程序的路径"}
}

// installed are the places where systems that do not use PATH keep their browsers.
func installed() []string {
	switch runtime.GOOS {
	case "darwin":
		return []string{
			"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
			"/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
		}
	case "windows":
		var list []string
		for _, folder := range []string{os.Getenv("ProgramFiles"), os.Getenv("ProgramFiles(x86)"), os.Getenv("LocalAppData")} {
			if folder != "" {
				list = append(list, filepath.Join(folder, `Google\Chrome\Application\chrome.exe`), filepath.Join(folder, `Microsoft\Edge\Application\msedge.exe`))
			}
		}
		return list
	}
	return nil
}

// printPDF prints a page that needs nothing beside itself, in a profile of its
// own that is removed afterwards, without a way to any network.
func printPDF(ctx context.Context, browser string, page []byte) ([]byte, error) {
	dir, err := os.MkdirTemp("", "biaochi-pdf-")
	if err != nil {
		return nil, fmt.Errorf("make a place to print: %w", err)
	}
	defer os.RemoveAll(dir)
	from, to := filepath.Join(dir, "paper.html"), filepath.Join(dir, "paper.pdf")
	if err := os.WriteFile(from, page, 0o600); err != nil {
		return nil, fmt.Errorf("write page to print: %w", err)
	}
	if err := runBrowser(ctx, browser, filepath.Join(dir, "profile"), from, to); err != nil {
		return nil, err
	}
	pdf, err := os.ReadFile(to)
	if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		return nil, printFailed(browser, "没有写出 PDF", err)
	}
	return pdf, nil
}

func runBrowser(ctx context.Context, browser, profile, from, to string) error {
	ctx, cancel := context.WithTimeout(ctx, printTime)
	defer cancel()
	flags := []string{
		"--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--disable-quic", "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=" + profile,
		"--no-pdf-header-footer", "--generate-pdf-document-outline", "--print-to-pdf=" + to,
	}
	if os.Geteuid() == 0 { // as root it refuses to start with a sandbox
		flags = append(flags, "--no-sandbox")
	}
	cmd := exec.CommandContext(ctx, browser, append(flags, fileURL(from))...)
	cmd.WaitDelay = 5 * time.Second // its children may hold the pipe
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	err := cmd.Run()
	switch {
	case ctx.Err() == context.DeadlineExceeded:
		return printFailed(browser, fmt.Sprintf("%.0f 分钟没有打印完", printTime.Minutes()), ctx.Err())
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil && !errors.Is(err, exec.ErrWaitDelay):
		return printFailed(browser, "打印没有成功", fmt.Errorf("%w: %s", err, lastLines(said.String())))
	}
	return nil
}

// fileURL is the address of a file.
func fileURL(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") { // a drive letter
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// printFailed tells the way out where a browser is there and does not print.
func printFailed(browser, what string, cause error) error {
	e := &targets.Error{Kind: targets.Invalid, Field: "--pdf", Text: fmt.Sprintf("%s %s，未写入任何内容；可以改用 --single-file，在浏览器里打印为 PDF，或用 --chromium 换一个浏览器", browser, what)}
	if cause == nil {
		return e
	}
	return fmt.Errorf("%w: %w", e, cause)
}

// lastLines are the end of what a program said.
func lastLines(said string) string {
	lines := strings.Split(strings.TrimSpace(said), "\n")
	return strings.Join(lines[max(0, len(lines)-5):], "\n")
}
