#!/bin/sh
# Plays Tesseract for the corpus: prints what the real one read in the same picture, which lies
# beside it.
if [ "$1" = --list-langs ]; then
  printf 'List of available languages:\neng\ndeu\nfra\nspa\n'
  exit 0
fi
picture=$(cksum)
for recorded in "$(dirname "$0")"/../corpus/*/*.ocr; do
  if [ "$(cksum <"${recorded%.ocr}")" = "$picture" ]; then
    exec cat "$recorded"
  fi
done
echo 'no picture of the corpus' >&2
exit 1
