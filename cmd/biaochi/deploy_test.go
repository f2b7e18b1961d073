package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/goccy/go-yaml"
)

const deployDir = "../../deploy"

func readDeploy(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(deployDir, path))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// needs finds a tool that make test installs.
func needs(t *testing.T, tool string) string {
	t.Helper()
	path, err := exec.LookPath(tool)
	if err != nil {
		t.Fatalf("%s is not installed (make test installs it): %v", tool, err)
	}
	return path
}

// ran carries out a tool and returns everything it said; it has to succeed.
func ran(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// flagsOf are the flags of each command, by the words that name it, and the
// variables of the environment of all.
func flagsOf(t *testing.T) (flags map[string][]*kong.Flag, variables map[string]bool) {
	t.Helper()
	parser, err := newParser()
	if err != nil {
		t.Fatal(err)
	}
	flags, variables = map[string][]*kong.Flag{}, map[string]bool{}
	var walk func(n *kong.Node, words string)
	walk = func(n *kong.Node, words string) {
		for _, f := range n.Flags {
			flags[words] = append(flags[words], f)
			for _, v := range f.Envs {
				variables[v] = true
			}
		}
		for _, child := range n.Children {
			walk(child, strings.TrimSpace(words+" "+child.Name))
		}
	}
	walk(parser.Model.Node, "")
	return flags, variables
}

// commandLine finds a command of the program with what is behind it on the line,
// also in the brackets of a container file.
var (
	commandLine = regexp.MustCompile("(?m)(?:^|[\\s/\"`(=])biaochi\"?,? +\"?([a-z]+)\"?([^`#；。，\\n]*)")
	longFlag    = regexp.MustCompile(`--[a-z][a-z0-9.-]*`)
	variable    = regexp.MustCompile(`\bBIAOCHI_[A-Z_]+\b`)
)

// documented are the files that tell how the program is started.
func documented(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, path := range []string{"../../README.md", "../../.goreleaser.yaml"} {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		texts[path] = string(b)
	}
	err := filepath.WalkDir(deployDir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		texts[path] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func TestEveryFlagAndVariableThatIsWrittenDownExists(t *testing.T) {
	flags, variables := flagsOf(t)
	script := readDeploy(t, "systemd/biaochi-backup")
	compose := readDeploy(t, "compose/compose.yaml")
	commands, named := 0, 0
	for path, text := range documented(t) {
		for _, m := range commandLine.FindAllStringSubmatch(text, -1) {
			command, rest := m[1], m[2]
			if command == "user" {
				command += " " + strings.Fields(rest + " list")[0]
			}
			if flags[command] == nil {
				continue // a sentence about the program
			}
			commands++
			for _, f := range longFlag.FindAllString(rest, -1) {
				if f != "--help" && !slices.ContainsFunc(flags[command], func(k *kong.Flag) bool { return "--"+k.Name == f }) {
					t.Errorf("%s: biaochi %s has no flag %s: %q", path, command, f, m[0])
				}
				named++
			}
		}
		for _, v := range variable.FindAllString(text, -1) {
			if !variables[v] && !strings.Contains(script, "${"+v+":") && !strings.Contains(compose, "${"+v+":") {
				t.Errorf("%s: nothing reads the variable %s", path, v)
			}
		}
	}
	if commands < 30 || named < 30 {
		t.Errorf("found %d commands with %d flags in the documents; the patterns do not see them any more", commands, named)
	}
}

func TestTheTableOfSettingsIsThatOfTheProgram(t *testing.T) {
	flags, _ := flagsOf(t)
	var want, got []string
	for _, f := range flags["serve"] {
		if f.Name == "help" {
			continue
		}
		def := f.Default
		if f.IsBool() {
			def = "false"
		}
		row := "| `--" + f.Name + "` | `" + f.Envs[0] + "` | "
		if def != "" {
			row += "`" + def + "` "
		}
		want = append(want, row+"|")
	}
	row := regexp.MustCompile("(?m)^(\\| `--[^|]+\\|[^|]+\\|[^|]*\\|) [^|]+ \\|$")
	for _, m := range row.FindAllStringSubmatch(read(t, "../..", "README.md"), -1) {
		got = append(got, m[1])
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("README.md tells these settings of serve:\n%s\nthe program has:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestTheEnvironmentSetsServeAndTheCommandLineWins(t *testing.T) {
	t.Setenv("BIAOCHI_WEB_LISTEN_ADDRESS", "127.0.0.1:1")
	t.Setenv("BIAOCHI_PRIVATE", "true")
	t.Setenv("BIAOCHI_AS_OF", "2024-06-30") // is of no command
	var cli commands
	parser, err := kong.New(&cli, environment())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse([]string{"serve"}); err != nil || cli.Serve.Listen != "127.0.0.1:1" || !cli.Serve.Private {
		t.Errorf("serve listens at %q, private %t, %v; want what the environment says", cli.Serve.Listen, cli.Serve.Private, err)
	}
	if _, err := parser.Parse([]string{"serve", "--web.listen-address", "127.0.0.1:2"}); err != nil || cli.Serve.Listen != "127.0.0.1:2" {
		t.Errorf("serve listens at %q, %v; want what the command line says", cli.Serve.Listen, err)
	}
	if _, err := parser.Parse([]string{"targets"}); err != nil || cli.Targets.AsOf != "" {
		t.Errorf("targets is judged as of %q, %v; want no date from the environment", cli.Targets.AsOf, err)
	}
}

// TestUnitsAreRightAndHardened asks systemd itself. The program is put where the
// units look for it, in a copy of them.
func TestUnitsAreRightAndHardened(t *testing.T) {
	analyze := needs(t, "systemd-analyze")
	dir := t.TempDir()
	for _, name := range []string{"biaochi.service", "biaochi-backup.service", "biaochi-backup.timer"} {
		put(t, dir, name, strings.ReplaceAll(readDeploy(t, "systemd/"+name), "/usr/local/bin/biaochi", "/bin/true #"))
	}
	said := ran(t, analyze, "verify", "--man=no", filepath.Join(dir, "biaochi.service"), filepath.Join(dir, "biaochi-backup.service"), filepath.Join(dir, "biaochi-backup.timer"))
	for line := range strings.Lines(said) {
		if strings.Contains(line, "biaochi") {
			t.Errorf("systemd-analyze verify: %s", line)
		}
	}
	level := regexp.MustCompile(`Overall exposure level for \S+: ([0-9.]+)`)
	for _, name := range []string{"biaochi.service", "biaochi-backup.service"} {
		said := ran(t, analyze, "security", "--offline=true", "--no-pager", filepath.Join(dir, name))
		m := level.FindStringSubmatch(said)
		if m == nil {
			t.Fatalf("systemd-analyze security says no level of %s: %s", name, said)
		}
		if exposed, err := strconv.ParseFloat(m[1], 64); err != nil || exposed >= 3 {
			t.Errorf("%s is exposed by %s, want under 3", name, m[1])
		}
	}
}

func TestPrometheusReadsItsConfigurationAndEveryRule(t *testing.T) {
	if testing.Short() {
		t.Skip("runs promtool")
	}
	dir := t.TempDir()
	config := readDeploy(t, "compose/prometheus.yml")
	file := put(t, dir, "prometheus.yml", config)
	rules, err := filepath.Abs(filepath.Join(deployDir, "rules"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(rules, filepath.Join(dir, "rules")); err != nil {
		t.Fatal(err)
	}
	ran(t, "promtool", "check", "config", file)
	files, err := filepath.Glob(filepath.Join(rules, "*.yml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no rules in %s: %v", rules, err)
	}
	for _, f := range files {
		if name := filepath.Base(f); !strings.HasSuffix(name, "_test.yml") && !strings.Contains(config, "- rules/"+name+"\n") {
			t.Errorf("deploy/compose/prometheus.yml does not load rules/%s", name)
		}
	}
}

func TestAlertmanagerReadsItsConfiguration(t *testing.T) {
	ran(t, needs(t, "amtool"), "check-config", filepath.Join(deployDir, "compose/alertmanager.yml"))
}

func TestNginxReadsItsExample(t *testing.T) {
	nginx := needs(t, "nginx")
	dir := t.TempDir()
	certificate(t, dir)
	example := strings.NewReplacer("/etc/nginx/tls/biaochi.pem", dir+"/cert.pem", "/etc/nginx/tls/biaochi.key", dir+"/key.pem").Replace(readDeploy(t, "nginx/biaochi.conf"))
	put(t, dir, "biaochi.conf", example)
	whole := put(t, dir, "nginx.conf", "pid "+dir+"/pid;\nerror_log stderr;\nevents {}\nhttp { access_log off; client_body_temp_path "+dir+"/b; proxy_temp_path "+dir+
		"/p; fastcgi_temp_path "+dir+"/f; uwsgi_temp_path "+dir+"/u; scgi_temp_path "+dir+"/s; include "+dir+"/biaochi.conf; }\n")
	ran(t, nginx, "-t", "-e", "stderr", "-p", dir, "-c", whole)
}

func TestCaddyReadsItsExample(t *testing.T) {
	caddy := needs(t, "caddy")
	t.Setenv("HOME", t.TempDir())
	ran(t, caddy, "validate", "--adapter", "caddyfile", "--config", filepath.Join(deployDir, "caddy/Caddyfile"))
}

// TestContainersAreAsTheyAreDescribed reads the compose file and what it names.
func TestContainersAreAsTheyAreDescribed(t *testing.T) {
	var compose struct {
		Services map[string]struct {
			Image       string
			Build       struct{ Context, Dockerfile string }
			Command     []string
			Volumes     []string
			Environment map[string]string
		}
		Volumes map[string]any
	}
	if err := yaml.Unmarshal([]byte(readDeploy(t, "compose/compose.yaml")), &compose); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"biaochi", "prometheus", "alertmanager", "grafana"} {
		if _, ok := compose.Services[name]; !ok {
			t.Errorf("compose starts no %s", name)
		}
	}
	built := compose.Services["biaochi"].Build
	if _, err := os.Stat(filepath.Join(deployDir, "compose", built.Context, built.Dockerfile)); err != nil {
		t.Errorf("compose builds from what is not there: %v", err)
	}
	pinned := regexp.MustCompile(`:v?[0-9]+\.[0-9]+\.[0-9]+$`)
	for name, s := range compose.Services {
		if name != "biaochi" && !pinned.MatchString(s.Image) {
			t.Errorf("%s: the image %s is not pinned to a version", name, s.Image)
		}
		for _, v := range s.Volumes {
			from, _, _ := strings.Cut(v, ":")
			if _, ok := compose.Volumes[from]; ok {
				continue
			}
			if _, err := os.Stat(filepath.Join(deployDir, "compose", from)); err != nil {
				t.Errorf("%s mounts what is not there: %v", name, err)
			}
		}
	}
	prometheusKnows(t, compose.Services["prometheus"].Command)
	provisioned(t, compose.Services["grafana"].Environment)
}

// provisioned asks whether Grafana finds what its provisioning names: variables
// and folders of dashboards.
func provisioned(t *testing.T, environment map[string]string) {
	t.Helper()
	for path, text := range documented(t) {
		if !strings.Contains(path, "grafana/provisioning/") {
			continue
		}
		for _, m := range regexp.MustCompile(`\$\{([A-Z_]+)\}`).FindAllStringSubmatch(text, -1) {
			if environment[m[1]] == "" {
				t.Errorf("%s: compose gives Grafana no %s", path, m[1])
			}
		}
		for _, m := range regexp.MustCompile(`path: /var/lib/grafana/(\S+)`).FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join(deployDir, "grafana", m[1])); err != nil {
				t.Errorf("%s names what is not mounted: %v", path, err)
			}
		}
	}
}

// prometheusKnows asks the installed Prometheus for the flags it is started with.
func prometheusKnows(t *testing.T, command []string) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "prometheus", "--help").CombinedOutput()
	if err != nil {
		t.Fatalf("prometheus --help: %v", err)
	}
	for _, arg := range command {
		if flag, _, _ := strings.Cut(arg, "="); !bytes.Contains(out, []byte(flag+"=")) {
			t.Errorf("prometheus has no flag %s", flag)
		}
	}
}

// TestReleaseIsBuiltAsTheContainerIs keeps the flags of both builds and of the
// container's equal: what was tried is one of them.
func TestReleaseIsBuiltAsTheContainerIs(t *testing.T) {
	b, err := os.ReadFile("../../.goreleaser.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var release struct {
		Builds []struct {
			Goarch, Env, Flags, Ldflags []string
		}
	}
	if err := yaml.Unmarshal(b, &release); err != nil {
		t.Fatal(err)
	}
	var arches []string
	container := readDeploy(t, "container/Dockerfile")
	for _, build := range release.Builds {
		arches = append(arches, build.Goarch...)
		tags := strings.TrimPrefix(build.Flags[1], "-tags=")
		if !slices.Contains(build.Env, "CGO_ENABLED=1") || !strings.HasSuffix(build.Ldflags[0], "-linkmode external -extldflags -static") ||
			!strings.Contains(container, "-tags "+tags+" ") || !strings.Contains(container, `-linkmode external -extldflags -static"`) {
			t.Errorf("the build for %v is %v %v %v; want cgo, the container's tags and a static link", build.Goarch, build.Env, build.Flags, build.Ldflags)
		}
	}
	if !slices.Equal(arches, []string{"amd64", "arm64"}) {
		t.Errorf("released for %v; want amd64 and arm64", arches)
	}
}
