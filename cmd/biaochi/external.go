package main

import (
	"net/url"
	"strings"
)

// parseExternal reads the address under which a proxy in front of the program is
// reached, like https://biaochi.example.cn; "" is none. secure says that TLS ends
// there. The program's pages stand at the root of a host, so a path is refused.
func parseExternal(s string) (address string, secure bool, err error) {
	if s == "" {
		return "", false, nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil ||
		strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return "", false, usageError("--web.external-url：" + s + " 应为 https://主机名 或 https://主机名:端口，不带路径，如 https://biaochi.example.cn")
	}
	return u.Scheme + "://" + u.Host, u.Scheme == "https", nil
}
