package web_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"

	"perimetre/web"
)

// BenchmarkKeptTile is the whole way of a tile that is kept, over the loopback, with a client that does as little as it can.
func BenchmarkKeptTile(b *testing.B) {
	for _, bytes := range []int{1_000, 10_000, 60_000} {
		b.Run(fmt.Sprintf("bytes=%d", bytes), func(b *testing.B) {
			server := web.New(web.Config{Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
			server.PublishTiles(&slow{size: bytes}, "world")
			c, _ := start(b, server)
			b.SetParallelism(4)
			b.RunParallel(func(pb *testing.PB) {
				conn, err := net.Dial("tcp", strings.TrimPrefix(c.base, "http://"))
				if err != nil {
					b.Error(err)
					return
				}
				defer func() { _ = conn.Close() }()
				answers := bufio.NewReaderSize(conn, 1<<16)
				for pb.Next() {
					if _, err := io.WriteString(conn, "GET /tiles/world/8/1/1.mvt HTTP/1.1\r\nHost: x\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n"); err != nil {
						b.Error(err)
						return
					}
					answer, err := http.ReadResponse(answers, nil)
					if err != nil {
						b.Error(err)
						return
					}
					n, err := io.Copy(io.Discard, answer.Body)
					if errors.Join(err, answer.Body.Close()) != nil || n != int64(bytes) {
						b.Errorf("%d bytes: %v", n, err)
						return
					}
				}
			})
		})
	}
}
