package web

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestAClientThatStallsIsCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, client := net.Pipe()
		defer func() { _ = client.Close() }()
		c := patientConn{server, time.Minute}
		if _, err := c.Write(make([]byte, 10)); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("error %v", err)
		}
	})
}

func TestAClientThatIsSlowIsNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, client := net.Pipe()
		want := bytes.Repeat([]byte("0123456789"), 10*maxWrite/10)
		go func() {
			c := patientConn{server, time.Minute}
			if n, err := c.Write(want); n != len(want) || err != nil {
				t.Errorf("%d bytes written: %v", n, err)
			}
			_ = server.Close()
		}()
		var got []byte
		for part := make([]byte, maxWrite/2); ; {
			time.Sleep(20 * time.Second)
			n, err := client.Read(part)
			if got = append(got, part[:n]...); errors.Is(err, io.EOF) {
				break
			}
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%d bytes come, want %d", len(got), len(want))
		}
	})
}

func TestNothingIsWrittenOnAClosedConnection(t *testing.T) {
	server, client := net.Pipe()
	_ = client.Close()
	if n, err := (patientConn{server, time.Minute}).Write([]byte("x")); n != 0 || err == nil {
		t.Errorf("%d bytes written, error %v", n, err)
	}
	if n, err := (patientConn{server, time.Minute}).Write(nil); n != 0 || err == nil {
		t.Errorf("nothing: %d bytes written, error %v", n, err)
	}
}

// oneConn is a listener that a single client connects to.
type oneConn struct {
	conns chan net.Conn
	close func()
}

func newOneConn(c net.Conn) oneConn {
	conns := make(chan net.Conn, 1)
	conns <- c
	return oneConn{conns, sync.OnceFunc(func() { close(conns) })}
}

func (l oneConn) Accept() (net.Conn, error) {
	if c, ok := <-l.conns; ok {
		return c, nil
	}
	return nil, net.ErrClosed
}

func (l oneConn) Close() error {
	l.close()
	return nil
}

func (oneConn) Addr() net.Addr { return &net.TCPAddr{} }

func TestAClientThatAnnouncesMoreThanItSendsIsCut(t *testing.T) {
	for name, head := range map[string]string{
		"a length":  "GET /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n",
		"in pieces": "GET /tiles/0/0/0.mvt HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				there, here := net.Pipe()
				defer func() { _ = here.Close() }()
				ctx, stop := context.WithCancel(t.Context())
				served := make(chan error, 1)
				defer func() {
					stop()
					if err := <-served; err != nil {
						t.Errorf("stop: %v", err)
					}
				}()
				go func() { served <- New(Config{Logger: slog.New(slog.DiscardHandler)}).Serve(ctx, newOneConn(there)) }()
				_ = here.SetDeadline(time.Now().Add(time.Hour))
				start := time.Now()
				if _, err := io.WriteString(here, head); err != nil {
					t.Fatal(err)
				}
				answers := bufio.NewReader(here)
				answer, err := http.ReadResponse(answers, nil)
				if err != nil {
					t.Fatalf("after %v: %v", time.Since(start), err)
				}
				_, _ = io.Copy(io.Discard, answer.Body)
				_ = answer.Body.Close()
				if _, err := answers.ReadByte(); !errors.Is(err, io.EOF) || time.Since(start) > bodyTimeout {
					t.Errorf("after %v: error %v", time.Since(start), err)
				}
			})
		})
	}
}
