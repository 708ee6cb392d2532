package site

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"strings"

	"gocloud.dev/blob"
	"gocloud.dev/blob/s3blob"
	"gocloud.dev/gcerrors"
)

// bucket is a bucket of a store of objects, or what is below a path in one. Stores put an object as a whole or not at all.
type bucket struct{ objects *blob.Bucket }

// openBucket opens the bucket that an address names.
func openBucket(ctx context.Context, address *url.URL) (*bucket, error) {
	options := address.Query()
	if options.Has("endpoint") {
		// Not all stores but Amazon's know the checksums that its library asks for beyond the protocol.
		for _, name := range []string{"request_checksum_calculation", "response_checksum_validation"} {
			if !options.Has(name) {
				options.Set(name, "when_required")
			}
		}
	}
	objects, err := new(s3blob.URLOpener).OpenBucketURL(ctx, &url.URL{Scheme: address.Scheme, Host: address.Host, RawQuery: options.Encode()})
	if err != nil {
		return nil, err
	}
	if ok, err := objects.IsAccessible(ctx); err != nil {
		return nil, errors.Join(told(err), objects.Close())
	} else if !ok {
		return nil, errors.Join(fmt.Errorf("there is no bucket %s: create it, or give another", address.Host), objects.Close())
	}
	if prefix := strings.Trim(address.Path, "/"); prefix != "" {
		objects = blob.PrefixedBucket(objects, prefix+"/")
	}
	return &bucket{objects}, nil
}

// told tells how to mend what a store refuses.
func told(err error) error {
	switch {
	case gcerrors.Code(err) == gcerrors.PermissionDenied:
		return fmt.Errorf("%w: give credentials that may list, read, write and delete objects, as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", err)
	case gcerrors.Code(err) == gcerrors.NotFound:
		return fmt.Errorf("%w: %w", fs.ErrNotExist, err)
	case err != nil && strings.Contains(err.Error(), "Invalid region"): // none at all, for one: the library has no type for it
		return fmt.Errorf("%w: name the region of the bucket, as s3://bucket/path?region=eu-west-3 or with AWS_REGION", err)
	case gcerrors.Code(err) == gcerrors.Unknown:
		return fmt.Errorf("%w: see that the endpoint is right and the store answers, and publish again", err)
	default:
		return err
	}
}

// read implements place.
func (b *bucket) read(ctx context.Context, name string) ([]byte, error) {
	data, err := b.objects.ReadAll(ctx, name)
	return data, told(err)
}

// holds implements place. Consoles of stores show a path as a folder by an object of that name, which is nothing below it.
func (b *bucket) holds(ctx context.Context) (string, error) {
	for list := b.objects.List(nil); ; {
		object, err := list.Next(ctx)
		if errors.Is(err, io.EOF) {
			return "", nil
		}
		if err != nil {
			return "", told(err)
		}
		if object.Key != "" {
			return object.Key, nil
		}
	}
}

// taken implements place. It lists the folders of the names, not what else a bucket holds.
func (b *bucket) taken(ctx context.Context, names []string) (found []string, err error) {
	asked, folders := map[string]bool{}, map[string]bool{}
	for _, name := range names {
		asked[name] = true
		folders[strings.TrimPrefix(path.Dir(name)+"/", "./")] = true
	}
	for folder := range folders {
		for list := b.objects.List(&blob.ListOptions{Prefix: folder, Delimiter: "/"}); ; {
			object, err := list.Next(ctx)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return nil, told(err)
			}
			if asked[object.Key] {
				found = append(found, object.Key)
			}
		}
	}
	return found, nil
}

// put implements place.
func (b *bucket) put(ctx context.Context, f File, made string) error {
	file, err := os.Open(made)
	if err != nil {
		return err
	}
	err = b.objects.Upload(ctx, f.Name, file, &blob.WriterOptions{ContentType: f.Type, CacheControl: f.CacheControl})
	return errors.Join(told(err), file.Close())
}

// remove implements place.
func (b *bucket) remove(ctx context.Context, name string) error {
	err := b.objects.Delete(ctx, name)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil
	}
	return told(err)
}

// close implements place.
func (b *bucket) close() error { return b.objects.Close() }
