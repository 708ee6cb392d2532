package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net"
	"net/http"
	"net/url"
	"os"
	"path"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// contentRange is that of RFC 9110, section 14.4.
var contentRange = regexp.MustCompile(`^bytes (\d+)-\d+/(\d+|\*)$`)

const (
	partEnd  = ".part"      // ends the name of a file that is not whole
	stateEnd = ".part.yaml" // ends the name of what is known of it

	mostFailures = 5   // tries in a row that bring no byte
	mostTries    = 100 // in all

	firstWait   = time.Second // doubled from one failure to the next
	longestWait = 5 * time.Minute
)

// part is what is known of a file that is not whole.
type part struct {
	URL          string `yaml:"url"`
	Total        int64  `yaml:"total"` // bytes of the whole, -1 when the server does not say
	ETag         string `yaml:"etag"`
	LastModified string `yaml:"last_modified"`
}

// validator is what the server knows this very file by: RFC 9110, section 13.1.5, wants a strong one.
func (p part) validator() string {
	if p.ETag != "" && !strings.HasPrefix(p.ETag, "W/") {
		return p.ETag
	}
	return p.LastModified
}

// isOf tells whether an answer is of this very file by what its header says. A server that does not look at If-Range gives a part
// of whatever file it has, so that an answer that says nothing is not taken.
func (p part) isOf(header http.Header) bool {
	etag, modified := header.Get("ETag"), header.Get("Last-Modified")
	if etag != "" && etag != p.ETag || modified != "" && modified != p.LastModified {
		return false
	}
	return part{ETag: etag, LastModified: modified}.validator() != ""
}

// download is one file on its way.
type download struct {
	*Fetcher
	source Source
	path   string
	file   *os.File // the part
	part   part
	offset int64 // bytes received
}

// again is a failure after which another try may do.
type again struct {
	error
	after time.Duration // what the server asks for; 0 for nothing
}

func (a again) Unwrap() error { return a.error }

// download brings a file to its path, and gives its entry.
func (f *Fetcher) download(ctx context.Context, s Source, path string) (Entry, error) {
	file, err := os.OpenFile(path+partEnd, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return Entry{}, err
	}
	d := &download{Fetcher: f, source: s, path: path, file: file}
	err = d.resume()
	if err == nil {
		err = d.tries(ctx)
	}
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		if errors.Is(err, syscall.ENOSPC) {
			err = fmt.Errorf("%w: give a folder with more room with --to", err)
		}
		if d.offset == 0 {
			err = errors.Join(err, d.remove())
		}
		return Entry{}, err
	}
	return d.accept()
}

// resume finds how much of the file is there already.
func (d *download) resume() error {
	if err := readYAML(d.path+stateEnd, &d.part); err != nil {
		return err
	}
	info, err := d.file.Stat()
	if err != nil {
		return err
	}
	d.offset = info.Size()
	if d.part.URL != d.source.URL || d.part.validator() == "" || d.part.Total >= 0 && d.offset > d.part.Total {
		return d.restart()
	}
	return nil
}

// restart forgets what was received.
func (d *download) restart() error {
	d.offset = 0
	d.part = part{URL: d.source.URL, Total: -1}
	if err := os.Remove(d.path + stateEnd); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return d.file.Truncate(0)
}

// tries asks for the file until it is whole.
func (d *download) tries(ctx context.Context) error {
	failures := 0
	for n := 1; ; n++ {
		before := d.offset
		err := d.try(ctx)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var retry again
		if !errors.As(err, &retry) {
			return err
		}
		if failures++; d.offset > before {
			failures = 1
		}
		switch {
		case retry.after > longestWait:
			return fmt.Errorf("%w: it asks to come back in %v: do so", err, retry.after.Round(time.Second))
		case failures == mostFailures || n == mostTries:
			return fmt.Errorf("gave up after %d tries: %w: try again later, or download it by hand from %s and save it as %s",
				n, err, d.source.Page, d.path)
		}
		if err := d.Sleep(ctx, max(retry.after, firstWait<<(failures-1))); err != nil {
			return err
		}
	}
}

// try asks once for what is missing of the file.
func (d *download) try(ctx context.Context) error {
	if d.part.Total >= 0 && d.offset == d.part.Total {
		return nil
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stalled := again{error: fmt.Errorf("%s gave no byte for %v", host(d.source.URL), d.Stall)}
	timer := time.AfterFunc(d.Stall, func() { cancel(stalled) })
	defer timer.Stop()

	err := d.ask(ctx, func() { timer.Reset(d.Stall) })
	if cause := context.Cause(ctx); err != nil && errors.Is(cause, stalled) {
		return stalled
	}
	return err
}

// ask makes the request and takes its answer. Each byte that comes is told.
func (d *download) ask(ctx context.Context, alive func()) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, d.source.URL, nil)
	if err != nil {
		return err
	}
	request.Header.Set("User-Agent", "perimetre")
	request.Header.Set("Accept-Encoding", "identity")
	if d.part.validator() == "" && d.offset > 0 { // what would come may be of another file
		if err := d.restart(); err != nil {
			return err
		}
	}
	if d.offset > 0 {
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-", d.offset))
		request.Header.Set("If-Range", d.part.validator())
	}
	answer, err := d.Client.Do(request)
	if err != nil {
		return d.connection(err)
	}
	defer answer.Body.Close()
	alive()
	if err := d.judge(answer); err != nil {
		return err
	}
	if limit := d.source.MaxMiB << 20; d.part.Total > limit {
		return d.tooLong()
	}
	return d.receive(answer.Body, alive)
}

// connection words a failure of a request. A name that does not exist, a certificate that is wrong and a redirection that is not
// followed will be so the next time.
func (d *download) connection(err error) error {
	var of *url.Error
	if errors.As(err, &of) {
		err = fmt.Errorf("%s: %w", host(of.URL), of.Err)
	}
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	if errors.Is(err, errRedirects) || errors.As(err, &certificate) || errors.As(err, &name) && name.IsNotFound {
		return fmt.Errorf("%w: check the network, or download the file by hand from %s and save it as %s", err, d.source.Page, d.path)
	}
	return again{error: err}
}

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "the server"
	}
	return u.Host
}

// judge reads the head of an answer. It leaves offset at the first byte that the body has.
func (d *download) judge(answer *http.Response) error {
	of := fmt.Sprintf("%s answers %s", host(d.source.URL), answer.Status)
	coding := answer.Header.Get("Content-Encoding")
	isFile := answer.StatusCode == http.StatusOK || answer.StatusCode == http.StatusPartialContent
	if isFile && coding != "" && !strings.EqualFold(coding, "identity") {
		return fmt.Errorf("%s gives the file coded as %q, though asked for it as it is: download it by hand from %s and save it as %s",
			host(d.source.URL), coding, d.source.Page, d.path)
	}
	switch answer.StatusCode {
	case http.StatusOK:
		return d.whole(answer)
	case http.StatusPartialContent:
		return d.rest(answer)
	case http.StatusRequestedRangeNotSatisfiable:
		return errors.Join(d.restart(), again{error: errors.New(of)})
	case http.StatusTooManyRequests, http.StatusRequestTimeout, http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return again{errors.New(of), d.retryAfter(answer)}
	case http.StatusNotFound, http.StatusGone:
		return fmt.Errorf("%s: the file has moved: look for it on %s and save it as %s, or give its address in a manifest",
			of, d.source.Page, d.path)
	}
	return fmt.Errorf("%s: download the file by hand from %s and save it as %s", of, d.source.Page, d.path)
}

// whole takes an answer that has the file from its start: nothing was there yet, or it changed, or the server knows no ranges.
func (d *download) whole(answer *http.Response) error {
	kind, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	if kind == "text/html" && !strings.HasPrefix(strings.ToLower(path.Ext(d.source.File)), ".htm") {
		return fmt.Errorf("%s gives a page for people, not the file: look for it on %s and save it as %s",
			d.source.URL, d.source.Page, d.path)
	}
	if err := d.restart(); err != nil {
		return err
	}
	d.part.Total = answer.ContentLength
	d.part.ETag, d.part.LastModified = answer.Header.Get("ETag"), answer.Header.Get("Last-Modified")
	return writeYAML(d.path+stateEnd, d.part)
}

// rest takes an answer that has the rest of the file.
func (d *download) rest(answer *http.Response) error {
	found := contentRange.FindStringSubmatch(answer.Header.Get("Content-Range"))
	if found == nil || found[1] != strconv.FormatInt(d.offset, 10) {
		err := fmt.Errorf("%s gives another part of the file than was asked for", host(d.source.URL))
		return errors.Join(d.restart(), again{error: err})
	}
	if !d.part.isOf(answer.Header) {
		err := fmt.Errorf("%s gives the rest of what may be another file", host(d.source.URL))
		return errors.Join(d.restart(), again{error: err})
	}
	if total, err := strconv.ParseInt(found[2], 10, 64); err == nil {
		if d.part.Total >= 0 && total != d.part.Total {
			err := fmt.Errorf("%s gives a file of another length than before", host(d.source.URL))
			return errors.Join(d.restart(), again{error: err})
		}
		d.part.Total = total
	}
	return nil
}

// retryAfter reads how long the server asks to wait: seconds, or a date (RFC 9110, section 10.2.3).
func (d *download) retryAfter(answer *http.Response) time.Duration {
	text := answer.Header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if date, err := http.ParseTime(text); err == nil {
		return max(0, date.Sub(d.Now()))
	}
	return 0
}

// receive writes the body behind what is there.
func (d *download) receive(body io.Reader, alive func()) error {
	limit := d.source.MaxMiB << 20
	buffer := make([]byte, 1<<16)
	for {
		n, err := body.Read(buffer)
		if n > 0 {
			alive()
			if d.offset+int64(n) > limit {
				return d.tooLong()
			}
			if _, err := d.file.WriteAt(buffer[:n], d.offset); err != nil {
				return err
			}
			d.offset += int64(n)
			d.Progress(d.source.ID, d.offset, max(d.part.Total, 0))
		}
		switch {
		case errors.Is(err, io.EOF):
			return d.ended()
		case err != nil:
			return again{error: fmt.Errorf("%s: after %d bytes: %w", host(d.source.URL), d.offset, err)}
		}
	}
}

// ended judges the end of a body by the length that the server gave.
func (d *download) ended() error {
	switch {
	case d.part.Total < 0 || d.offset == d.part.Total:
		return nil
	case d.offset > d.part.Total:
		err := fmt.Errorf("%s gives more bytes than the %d that it says", host(d.source.URL), d.part.Total)
		return errors.Join(d.restart(), again{error: err})
	}
	return again{error: fmt.Errorf("%s: %w after %d bytes of %d", host(d.source.URL), io.ErrUnexpectedEOF, d.offset, d.part.Total)}
}

func (d *download) tooLong() error {
	return errors.Join(
		fmt.Errorf("the file has more than %d MiB: is it the right one? If so raise max_mib in a manifest", d.source.MaxMiB), d.restart())
}

// remove leaves nothing of what was received.
func (d *download) remove() error {
	for _, end := range []string{partEnd, stateEnd} {
		if err := os.Remove(d.path + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// accept looks at a file that is whole, moves it to its place and gives its entry.
func (d *download) accept() (Entry, error) {
	sum, size, err := hash(d.path + partEnd)
	if err != nil {
		return Entry{}, err
	}
	if want := d.source.SHA256; want != "" && sum != want {
		err := fmt.Errorf("what %s gives has the sha256 %s where the manifest says %s: look on %s whether the file changed",
			d.source.URL, sum, want, d.source.Page)
		return Entry{}, errors.Join(err, d.remove())
	}
	if size != d.offset { // another process writes the same part
		err := fmt.Errorf("%s has %d bytes where %d were received: fetch it again", d.path+partEnd, size, d.offset)
		return Entry{}, errors.Join(err, d.remove())
	}
	if err := os.Rename(d.path+partEnd, d.path); err != nil {
		return Entry{}, err
	}
	return Entry{
		ID: d.source.ID, File: d.source.File, URL: d.source.URL, SHA256: sum, Size: size,
		FetchedAt: d.Now().UTC().Truncate(time.Second), ETag: d.part.ETag, LastModified: d.part.LastModified,
	}, d.remove()
}
