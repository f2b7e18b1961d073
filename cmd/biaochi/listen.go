package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/prometheus/exporter-toolkit/web"
)

// A door is one address the program answers at.
type door struct {
	flag    string // that names it
	address string
	config  string // web configuration file of Prometheus' exporter-toolkit; "" is plain HTTP
	handler http.Handler
	open    net.Listener

	external string // how a proxy in front of it is reached; "" without one
}

// listen opens the door, so that an address that is taken is told at once.
func (d *door) listen() error {
	if _, _, err := net.SplitHostPort(d.address); err != nil {
		return usageError(d.flag + "：" + d.address + " 应为 地址:端口，如 127.0.0.1:9988")
	}
	if err := web.Validate(d.config); err != nil {
		return fmt.Errorf("%s 无法使用: %w", d.config, err)
	}
	listener, err := net.Listen("tcp", d.address)
	if err != nil {
		return fmt.Errorf("无法监听 %s，可用 %s 改用其他地址或端口: %w", d.address, d.flag, err)
	}
	d.open = listener
	return nil
}

// url is how a browser reaches the open door.
func (d *door) url() string {
	if d.external != "" {
		return d.external
	}
	scheme := "http"
	if c, err := readWebConfig(d.config); err == nil && c.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + d.open.Addr().String()
}

// A webConfig is what the program itself has to know of a web configuration file.
type webConfig struct {
	TLS   map[string]any    `yaml:"tls_server_config"`
	Users map[string]string `yaml:"basic_auth_users"`
}

func readWebConfig(path string) (webConfig, error) {
	var c webConfig
	if path == "" {
		return c, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return c, fmt.Errorf("read the web configuration: %w", err)
	}
	if err := yaml.Unmarshal(text, &c); err != nil {
		return c, fmt.Errorf("read %s: %w", path, err)
	}
	return c, nil
}

// refuseBasicAuth refuses users in the configuration of the main address: the
// password box of the browser would stand before the sign-in page and turn the
// tokens of the API away.
func refuseBasicAuth(path string) error {
	c, err := readWebConfig(path)
	if err == nil && len(c.Users) > 0 {
		err = usageError("--web.config.file：" + path + " 设了 basic_auth_users，会把填报单位和接口挡在门外；这里只能设 tls_server_config 和 http_server_config。指标页要密码的，请用 --metrics.listen-address 和 --metrics.config.file")
	}
	return err
}

// serve answers at every door until ctx ends, then lets requests under way finish.
func serve(ctx context.Context, doors []*door, log *slog.Logger) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	servers := make([]*http.Server, len(doors))
	for i, d := range doors {
		servers[i] = &http.Server{Handler: d.handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute,
			WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
			ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
		go func() {
			err := web.Serve(d.open, servers[i], &web.FlagConfig{WebConfigFile: &d.config}, slog.New(warnings{log.Handler()}))
			if !errors.Is(err, http.ErrServerClosed) {
				cancel(fmt.Errorf("serve %s: %w", d.address, err))
			}
		}()
	}
	<-ctx.Done()
	stop, done := context.WithTimeout(context.Background(), 10*time.Second)
	defer done()
	var failed error
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		failed = cause
	}
	for _, server := range servers {
		if err := server.Shutdown(stop); err != nil {
			failed = errors.Join(failed, fmt.Errorf("stop serving: %w", err))
		}
	}
	return failed
}

// warnings drops what a library says of its ordinary doings.
type warnings struct{ slog.Handler }

func (w warnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && w.Handler.Enabled(ctx, level)
}
