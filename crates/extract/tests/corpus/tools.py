"""What both halves of the corpus are made with: answers, LibreOffice, Typst, ReportLab, scans."""

import json, pathlib, shutil, subprocess, tempfile

import typst
from PIL import Image, ImageFilter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

HERE = pathlib.Path(__file__).parent
FONTS = pathlib.Path("/usr/share/fonts/truetype/liberation")


class Half:
    """A half of the corpus: a folder with documents, and the right answers beside them."""

    def __init__(self, name):
        self.folder = HERE / name
        for style in ["Regular", "Bold"]:
            pdfmetrics.registerFont(TTFont(f"Sans-{style}", FONTS / f"LiberationSans-{style}.ttf"))
            pdfmetrics.registerFont(TTFont(f"Mono-{style}", FONTS / f"LiberationMono-{style}.ttf"))

    def answer(self, name, files, fields, rows):
        """Fields as `name:type` or `name:type:prompt`; rows as lists in the same order."""
        parts = [(field.split(":", 2) + [""])[:3] for field in fields]
        fields = [dict(zip(("field_name", "data_type", "ai_prompt"), part)) for part in parts]
        assert all(len(row) == len(fields) for row in rows), name
        lines = lambda key, values: f' "{key}": [\n  ' + ",\n  ".join(json.dumps(one, ensure_ascii=False) for one in values) + "\n ]"
        text = ",\n".join([f' "files": {json.dumps(files)}', lines("fields", fields), lines("rows", rows)])
        (self.folder / f"{name}.expected.json").write_text("{\n" + text + "\n}\n")

    def text(self, name, text, encoding="utf-8"):
        (self.folder / name).write_bytes(text.encode(encoding))

    def typst(self, name, source):
        (self.folder / name).write_bytes(typst.compile(source.encode()))

    def page(self, name, size):
        return canvas.Canvas(str(self.folder / name), pagesize=size, invariant=1, pageCompression=1)

    def office(self, name, source, kind="html"):
        """Lets LibreOffice make a document of a web page or of CSV."""
        with tempfile.TemporaryDirectory() as folder:
            stem, ending = name.rsplit(".", 1)
            given = pathlib.Path(folder, f"{stem}.{kind}")
            if kind == "html":
                source = f'<html><head><meta charset="utf-8"><style>body{{font-family:"Liberation Sans";font-size:10pt}} td,th{{text-align:left}}</style></head><body>{source}</body></html>'
            given.write_text(source)
            if kind == "html":
                # A web page's own export is a web page again; by way of ODT it is a document.
                self.convert(given, "odt", "HTML (StarWriter)")
                self.convert(given.with_suffix(".odt"), ending)
            else:
                self.convert(given, ending, "CSV:44,34,76,1,,0,false,true")
            shutil.copy(pathlib.Path(folder, name), self.folder / name)

    def convert(self, file, ending, read_as=None):
        command = ["soffice", f"-env:UserInstallation=file://{tempfile.gettempdir()}/corpus-office", "--headless"]
        command += [f"--infilter={read_as}"] if read_as else []
        subprocess.run([*command, "--convert-to", ending, "--outdir", str(file.parent), str(file)], check=True, capture_output=True)

    def scan(self, name, source, slope=0.4):
        """A page of Typst as a scanner gives it: grey, a little slanted, not quite sharp."""
        with tempfile.TemporaryDirectory() as folder:
            picture = pathlib.Path(folder, "page.png")
            picture.write_bytes(typst.compile(source.encode(), format="png", ppi=170))
            page = Image.open(picture).convert("L").rotate(slope, fillcolor=255, expand=True)
            page.filter(ImageFilter.GaussianBlur(0.5)).quantize(6).save(self.folder / name, optimize=True)
        # What Tesseract reads there, for the tests, which run without it.
        read = subprocess.run(["tesseract", str(self.folder / name), "stdout", "-l", "eng+deu+fra+spa", "tsv"], check=True, capture_output=True)
        (self.folder / f"{name}.ocr").write_bytes(read.stdout)


def write(page, x, y, lines, size=10, font="Sans-Regular", step=14):
    """Lines of text from a place downwards; where the next line would be."""
    page.setFont(font, size)
    for line in lines:
        page.drawString(x, y, line)
        y -= step
    return y


def cells(page, y, places, texts, size=10, font="Sans-Regular"):
    """A row of a table: a negative place is a right edge."""
    page.setFont(font, size)
    for x, text in zip(places, texts):
        page.drawRightString(-x, y, text) if x < 0 else page.drawString(x, y, text)
