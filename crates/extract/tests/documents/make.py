"""Makes the documents of this folder and the right answers beside them.

Run: pip install reportlab typst python-docx openpyxl xlwt odfpy pikepdf pillow && python make.py
Every name, number and address is made up. The answers are written down here, by hand.
"""

import io, json, pathlib
from email.message import EmailMessage

import docx, openpyxl, pikepdf, typst, xlwt
from PIL import Image, ImageDraw, ImageFont
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdsTable, TableCell, TableRow
from odf.text import P
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

HERE = pathlib.Path(__file__).parent
STYLES = getSampleStyleSheet()


def answer(name, files, fields, rows, mode="individual"):
    fields = [dict(zip(("field_name", "data_type", "ai_prompt"), (*field, "")[:3])) for field in fields]
    text = json.dumps({"files": files, "mode": mode, "fields": fields, "rows": rows}, ensure_ascii=False, indent=1)
    (HERE / f"{name}.expected.json").write_text(text + "\n")


# --- invoices ---------------------------------------------------------------------------------

def invoice_en():
    page = canvas.Canvas(str(HERE / "invoice-en.pdf"), pagesize=LETTER, invariant=1)
    page.setFont("Helvetica-Bold", 20); page.drawString(50, 730, "Northwind Tools Inc.")
    page.setFont("Helvetica", 9)
    for line, text in enumerate(["1200 Harbor Street", "Portland, OR 97201", "Phone: (503) 555-0142", "billing@northwind-tools.example"]):
        page.drawString(50, 712 - 12 * line, text)
    page.setFont("Helvetica-Bold", 16); page.drawString(430, 730, "INVOICE")
    page.setFont("Helvetica", 10)
    for line, (label, value) in enumerate([("Invoice No.:", "INV-2024-0817"), ("Invoice Date:", "03/14/2024"), ("Due Date:", "04/13/2024"), ("PO Number:", "4500017")]):
        page.drawString(400, 705 - 14 * line, label); page.drawString(480, 705 - 14 * line, value)
    page.setFont("Helvetica-Bold", 10); page.drawString(50, 630, "Bill To")
    page.setFont("Helvetica", 10)
    for line, text in enumerate(["Harriet Lindqvist", "Blue Ridge Carpentry LLC", "77 Mill Road", "Asheville, NC 28801"]):
        page.drawString(50, 615 - 13 * line, text)
    columns = [50, 300, 360, 430, 520]
    page.setFont("Helvetica-Bold", 10)
    for x, text in zip(columns, ["Description", "Qty", "Unit Price", "Amount"]): page.drawString(x, 540, text)
    page.line(50, 535, 560, 535); page.setFont("Helvetica", 10)
    rows = [("Oak chisel, 12 mm", "4", "$18.50", "$74.00"), ("Japanese pull saw with spare blade", "2", "$46.25", "$92.50"), ("Workbench, beech", "1", "$1,149.00", "$1,149.00")]
    for line, row in enumerate(rows):
        for x, text in zip(columns, row): page.drawString(x, 520 - 16 * line, text)
    for line, (label, value) in enumerate([("Subtotal", "$1,315.50"), ("Sales Tax (6.5%)", "$85.51"), ("Total Due", "$1,401.01")]):
        page.drawString(360, 440 - 16 * line, label); page.drawString(480, 440 - 16 * line, value)
    page.drawString(50, 360, "Payment terms: net 30 days. Thank you for your business!")
    page.save()
    answer("invoice-en", ["invoice-en.pdf"], [
        ("Invoice Number", "text"), ("invoice_date", "date_mdy"), ("Due date", "date_mdy"), ("Purchase Order", "text"),
        ("Customer Name", "name", "Who the invoice is addressed to (Bill To)"), ("Subtotal", "currency"), ("Tax rate", "percentage"),
        ("Total amount", "currency", "The total to pay"), ("Vendor email", "email"), ("Phone", "phone")],
        [["INV-2024-0817", "03/14/2024", "04/13/2024", "4500017", "Harriet Lindqvist", 1315.5, 6.5, 1401.01, "billing@northwind-tools.example", "(503) 555-0142"]])
    answer("invoice-en-items", ["invoice-en.pdf"], [
        ("Description", "text"), ("Quantity", "integer"), ("Unit price", "currency"), ("Amount", "currency"), ("Invoice No", "text")],
        [["Oak chisel, 12 mm", 4, 18.5, 74, "INV-2024-0817"], ["Japanese pull saw with spare blade", 2, 46.25, 92.5, "INV-2024-0817"], ["Workbench, beech", 1, 1149, 1149, "INV-2024-0817"]])


def invoice_de():
    (HERE / "invoice-de.pdf").write_bytes(typst.compile(b"""
#set page(paper: "a4", margin: 2.5cm)
#set text(size: 10pt, lang: "de")
#text(14pt, weight: "bold")[Holzwerk Bergmann GmbH] #h(1fr) Gartenstra\xc3\x9fe 12, 79098 Freiburg
#v(1cm)
Frau \\ Katharina M\xc3\xbcller \\ Lindenweg 4 \\ 50674 K\xc3\xb6ln
#v(1cm)
#align(right)[#table(columns: 2, stroke: none, align: (left, right),
 [Rechnungsnummer], [RE-2025/0042], [Rechnungsdatum], [05.02.2025], [Kundennummer], [10077], [Lieferdatum], [31.01.2025])]
= Rechnung
Sehr geehrte Frau M\xc3\xbcller, wir berechnen Ihnen:
#table(columns: (auto, 1fr, auto, auto, auto), align: (left, left, right, right, right), stroke: 0.5pt,
 [*Pos.*], [*Bezeichnung*], [*Menge*], [*Einzelpreis*], [*Gesamtpreis*],
 [1], [Regal Eiche massiv], [2], [649,00 \xe2\x82\xac], [1.298,00 \xe2\x82\xac],
 [2], [Montage vor Ort, inklusive Anfahrt und Entsorgung der Verpackung], [3], [85,50 \xe2\x82\xac], [256,50 \xe2\x82\xac],
 [3], [Pflege\xc3\xb6l], [1], [18,90 \xe2\x82\xac], [18,90 \xe2\x82\xac])
#align(right)[#table(columns: 2, stroke: none, align: (left, right),
 [Nettobetrag], [1.573,40 \xe2\x82\xac], [zzgl. 19 % MwSt.], [298,95 \xe2\x82\xac], [*Gesamtbetrag*], [*1.872,35 \xe2\x82\xac*])]
Bitte \xc3\xbcberweisen Sie den Betrag bis zum 19.02.2025 auf das Konto IBAN DE89 3704 0044 0532 0130 00.
#v(1fr)
Tel. +49 761 5550123 #h(1fr) www.holzwerk-bergmann.example #h(1fr) USt-IdNr. DE123456789
"""))
    answer("invoice-de", ["invoice-de.pdf"], [
        ("Invoice Number", "text"), ("Invoice date", "date_dmy"), ("Customer number", "integer"), ("Delivery date", "date_ymd"), ("Net amount", "currency"),
        ("VAT rate", "percentage"), ("Total", "currency"), ("IBAN", "text"), ("Telefon", "phone"), ("Website", "url"), ("VAT ID", "text")],
        [["RE-2025/0042", "05/02/2025", 10077, "2025-01-31", 1573.4, 19, 1872.35, "DE89 3704 0044 0532 0130 00", "+49 761 5550123", "www.holzwerk-bergmann.example", "DE123456789"]])
    answer("invoice-de-items", ["invoice-de.pdf"], [("Bezeichnung", "text"), ("Menge", "integer"), ("Einzelpreis", "currency"), ("Gesamtpreis", "currency")],
        [["Regal Eiche massiv", 2, 649, 1298], ["Montage vor Ort, inklusive Anfahrt und Entsorgung der Verpackung", 3, 85.5, 256.5], ["Pflegeöl", 1, 18.9, 18.9]])


def invoice_fr():
    pdfmetrics.registerFont(TTFont("Liberation", "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf"))
    page = canvas.Canvas(str(HERE / "invoice-fr.pdf"), pagesize=A4, invariant=1)
    page.setFont("Liberation", 18); page.drawString(60, 780, "Ateliers Dumoulin SARL")
    page.setFont("Liberation", 10); page.drawString(60, 763, "14 rue des Tanneurs, 69002 Lyon")
    for x, label, value in [(60, "Facture n°", "F-2025-118"), (200, "Date de facture", "3 mars 2025"), (340, "Échéance", "2 avril 2025"), (460, "Référence client", "CL-5521")]:
        page.setFont("Liberation", 8); page.drawString(x, 700, label)
        page.setFont("Liberation", 11); page.drawString(x, 685, value)
    page.setFont("Liberation", 10)
    page.drawString(60, 640, "Client :"); page.drawString(120, 640, "Mme Hélène Roussel")
    page.drawString(60, 625, "Adresse :"); page.drawString(120, 625, "8 avenue Victor Hugo, 75016 Paris")
    for line, (label, value) in enumerate([("Total HT", "1 234,56 €"), ("TVA 20 %", "246,91 €"), ("Total TTC", "1 481,47 €")]):
        page.drawString(360, 500 - 16 * line, label); page.drawRightString(530, 500 - 16 * line, value)
    page.drawString(60, 400, "Paiement par virement. Contact : compta@ateliers-dumoulin.example")
    page.save()
    answer("invoice-fr", ["invoice-fr.pdf"], [
        ("Numéro de facture", "text"), ("Invoice date", "date_ymd"), ("Due date", "date_dmy"), ("Customer reference", "text"), ("Customer", "name"), ("Adresse", "address"),
        ("Net total", "currency"), ("VAT", "currency"), ("Grand total", "currency"), ("Email", "email")],
        [["F-2025-118", "2025-03-03", "02/04/2025", "CL-5521", "Mme Hélène Roussel", "8 avenue Victor Hugo, 75016 Paris", 1234.56, 246.91, 1481.47, "compta@ateliers-dumoulin.example"]])


def invoice_ch():
    document = SimpleDocTemplate(str(HERE / "invoice-ch.pdf"), pagesize=A4, invariant=1)
    head = Table([["Rechnung Nr.", "88-417"], ["Datum", "17. Juni 2024"], ["Zahlbar bis", "17.07.2024"], ["Ansprechpartner", "Reto Baumann"]], hAlign="RIGHT")
    items = Table([["Artikel", "Anzahl", "Preis", "Betrag"], ["Velo-Service", "1", "CHF 234.50", "CHF 234.50"], ["E-Bike-Akku 625 Wh", "1", "CHF 1'000.00", "CHF 1'000.00"]],
                  style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("ALIGN", (1, 0), (-1, -1), "RIGHT")]), colWidths=[200, 60, 90, 90])
    total = Table([["Rechnungsbetrag", "CHF 1'234.50"]], hAlign="RIGHT")
    document.build([Paragraph("Radhaus Zürich AG", STYLES["Title"]), head, Spacer(1, 20), items, Spacer(1, 20), total,
                    Paragraph("Telefon 044 555 01 77 · info@radhaus.example", STYLES["Normal"])])
    answer("invoice-ch", ["invoice-ch.pdf"], [("Rechnungsnummer", "text"), ("Datum", "date_dmy"), ("Fällig am", "date_dmy"), ("Contact person", "name"), ("Gesamtbetrag", "currency"), ("Telephone", "phone")],
        [["88-417", "17/06/2024", "17/07/2024", "Reto Baumann", 1234.5, "044 555 01 77"]])
    answer("invoice-ch-items", ["invoice-ch.pdf"], [("Item", "text"), ("Quantity", "integer"), ("Amount", "currency")],
        [["Velo-Service", 1, 234.5], ["E-Bike-Akku 625 Wh", 1, 1000]])


def invoice_es():
    (HERE / "invoice-es.pdf").write_bytes(typst.compile("""
#set page(paper: "a4", margin: 2cm)
#set text(size: 10pt, lang: "es")
#grid(columns: (1fr, 1fr), [
  *Talleres Ibáñez S.L.* \\
  Calle Mayor 25, 28013 Madrid \\
  Teléfono: +34 915 550 188
], align(right)[
  #text(16pt)[FACTURA] \\
  Número de factura: A-3391 \\
  Fecha: 9 de octubre de 2024 \\
  Vencimiento: 08/11/2024
])
#v(1cm)
*Cliente:* Lucía Fernández Prado \\
*Pagado:* No
#v(1cm)
#table(columns: (1fr, auto, auto), stroke: none, [Concepto], [Cantidad], [Importe], [Cambio de aceite], [1], [89,90 €], [Neumáticos], [4], [2.140,00 €])
Base imponible: 2.229,90 € \\
IVA (21 %): 468,28 € \\
*Importe total: 2.698,18 €*
""".encode()))
    answer("invoice-es", ["invoice-es.pdf"], [("Invoice number", "text"), ("Date", "date_ymd"), ("Due date", "date_dmy"), ("Client name", "name"), ("Paid", "boolean"), ("Total amount", "currency"), ("Phone number", "phone"), ("Tax amount", "currency")],
        [["A-3391", "2024-10-09", "08/11/2024", "Lucía Fernández Prado", False, 2698.18, "+34 915 550 188", 468.28]])


# --- other layouts ----------------------------------------------------------------------------

def two_columns():
    filler = "The parties agree that the equipment described here is handed over in working order and returned in the same state, fair wear excepted. " * 3
    (HERE / "two-columns.pdf").write_bytes(typst.compile(f"""
#set page(paper: "a4", columns: 2, margin: 2cm)
#set text(size: 10pt)
#set par(justify: true)
= Rental agreement
Contract number: RA-7714

Start date: 2025-01-15

{filler}

Lessor: Meridian Equipment Ltd

Monthly rent: £1,250.00

{filler}

#colbreak()
Lessee: Oliver Grant

Deposit: £2,500.00

{filler}

End date: 2026-01-14

Insured: yes

{filler}

Notice period: 30 days
""".encode()))
    answer("two-columns", ["two-columns.pdf"], [("Contract number", "text"), ("Start date", "date_ymd"), ("End date", "date_ymd"), ("Lessor", "name"), ("Lessee", "name"), ("Monthly rent", "currency"), ("Deposit", "currency"), ("Insured", "boolean"), ("Notice period (days)", "integer")],
        [["RA-7714", "2025-01-15", "2026-01-14", "Meridian Equipment Ltd", "Oliver Grant", 1250, 2500, True, 30]])


def statement():
    document = SimpleDocTemplate(str(HERE / "statement.pdf"), pagesize=A4, invariant=1)
    shops = ["Grocer", "Rail ticket", "Bookshop", "Salary", "Rent", "Pharmacy"]
    rows, answers, balance = [["Date", "Description", "Amount", "Balance"]], [], 500000
    for number in range(90):
        day, month, cents = number % 28 + 1, number // 28 + 1, -(1234 + 731 * number) if number % 6 != 3 else 250000 + number
        balance += cents
        shown = f"({-cents / 100:,.2f})" if cents < 0 else f"{cents / 100:,.2f}"
        rows.append([f"{day:02}/{month:02}/2024", f"{shops[number % 6]} {number + 1}", shown, f"{balance / 100:,.2f}"])
        answers.append([f"{day:02}/{month:02}/2024", f"{shops[number % 6]} {number + 1}", cents / 100, balance / 100, "GB-204418"])
    table = Table(rows, repeatRows=1, colWidths=[80, 200, 90, 90], style=TableStyle([("ALIGN", (2, 0), (3, -1), "RIGHT"), ("LINEBELOW", (0, 0), (-1, 0), 1, colors.black)]))
    document.build([Paragraph("Statement of account", STYLES["Title"]), Paragraph("Account number: GB-204418", STYLES["Normal"]), Spacer(1, 20), table])
    answer("statement", ["statement.pdf"], [("Date", "date_dmy"), ("Description", "text"), ("Amount", "number"), ("Balance", "number"), ("Account number", "text")], answers)


def timesheet():
    document = SimpleDocTemplate(str(HERE / "timesheet.pdf"), pagesize=A4, invariant=1)
    rows = [["Employee", "Start", "End", "Hours", "Utilisation", "Approved"], ["Ana Costa", "08:30", "17:15", "8.25", "91.5%", "Yes"], ["Jonas Weber", "9:00 AM", "5:30 PM", "8", "88%", "Yes"], ["Priya Nair", "07:45", "12:00", "4.25", "100%", "No"]]
    document.build([Paragraph("Timesheet", STYLES["Title"]), Table(rows, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))])
    answer("timesheet", ["timesheet.pdf"], [("Employee", "name"), ("Start", "time"), ("End", "time"), ("Hours", "number"), ("Utilisation", "percentage"), ("Approved", "boolean")],
        [["Ana Costa", "08:30", "17:15", 8.25, 91.5, True], ["Jonas Weber", "09:00", "17:30", 8, 88, True], ["Priya Nair", "07:45", "12:00", 4.25, 100, False]])


def scans():
    image = Image.new("L", (1240, 700), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf", 34)
    for line, text in enumerate(["Receipt", "Receipt Number: 55120", "Date: 12/11/2024", "Cashier: Marta Nowak", "Total: $48.20"]):
        draw.text((80, 60 + 80 * line), text, font=font, fill=0)
    image = image.quantize(4)
    image.save(HERE / "scan.png", optimize=True)
    page = canvas.Canvas(str(HERE / "scan.pdf"), pagesize=(620, 350), invariant=1)
    page.drawImage(str(HERE / "scan.png"), 0, 0, 620, 350); page.save()


# --- not to be read ---------------------------------------------------------------------------

def broken():
    plain = (HERE / "timesheet.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        pdf.save(HERE / "encrypted.pdf", encryption=pikepdf.Encryption(user="secret", owner="secret"), deterministic_id=False)
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        pdf.save(HERE / "no-printing.pdf", encryption=pikepdf.Encryption(user="", owner="secret", R=4), deterministic_id=False)
    (HERE / "broken.pdf").write_bytes(b"%PDF-1.7\nthis is no PDF at all\n%%EOF\n")
    (HERE / "empty.pdf").write_bytes(b"")
    page = canvas.Canvas(str(HERE / "blank.pdf"), invariant=1); page.showPage(); page.save()


# --- office, text, mail -----------------------------------------------------------------------

PEOPLE = [["Name", "E-mail", "Phone", "Website", "Active", "Joined", "Score"],
          ["Ada Byron", "ada@engines.example", "+44 20 7946 0018", "https://engines.example/ada", True, "2019-03-01", 97.25],
          ["Émile Zola", "emile.zola@plume.example", "+33 1 55 55 01 23", "https://plume.example", False, "2020-12-24", 88],
          ["Grace O'Neill", "grace@harbour.example", "+1 555-010-7788", "https://harbour.example/~grace", True, "2021-07-15", 91.5]]


def people():
    import datetime
    fields = [("Full name", "name"), ("Email address", "email"), ("Phone number", "phone"), ("Web site", "url"), ("Active", "boolean"), ("Joined on", "date_ymd"), ("Score", "number")]
    day = lambda text: datetime.date.fromisoformat(text)
    book = openpyxl.Workbook(); sheet = book.active; sheet.title = "People"
    for row in PEOPLE: sheet.append([day(cell) if cell in ("2019-03-01", "2020-12-24", "2021-07-15") else cell for cell in row])
    book.save(HERE / "people.xlsx")
    old = xlwt.Workbook(); sheet = old.add_sheet("People"); style = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for r, row in enumerate(PEOPLE):
        for c, cell in enumerate(row): sheet.write(r, c, day(cell), style) if c == 5 and r else sheet.write(r, c, cell)
    old.save(str(HERE / "people.xls"))
    ods = OpenDocumentSpreadsheet(); table = OdsTable(name="People"); ods.spreadsheet.addElement(table)
    for row in PEOPLE:
        line = TableRow(); table.addElement(line)
        for cell in row:
            if isinstance(cell, bool): one = TableCell(valuetype="boolean", booleanvalue=str(cell).lower())
            elif isinstance(cell, (int, float)): one = TableCell(valuetype="float", value=str(cell))
            else: one = TableCell(valuetype="string")
            one.addElement(P(text=str(cell))); line.addElement(one)
    ods.save(str(HERE / "people.ods"))
    for ending in ["xlsx", "xls", "ods"]: answer(f"people-{ending}", [f"people.{ending}"], fields, PEOPLE[1:])


def csvs():
    (HERE / "readings.csv").write_bytes("Messstelle;Datum;Wert;Anteil;Geprüft\nKöln-Süd;01.04.2024;1.234,5;12,5 %;ja\nMünchen;02.04.2024;87,25;3 %;nein\n\"Halle; West\";03.04.2024;-4,75;0,5 %;ja\n".encode("cp1252"))
    answer("readings", ["readings.csv"], [("Messstelle", "text"), ("Datum", "date_dmy"), ("Wert", "number"), ("Anteil", "percentage"), ("Geprüft", "boolean")],
        [["Köln-Süd", "01/04/2024", 1234.5, 12.5, True], ["München", "02/04/2024", 87.25, 3, False], ["Halle; West", "03/04/2024", -4.75, 0.5, True]])
    (HERE / "orders.csv").write_text('order_id,ordered_at,customer,total,paid\n1001,07/04/2024,"Stone, Paula","$1,200.50",TRUE\n1002,07/15/2024,Omar Haddad,$85.00,FALSE\n1003,07/31/2024,Li Wei,$310.25,TRUE\n')
    answer("orders", ["orders.csv"], [("Order ID", "integer"), ("Ordered at", "date_mdy"), ("Customer", "name"), ("Total", "currency"), ("Paid", "boolean")],
        [[1001, "07/04/2024", "Stone, Paula", 1200.5, True], [1002, "07/15/2024", "Omar Haddad", 85, False], [1003, "07/31/2024", "Li Wei", 310.25, True]])


def office():
    word = docx.Document()
    word.core_properties.author = "Annals"
    word.add_heading("Purchase order", 0)
    facts = word.add_table(rows=0, cols=2)
    for label, value in [("Order number", "PO-6630"), ("Order date", "12 May 2025"), ("Requested by", "Dr. Samuel Achebe"), ("Deliver to", "Unit 5, Quay House, 3 Dock Street, Bristol BS1 4RW"), ("Budget", "€ 12.500,00"), ("Urgent", "☑")]:
        row = facts.add_row().cells; row[0].text = label; row[1].text = value
    word.add_paragraph("Please confirm by email to purchasing@quay-labs.example within 5 working days.")
    items = word.add_table(rows=1, cols=3)
    for cell, text in zip(items.rows[0].cells, ["Part no.", "Item", "Units"]): cell.text = text
    for values in [("AX-1", "Pipette tips, 200 µl", "50"), ("AX-9", "Lab coat, size M", "6")]:
        for cell, text in zip(items.add_row().cells, values): cell.text = text
    word.save(HERE / "order.docx")
    answer("order", ["order.docx"], [("Order number", "text"), ("Order date", "date_ymd"), ("Requested by", "name"), ("Delivery address", "address"), ("Budget", "currency"), ("Urgent", "boolean"), ("Contact email", "email")],
        [["PO-6630", "2025-05-12", "Dr. Samuel Achebe", "Unit 5, Quay House, 3 Dock Street, Bristol BS1 4RW", 12500, True, "purchasing@quay-labs.example"]])
    answer("order-items", ["order.docx"], [("Part number", "text"), ("Item", "text"), ("Units", "integer")], [["AX-1", "Pipette tips, 200 µl", 50], ["AX-9", "Lab coat, size M", 6]])


def texts():
    (HERE / "letter.txt").write_text("""Riverside Clinic
45 Elm Avenue
Springfield, IL 62704

Patient name:    Thomas Okafor
Date of birth:   January 9, 1984
Appointment:     Thursday, June 5, 2025
Time:            2:45 pm
Doctor:          Dr. Ingrid Solberg

Dear Mr. Okafor,

we look forward to seeing you. Your insurance number is HX-220-918 and
your co-payment will be $35. If you cannot come, please call us at
(217) 555-0163 or write to desk@riverside-clinic.example.
""")
    answer("letter", ["letter.txt"], [("Patient name", "name"), ("Date of birth", "date_mdy"), ("Appointment date", "date_ymd"), ("Appointment time", "time"), ("Doctor", "name"), ("Insurance number", "text"), ("Co-payment", "currency"), ("Phone", "phone"), ("Email", "email")],
        [["Thomas Okafor", "01/09/1984", "2025-06-05", "14:45", "Dr. Ingrid Solberg", "HX-220-918", 35, "(217) 555-0163", "desk@riverside-clinic.example"]])
    (HERE / "notes.md").write_text("""# Incident 4471

- **Severity:** high
- **Reported:** 2025-03-28
- **Affected users:** 12,480
- **Error rate:** 7.5 %
- **Resolved:** yes
- **Runbook:** https://ops.example/runbooks/db-failover

| Time | Event |
|------|-------|
| 09:12 | Alert fired |
| 09:40 | Failover done |
""")
    answer("notes", ["notes.md"], [("Severity", "text"), ("Reported", "date_ymd"), ("Affected users", "integer"), ("Error rate", "percentage"), ("Resolved", "boolean"), ("Runbook", "url")],
        [["high", "2025-03-28", 12480, 7.5, True, "https://ops.example/runbooks/db-failover"]])
    answer("notes-events", ["notes.md"], [("Time", "time"), ("Event", "text")], [["09:12", "Alert fired"], ["09:40", "Failover done"]])
    (HERE / "shipment.json").write_text(json.dumps({"shipment": {"tracking_number": "JD0149", "weight_kg": 12.75, "express": False, "ship_date": "2025-02-11"}, "recipient": {"name": "Noor Rahman", "email": "noor@harvest.example"}, "parcels": [{"sku": "K-1", "pieces": 2}, {"sku": "K-7", "pieces": 11}]}, indent=1))
    answer("shipment", ["shipment.json"], [("Tracking number", "text"), ("Weight (kg)", "number"), ("Express", "boolean"), ("Ship date", "date_ymd"), ("Recipient name", "name"), ("Recipient email", "email")],
        [["JD0149", 12.75, False, "2025-02-11", "Noor Rahman", "noor@harvest.example"]])
    answer("shipment-parcels", ["shipment.json"], [("SKU", "text"), ("Pieces", "integer")], [["K-1", 2], ["K-7", 11]])
    (HERE / "booking.html").write_text("""<!doctype html><html><head><meta charset="utf-8"><title>Booking</title><style>td{color:red}</style></head><body>
<h1>Booking confirmation</h1><dl><dt>Booking reference</dt><dd>QX7RT2</dd><dt>Guest</dt><dd>Yuki Tanaka</dd></dl>
<table><tr><th>Check-in</th><td>22 Aug 2025</td></tr><tr><th>Check-out</th><td>26 Aug 2025</td></tr><tr><th>Nights</th><td>4</td></tr><tr><th>Total price</th><td>EUR 612.00</td></tr></table>
<p>Breakfast included: <b>yes</b></p><p>Questions? <a href="mailto:stay@hotel-aurora.example">stay@hotel-aurora.example</a></p>
<script>var total = "EUR 999.99";</script></body></html>
""")
    answer("booking", ["booking.html"], [("Booking reference", "text"), ("Guest name", "name"), ("Check-in", "date_ymd"), ("Check-out", "date_ymd"), ("Nights", "integer"), ("Total price", "currency"), ("Breakfast included", "boolean"), ("Email", "email")],
        [["QX7RT2", "Yuki Tanaka", "2025-08-22", "2025-08-26", 4, 612, True, "stay@hotel-aurora.example"]])


def mail():
    message = EmailMessage()
    message["From"] = "Billing <billing@northwind-tools.example>"
    message["To"] = "Harriet Lindqvist <harriet@blueridge.example>"
    message["Date"] = "Thu, 14 Mar 2024 10:30:00 -0700"
    message["Subject"] = "Your invoice"
    message.set_content("Hello Harriet,\n\nplease find your invoice attached.\nCustomer ID: C-9041\n")
    message.add_attachment((HERE / "invoice-en.pdf").read_bytes(), maintype="application", subtype="pdf", filename="invoice.pdf")
    message.add_attachment(b"\x00\x01\x02\x03", maintype="application", subtype="octet-stream", filename="noise.bin")
    message.set_boundary("=-annals-1")
    (HERE / "invoice.eml").write_bytes(message.as_bytes())
    answer("mail", ["invoice.eml"], [("Customer ID", "text"), ("Invoice number", "text"), ("Total due", "currency"), ("Subject", "text")], [["C-9041", "INV-2024-0817", 1401.01, "Your invoice"]])


# --- harder: gaps, wraps, words between, look-alikes ------------------------------------------

def receipt():
    page = canvas.Canvas(str(HERE / "receipt.pdf"), pagesize=(220, 400), invariant=1)
    page.setFont("Courier", 8)
    for line, text in enumerate(["      CORNER CAFE", "   19 High Street, Leeds", "", "Server: Tom     Table: 7", "Date: 21/09/2024   18:42", "Check #: 10233", "-" * 32, "2 x Flat white         7.00", "1 x Lemon tart         4.50", "-" * 32, "Subtotal              11.50", "VAT 20%                1.92", "TOTAL                 \u00a311.50", "Card ****1123", "", "   Thank you! Call 0113 496 0182"]):
        page.drawString(10, 380 - 11 * line, text)
    page.save()
    answer("receipt", ["receipt.pdf"], [("Date", "date_dmy"), ("Time", "time"), ("Check number", "integer"), ("Server", "name"), ("Subtotal", "currency"), ("Total", "currency"), ("VAT rate", "percentage"), ("Phone", "phone")],
        [["21/09/2024", "18:42", 10233, "Tom", 11.5, 11.5, 20, "0113 496 0182"]])


def form():
    """Two columns of labels with the values below them, in boxes."""
    page = canvas.Canvas(str(HERE / "form.pdf"), pagesize=A4, invariant=1)
    boxes = [("First name", "Amelia"), ("Last name", "Brandt"), ("Date of birth", "1990-11-23"), ("Nationality", "Austrian"), ("Street address", "Ringstrasse 8, 1010 Wien"), ("Mobile", "+43 660 555 0199"), ("Employer", "Donau Logistik GmbH"), ("Monthly income", "EUR 3.850,00"), ("Smoker", "No"), ("Preferred time", "10:30")]
    for number, (label, value) in enumerate(boxes):
        x, y = 60 + 250 * (number % 2), 740 - 60 * (number // 2)
        page.rect(x - 6, y - 20, 230, 40); page.setFont("Helvetica", 7); page.drawString(x, y + 9, label)
        page.setFont("Helvetica", 12); page.drawString(x, y - 10, value)
    page.save()
    answer("form", ["form.pdf"], [("First name", "name"), ("Last name", "name"), ("Date of birth", "date_dmy"), ("Nationality", "text"), ("Address", "address"), ("Phone", "phone"), ("Employer", "name"), ("Monthly income", "currency"), ("Smoker", "boolean"), ("Preferred time", "time")],
        [["Amelia", "Brandt", "23/11/1990", "Austrian", "Ringstrasse 8, 1010 Wien", "+43 660 555 0199", "Donau Logistik GmbH", 3850, False, "10:30"]])


def ledger():
    """A table over two pages whose heading is not said again, with wrapped words and a sum."""
    page = canvas.Canvas(str(HERE / "ledger.pdf"), pagesize=A4, invariant=1)
    names = ["Printer paper, recycled", "Desk lamp", "Chair mat for hard floors in the meeting room", "Keyboard"]
    answers, y = [], 760
    page.setFont("Helvetica-Bold", 10)
    for x, text in [(60, "Item no."), (130, "Description"), (380, "Qty"), (450, "Net price")]: page.drawString(x, y, text)
    page.setFont("Helvetica", 10)
    for number in range(44):
        y -= 16
        if y < 60: page.drawRightString(540, 30, "1"); page.showPage(); page.setFont("Helvetica", 10); y = 780
        name, quantity, cents = names[number % 4], number % 5 + 1, 1999 + 350 * number
        page.drawString(60, y, f"K{number:03}"); page.drawRightString(396, y, str(quantity)); page.drawRightString(495, y, f"{cents / 100:,.2f}")
        words = name.split(); first, second = " ".join(words[:5]), " ".join(words[5:])
        page.drawString(130, y, first)
        if second: y -= 12; page.drawString(130, y, second)
        answers.append([f"K{number:03}", name, quantity, cents / 100])
    page.drawString(380, y - 30, "Total"); page.drawRightString(495, y - 30, "4,190.06"); page.save()
    answer("ledger", ["ledger.pdf"], [("Item number", "text"), ("Description", "text"), ("Quantity", "integer"), ("Price", "currency", "The 'Net price' of the item")], answers)


def prose():
    (HERE / "offer.txt").write_text("""Dear Ms Castellano,

thank you for your request of 4 April 2025. We are pleased to offer you the
position of Senior Analyst, starting on 1 June 2025. Your annual salary will be
EUR 68.400,00, with a bonus of up to 8 %. The probation period is 6 months.
Please return the signed contract no later than 30 April 2025.

Our reference: HR/2025/0318
Contact: Paul Eriksen, paul.eriksen@nordlys.example, +47 22 55 01 90

Kind regards,
Nordlys Analytics AS
""")
    answer("offer", ["offer.txt"], [("Annual salary", "currency"), ("Bonus", "percentage"), ("Probation period", "integer", "in months"), ("Reference", "text"), ("Contact", "name"), ("Contact email", "email"), ("Start date", "date_ymd", "when the job begins, 'starting on'"), ("Position", "text")],
        [[68400, 8, 6, "HR/2025/0318", "Paul Eriksen", "paul.eriksen@nordlys.example", "2025-06-01", "Senior Analyst"]])
    (HERE / "lab.html").write_text("""<html><body><table border=0><tr><td><b>Laborbericht</b></td><td>Befund-Nr.: L-88213</td></tr>
<tr><td>Patient: Weber, Anton</td><td>Geb.: 12.08.1957</td></tr></table><p>Eingang: 03.02.2025 08:15 Uhr</p>
<table><tr><th>Untersuchung</th><th>Ergebnis</th><th>Einheit</th><th>Referenz</th></tr>
<tr><td>Natrium</td><td>141</td><td>mmol/l</td><td>136&ndash;145</td></tr><tr><td>Kalium</td><td>4,3</td><td>mmol/l</td><td>3,5&ndash;5,1</td></tr><tr><td>CRP</td><td>12,8</td><td>mg/l</td><td>&lt; 5</td></tr></table></body></html>
""")
    answer("lab", ["lab.html"], [("Befundnummer", "text"), ("Patient", "name"), ("Geburtsdatum", "date_dmy"), ("Eingang", "date_ymd")], [["L-88213", "Weber, Anton", "12/08/1957", "2025-02-03"]])
    answer("lab-results", ["lab.html"], [("Untersuchung", "text"), ("Ergebnis", "number"), ("Einheit", "text"), ("Referenzbereich", "text", "Spalte 'Referenz'")], [["Natrium", 141, "mmol/l", "136–145"], ["Kalium", 4.3, "mmol/l", "3,5–5,1"], ["CRP", 12.8, "mg/l", "< 5"]])


def nothing_there():
    """What is not in a document must not be made up."""
    answer("nothing", ["letter.txt"], [("IBAN", "text"), ("Invoice number", "text"), ("VAT rate", "percentage"), ("Website", "url"), ("Patient name", "name")], [[None, None, None, None, "Thomas Okafor"]])


for make in [invoice_en, invoice_de, invoice_fr, invoice_ch, invoice_es, two_columns, statement, timesheet, scans, broken, people, csvs, office, texts, mail, receipt, form, ledger, prose, nothing_there]:
    make()
answer("combined", ["notes.md", "letter.txt"], [("Patient name", "name"), ("Severity", "text"), ("Error rate", "percentage")], [["Thomas Okafor", "high", 7.5]], mode="combined")
