#!/bin/sh
# Plays the part of Tesseract in the tests: two languages, and the same three words always.
if [ "$1" = --list-langs ]; then
    printf 'List of available languages (2):\ndeu\neng\n'
    exit
fi
if [ "$*" != "stdin stdout -l eng+deu tsv" ]; then
    echo "unexpected arguments: $*" >&2
    exit 1
fi
cat >/dev/null
cat <<'END'
level	page_num	block_num	par_num	line_num	word_num	left	top	width	height	conf	text
1	1	0	0	0	0	0	0	900	500	-1	
5	1	1	1	1	1	10	20	80	12	96	Total:
5	1	1	1	1	2	100	20	60	12	95	$48.20
5	1	1	1	2	1	10	50	60	12	95	Thanks
END
