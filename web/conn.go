package web

import (
	"net"
	"time"
)

// stallTimeout is how long a client may take nothing of what is written to it.
const stallTimeout = 30 * time.Second

// patientListener accepts connections that are cut when their client stalls. A limit on whole answers, as http.Server has
// one, would cut long ones short on slow lines.
type patientListener struct {
	net.Listener
	timeout time.Duration
}

// Accept implements net.Listener.
func (l patientListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return patientConn{c, l.timeout}, nil
}

type patientConn struct {
	net.Conn
	timeout time.Duration
}

// maxWrite is what a client has a whole timeout for: 4 kB/s is enough.
const maxWrite = 128 << 10

// Write implements net.Conn.
func (c patientConn) Write(p []byte) (n int, err error) {
	for {
		if err := c.SetWriteDeadline(time.Now().Add(c.timeout)); err != nil {
			return n, err
		}
		written, err := c.Conn.Write(p[n:min(len(p), n+maxWrite)])
		if n += written; err != nil || n == len(p) {
			return n, err
		}
	}
}
