package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// child is a server that a comparison started and that [bench.stop] ends.
type child struct {
	address string // http://host:port
	cmd     *exec.Cmd
	log     string // the file of what it says on its standard error
	started time.Time
	ready   time.Duration // what it took to be ready, where that is asked
}

// serve starts a server that prints a line once it listens, the last word of which is its address.
func (b *bench) serve(ctx context.Context, program string, args ...string) (*child, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	c, err := b.start(cmd)
	if err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, c.failure(err)
	}
	words := strings.Fields(line)
	c.address = strings.TrimSuffix(words[len(words)-1], "/")
	return c, nil
}

// listening starts a server that was told its address, and waits for it to answer there.
func (b *bench) listening(ctx context.Context, address, program string, args ...string) (*child, error) {
	c, err := b.start(exec.CommandContext(ctx, program, args...))
	if err != nil {
		return nil, err
	}
	c.address = "http://" + address
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			return c, conn.Close()
		}
		if time.Now().After(deadline) {
			return nil, c.failure(err)
		}
	}
}

// patience is how long a server may take to answer.
const patience = 30 * time.Second

// start starts a program. It ends with the context, or as soon as b stops its children.
func (b *bench) start(cmd *exec.Cmd) (*child, error) {
	log, err := os.CreateTemp(b.folder, filepath.Base(cmd.Path)+"-*.log")
	if err != nil {
		return nil, err
	}
	defer log.Close()
	cmd.Stderr = log
	c := &child{cmd: cmd, log: log.Name(), started: time.Now()}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	b.children = append(b.children, c)
	return c, nil
}

// failure tells why a child does not serve.
func (c *child) failure(cause error) error {
	said, _ := os.ReadFile(c.log)
	return fmt.Errorf("%s: %w\n%s", filepath.Base(c.cmd.Path), cause, said)
}

// stop ends a child as an administrator would, and waits for its end.
func (c *child) stop() error {
	if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	var status *exec.ExitError
	if err := c.cmd.Wait(); err != nil && !errors.As(err, &status) {
		return err
	}
	return nil
}

// stop ends the children that were not ended yet, the last one first.
func (b *bench) stop() {
	for i := len(b.children) - 1; i >= 0; i-- {
		if c := b.children[i]; c.cmd.ProcessState == nil {
			_ = c.stop() // the bench ends, and has measured
		}
	}
}

// resident is the memory that the process holds now.
func (c *child) resident() int64 { return c.memory("VmRSS") }

// peak is the most that it ever held.
func (c *child) peak() int64 { return c.memory("VmHWM") }

func (c *child) memory(name string) int64 {
	return kibibytes("/proc/"+strconv.Itoa(c.cmd.Process.Pid)+"/status", name)
}

// freePort gives an address of this machine where nothing listens.
func freePort() (address string, err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}
