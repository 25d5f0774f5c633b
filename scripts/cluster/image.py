#!/usr/bin/env python3
"""Writes a container image as `ctr images import` takes it, without any registry.

    image.py OUT NAME [--root TAR] [--add SOURCE:PATH]... [--entrypoint PROGRAM] [--user UID]
             [--env NAME=VALUE]...

The root file system, if there is one, is the first layer; the added files are the second.
"""

import argparse
import hashlib
import io
import json
import pathlib
import platform
import tarfile

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def layer_of(additions):
    """A layer with the given files, the same bytes for the same files."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as layer:
        for addition in additions:
            source, _, path = addition.partition(":")
            content = pathlib.Path(source).read_bytes()
            entry = tarfile.TarInfo(path.lstrip("/"))
            entry.size, entry.mode = len(content), 0o755
            layer.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def config_of(layers, asked):
    """The image's own description."""
    digests = ["sha256:" + hashlib.sha256(layer).hexdigest() for layer in layers]
    path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    run = {"Env": [path, *asked.env]}
    if asked.entrypoint:
        run["Entrypoint"] = [asked.entrypoint]
    if asked.user:
        run["User"] = asked.user
    return {
        "architecture": ARCHITECTURES[platform.machine()],
        "os": "linux",
        "config": run,
        "rootfs": {"type": "layers", "diff_ids": digests},
    }


def write(out, name, layers, asked):
    """The archive: layers, description, and a manifest that names them."""
    names = [hashlib.sha256(layer).hexdigest() + ".tar" for layer in layers]
    config = json.dumps(config_of(layers, asked)).encode()
    config_name = hashlib.sha256(config).hexdigest() + ".json"
    manifest = [{"Config": config_name, "RepoTags": [name], "Layers": names}]
    parts = [*zip(names, layers), (config_name, config)]
    parts.append(("manifest.json", json.dumps(manifest).encode()))
    with tarfile.open(out, "w") as archive:
        for part, content in parts:
            entry = tarfile.TarInfo(part)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("name")
    parser.add_argument("--root")
    parser.add_argument("--add", action="append", default=[])
    parser.add_argument("--entrypoint")
    parser.add_argument("--user")
    parser.add_argument("--env", action="append", default=[])
    asked = parser.parse_args()
    layers = [pathlib.Path(asked.root).read_bytes()] if asked.root else []
    if asked.add:
        layers.append(layer_of(asked.add))
    write(asked.out, asked.name, layers, asked)


if __name__ == "__main__":
    main()
