package pgtest

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// watchdog makes a cluster in the folder $1 with the programs of the folder $2, serves it on a socket of that folder,
// and waits for the end of its standard input, which comes when the test process ends, even killed. Then it stops the
// server that it started and removes the folder. Nothing of a test is worth a write to the disk: fsync is off.
const watchdog = `
"$2/initdb" --pgdata="$1/data" --username=postgres --auth=trust --encoding=UTF8 --locale=C --no-sync || exit
"$2/postgres" -D "$1/data" -k "$1" -h '' -F -c synchronous_commit=off -c full_page_writes=off -c max_connections=100 &
server=$!
cat >/dev/null
kill -INT $server
wait $server
rm -rf "$1"
`

// patience is how long a server may take to start.
const patience = 60 * time.Second

// start starts a private server, and gives its address.
func start() (string, error) {
	programs, err := findPrograms()
	if err != nil {
		return "", err
	}
	owner, err := ownerOfServer()
	if err != nil {
		return "", err
	}
	folder, err := os.MkdirTemp("", "pgtest")
	if err != nil {
		return "", err
	}
	cmd := exec.Command("sh", "-c", watchdog, "watchdog", folder, programs)
	// A group of its own: an interrupt at the terminal ends the test process, and through it the server.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: owner}
	cmd.Dir = folder
	if owner != nil {
		if err := os.Chown(folder, int(owner.Uid), int(owner.Gid)); err != nil {
			return "", err
		}
	}
	log, err := os.Create(filepath.Join(folder, "log"))
	if err != nil {
		return "", err
	}
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log
	if _, err := cmd.StdinPipe(); err != nil { // never closed: the system does it at the end of the process
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", fmt.Errorf("start of PostgreSQL: %w", err)
	}
	server := url.URL{Scheme: "postgres", Path: "/postgres", RawQuery: url.Values{
		"host": {folder}, "user": {"postgres"},
	}.Encode()}
	return server.String(), wait(cmd, server.String(), log.Name())
}

// wait returns once the server answers, or can no longer be hoped for.
func wait(cmd *exec.Cmd, server, log string) error {
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		if _, err := psql(server, `SELECT 1`); err == nil {
			return nil
		}
		select {
		case err := <-ended:
			said, _ := os.ReadFile(log)
			return fmt.Errorf("PostgreSQL did not start: %w\n%s", err, bytes.TrimSpace(said))
		case <-time.After(50 * time.Millisecond):
		}
	}
	return fmt.Errorf("PostgreSQL did not answer within %v: see %s", patience, log)
}

// findPrograms gives the folder of initdb and postgres: that of the newest version on Debian, or of the path.
func findPrograms() (string, error) {
	for version := 30; version >= 13; version-- {
		folder := filepath.Join("/usr/lib/postgresql", strconv.Itoa(version), "bin")
		if _, err := os.Stat(filepath.Join(folder, "initdb")); err == nil {
			return folder, nil
		}
	}
	program, err := exec.LookPath("initdb")
	if err != nil {
		return "", fmt.Errorf("initdb: %w", errMissing)
	}
	return filepath.Dir(program), nil
}

// ownerOfServer gives the user postgres where the test runs as root, whom PostgreSQL refuses, and nil elsewhere.
func ownerOfServer() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	owner, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("user postgres: %w", errMissing)
	}
	uid, err := strconv.ParseUint(owner.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(owner.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}
