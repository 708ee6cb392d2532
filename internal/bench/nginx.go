package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"text/template"
)

// nginx starts it as a cache before a server. What it keeps is read once and stays in the memory of the system.
func (b *bench) nginx(ctx context.Context, before *child) (*child, error) {
	address, err := freePort()
	if err != nil {
		return nil, err
	}
	folder, err := b.output("nginx")
	if err != nil {
		return nil, err
	}
	owner, err := user.Current()
	if err != nil {
		return nil, err
	}
	conf, err := template.ParseFS(scripts, "scripts/nginx.conf")
	if err != nil {
		return nil, err
	}
	path := filepath.Join(folder, "nginx.conf")
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	err = conf.Execute(file, map[string]string{
		"Folder": folder, "User": owner.Username, "Address": address, "Upstream": strings.TrimPrefix(before.address, "http://"),
	})
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	program, err := exec.LookPath("nginx")
	if err != nil {
		program = "/usr/sbin/nginx" // of Debian, where only root looks for programs
	}
	return b.listening(ctx, address, program, "-c", path, "-p", folder)
}
