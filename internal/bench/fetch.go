package main

import (
	stdbytes "bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
)

// fetch gets a path of a server, and gives the bytes as they are sent: nothing for 204.
func fetch(ctx context.Context, url, encoding string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept-Encoding", encoding) // one that is set is not undone
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK && response.StatusCode != http.StatusNoContent {
		return nil, fmt.Errorf("%s: %s", url, response.Status)
	}
	return io.ReadAll(response.Body)
}

// weigh asks a server for every path once, which also has it make what it makes once, and gives the average of a tile.
func weigh(ctx context.Context, address string, paths []string, encoding string) (weight, error) {
	var sum weight
	for _, path := range paths {
		tile, err := fetch(ctx, address+path, encoding)
		if err != nil {
			return sum, err
		}
		sum.size += int64(len(tile))
		if encoding == identity {
			sum.gzipped += gzipped(tile)
		}
	}
	n := int64(len(paths))
	return weight{sum.size / n, sum.gzipped / n}, nil
}

// identity is the encoding of what is not compressed (RFC 9110, section 12.5.3).
const identity = "identity"

// gzipped is the length of bytes compressed at the usual level.
func gzipped(data []byte) int64 {
	var buffer stdbytes.Buffer
	w := gzip.NewWriter(&buffer)
	_, _ = w.Write(data) // a buffer takes everything
	_ = w.Close()
	return int64(buffer.Len())
}
