package web

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
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
