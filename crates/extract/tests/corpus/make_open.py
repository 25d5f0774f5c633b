"""Makes the open half of the corpus, which the engine may be improved with.

Run: pip install reportlab typst openpyxl pillow; LibreOffice; python make_open.py
All names, numbers and addresses are made up; the answers are written by hand.
"""

import datetime, json
from email.message import EmailMessage

import openpyxl
from reportlab.lib.pagesizes import A4, LETTER

from tools import Half, cells, write

half = Half("open")


def cv_de():
    half.typst("cv-de.pdf", """
#set page(paper: "a4", margin: 2cm)
#set text(size: 10pt, lang: "de")
#grid(columns: (6cm, 1fr), gutter: 1cm, [
= Kontakt
Anschrift \\ Birkenallee 21 \\ 04275 Leipzig
#v(4mm)
Mobil \\ 0151 5550 1842
#v(4mm)
E-Mail \\ jana.keller\\@post.example
#v(4mm)
Web \\ www.janakeller.example
= Sprachen
Deutsch, Englisch, Polnisch
], [
#text(20pt)[Lebenslauf]
#table(columns: 2, stroke: none, [Name:], [Jana Keller], [Geburtsdatum:], [7. September 1991], [Geburtsort:], [Görlitz], [Staatsangehörigkeit:], [deutsch], [Familienstand:], [ledig], [Führerschein:], [ja])
= Berufserfahrung
2019 – heute #h(1cm) Bauleiterin, Hochbau Sachsen GmbH \\
2015 – 2019 #h(1cm) Ingenieurin, Planwerk Halle
= Ausbildung
M.Sc. Bauingenieurwesen, TU Dresden, Abschlussnote 1,4
])
""")
    half.answer("cv-de", ["cv-de.pdf"], ["Name:name", "Geburtsdatum:date_dmy", "Geburtsort:text", "Nationality:text", "Familienstand:text", "Führerschein:boolean", "Anschrift:address", "Mobil:phone", "Email:email", "Website:url", "Abschlussnote:number"],
        [["Jana Keller", "07/09/1991", "Görlitz", "deutsch", "ledig", True, "Birkenallee 21, 04275 Leipzig", "0151 5550 1842", "jana.keller@post.example", "www.janakeller.example", 1.4]])


def cv_en():
    half.office("cv-en.docx", """<h1>Marcus Adeyemi</h1><p>14 Canal Walk, Manchester M1 3LT | 07700 900461 | marcus@adeyemi.example | https://adeyemi.example</p>
<h2>Profile</h2><p>Data engineer with eight years of experience.</p>
<h2>Details</h2><p>Full name: Marcus Adeyemi<br>Date of birth: 19 February 1990<br>Nationality: British<br>Notice period: 3 months<br>Desired salary: £72,000<br>Willing to relocate: No<br>Driving licence: Yes<br>Available from: 1 September 2025</p>
<h2>Languages</h2><table border=1><tr><th>Language</th><th>Level</th><th>Years</th></tr><tr><td>English</td><td>native</td><td>35</td></tr><tr><td>Yoruba</td><td>fluent</td><td>30</td></tr><tr><td>French</td><td>B1</td><td>6</td></tr></table>""")
    half.answer("cv-en", ["cv-en.docx"], ["Full name:name", "Date of birth:date_dmy", "Nationality:text", "Notice period:text", "Desired salary:currency", "Willing to relocate:boolean", "Available from:date_ymd", "Phone:phone", "Email:email", "Website:url"],
        [["Marcus Adeyemi", "19/02/1990", "British", "3 months", 72000, False, "2025-09-01", "07700 900461", "marcus@adeyemi.example", "https://adeyemi.example"]])
    half.answer("cv-en-languages", ["cv-en.docx"], ["Language:text", "Level:text", "Years:integer"], [["English", "native", 35], ["Yoruba", "fluent", 30], ["French", "B1", 6]])


def bank_de():
    """Two pages, the heading again on each, amounts with the sign behind them."""
    page, rows = half.page("bank-de.pdf", A4), []
    names = ["Miete Schillerstr. 4", "Gehalt Stadtwerke", "Kartenzahlung REWE", "Rundfunkbeitrag", "Überweisung K. Lange", "Entgelt Kontoführung"]
    def head(number):
        write(page, 60, 790, ["Volksbank Musterstadt eG"], 14, "Sans-Bold")
        write(page, 60, 770, ["Kontoauszug Nr. 3/2025", "IBAN: DE02 1203 0000 0000 2020 51", "BIC: BYLADEM1001"])
        write(page, 350, 770, [f"Blatt {number} von 2", "Kontoinhaber: Ruth Sommer", "Datum: 31.03.2025"])
        cells(page, 700, [60, 130, 200, -530], ["Buchungstag", "Wert", "Verwendungszweck", "Betrag EUR"], 9, "Sans-Bold")
    head(1); write(page, 200, 684, ["Alter Kontostand"], 9); cells(page, 684, [-530], ["1.204,18+"], 9)
    y, balance = 684, 120418
    for number in range(32):
        y -= 18
        if number == 26: page.showPage(); head(2); y = 682
        day, cents, name = f"{number % 28 + 1:02}.03.2025", (265000 if number % 6 == 1 else -(1990 + 731 * number)), names[number % 6]
        shown = f"{abs(cents) // 100:,}".replace(",", ".") + f",{abs(cents) % 100:02}" + ("-" if cents < 0 else "+")
        cells(page, y, [60, 130, 200, -530], [day, day, name, shown], 9); balance += cents
        rows.append([day.replace(".", "/"), name, cents / 100])
    cells(page, y - 24, [200, -530], ["Neuer Kontostand", f"{balance // 100:,}".replace(",", ".") + f",{balance % 100:02}+"], 9, "Sans-Bold")
    page.save()
    half.answer("bank-de", ["bank-de.pdf"], ["Buchungstag:date_dmy", "Verwendungszweck:text", "Betrag:number"], rows)
    half.answer("bank-de-head", ["bank-de.pdf"], ["IBAN:text", "BIC:text", "Kontoinhaber:name", "Neuer Kontostand:currency", "Alter Kontostand:currency"], [["DE02 1203 0000 0000 2020 51", "BYLADEM1001", "Ruth Sommer", balance / 100, 1204.18]])


def bank_fr():
    rows = [("02/01/2025", "Virement salaire", "", "2 340,00", "3 112,45"), ("03/01/2025", "Loyer janvier", "780,00", "", "2 332,45"), ("07/01/2025", "Carte Boulangerie Petit", "6,80", "", "2 325,65"), ("15/01/2025", "Prélèvement EDF", "94,12", "", "2 231,53")]
    text = "Date;Libellé;Débit;Crédit;Solde\n" + "".join(";".join(row) + "\n" for row in rows)
    half.text("bank-fr.csv", text, "cp1252")
    number = lambda text: float(text.replace(" ", "").replace(",", ".")) if text else None
    half.answer("bank-fr", ["bank-fr.csv"], ["Date:date_dmy", "Libellé:text", "Débit:currency", "Crédit:currency", "Solde:currency"], [[a, b, number(c), number(d), number(e)] for a, b, c, d, e in rows])


def lease_de():
    half.office("lease-de.pdf", """<h1 align=center>Mietvertrag über Wohnraum</h1>
<p>Vertragsnummer: MV-2024-118</p><p>zwischen</p><p><b>Vermieter:</b> Immobilien Hartwig KG, Am Markt 3, 99084 Erfurt</p><p>und</p><p><b>Mieter:</b> Herr Deniz Aydin, geb. am 14.11.1988</p>
<h3>§ 1 Mietsache</h3><p>Vermietet wird die Wohnung im 2. Obergeschoss des Hauses Lutherstraße 9, 99084 Erfurt, mit einer Wohnfläche von 68,5 m².</p>
<h3>§ 2 Mietzeit</h3><p>Mietbeginn: 1. Oktober 2024<br>Der Vertrag läuft auf unbestimmte Zeit.</p>
<h3>§ 3 Miete</h3><table><tr><td>Kaltmiete</td><td>612,00 €</td></tr><tr><td>Betriebskosten</td><td>145,00 €</td></tr><tr><td>Gesamtmiete</td><td>757,00 €</td></tr><tr><td>Kaution</td><td>1.836,00 €</td></tr></table>
<p>Die Miete ist bis zum 3. Werktag zu zahlen. Kündigungsfrist: drei Monate. Haustiere erlaubt: nein</p>""")
    half.answer("lease-de", ["lease-de.pdf"], ["Contract number:text", "Vermieter:text", "Mieter:name", "Date of birth:date_dmy", "Mietbeginn:date_ymd", "Wohnfläche:number", "Kaltmiete:currency", "Gesamtmiete:currency", "Kaution:currency", "Notice period:text", "Haustiere erlaubt:boolean"],
        [["MV-2024-118", "Immobilien Hartwig KG, Am Markt 3, 99084 Erfurt", "Herr Deniz Aydin", "14/11/1988", "2024-10-01", 68.5, 612, 757, 1836, "drei Monate", False]])


def lease_fr():
    half.office("lease-fr.docx", """<h1>Contrat de location</h1><p>Contrat n° : LOC-0457</p><p>Bailleur : Mme Odile Garnier</p><p>Locataire : M. Karim Benali</p><p>Adresse du bien : 27 rue Paul Bert, 33000 Bordeaux</p>
<p>Le présent contrat prend effet le 15 mars 2025.</p><table border=1><tr><td>Date de début</td><td>15/03/2025</td></tr><tr><td>Date de fin</td><td>14/03/2028</td></tr><tr><td>Surface</td><td>42,30 m²</td></tr><tr><td>Loyer mensuel</td><td>690,00 €</td></tr><tr><td>Charges</td><td>55,00 €</td></tr><tr><td>Dépôt de garantie</td><td>690,00 €</td></tr><tr><td>Meublé</td><td>oui</td></tr></table>
<p>Téléphone du bailleur : 05 56 00 55 12. Courriel : o.garnier@poste.example</p>""")
    half.answer("lease-fr", ["lease-fr.docx"], ["Contract number:text", "Lessor:name", "Tenant:name", "Adresse du bien:address", "Start date:date_dmy", "End date:date_dmy", "Surface:number", "Monthly rent:currency", "Deposit:currency", "Meublé:boolean", "Phone:phone", "Email:email"],
        [["LOC-0457", "Mme Odile Garnier", "M. Karim Benali", "27 rue Paul Bert, 33000 Bordeaux", "15/03/2025", "14/03/2028", 42.3, 690, 690, True, "05 56 00 55 12", "o.garnier@poste.example"]])


def receipt_de():
    page = half.page("receipt-de.pdf", (230, 420))
    write(page, 12, 400, ["       BIOMARKT SONNE", "  Hauptstr. 88, 70563 Stuttgart", "    Tel. 0711 5550123", "", "Vollmilch 3,5%       1,29 A", "Bauernbrot 750g      3,95 A", "Olivenöl             8,49 A", "Spülmittel           2,19 B", "-" * 30, "SUMME      EUR      15,92", "Geg. Bar   EUR      20,00", "Rückgeld   EUR       4,08", "", "MwSt A  7%   netto 12,83  0,90", "MwSt B 19%   netto  1,84  0,35", "", "12.06.2025  17:26  Kasse 2", "Bon-Nr. 004518  Bediener: Fr. Voss", "  Vielen Dank für Ihren Einkauf"], 8, "Mono-Regular", 12)
    page.save()
    half.answer("receipt-de", ["receipt-de.pdf"], ["Datum:date_dmy", "Uhrzeit:time", "Summe:currency", "Rückgeld:currency", "Bon-Nr.:text", "Telefon:phone", "Kasse:integer"], [["12/06/2025", "17:26", 15.92, 4.08, "004518", "0711 5550123", 2]])


def invoice_us():
    """Heads of boxes with the values below, as many word processors' templates have it."""
    half.office("invoice-us.pdf", """<h1>INVOICE</h1><p>Cedar &amp; Stone Landscaping LLC<br>880 Juniper Ln, Boise, ID 83702<br>(208) 555-0147</p>
<table border=1 width=100%><tr><th>Invoice #</th><th>Invoice Date</th><th>Terms</th><th>Due Date</th><th>Account #</th></tr><tr><td>20458</td><td>4/7/2025</td><td>Net 15</td><td>4/22/2025</td><td>C-774</td></tr></table>
<table width=100%><tr><td><b>Bill To</b><br>Monica Reyes<br>412 W Fort St<br>Boise, ID 83702</td><td><b>Service Address</b><br>1519 N 8th St<br>Boise, ID 83702</td></tr></table><br>
<table border=1 width=100%><tr><th>Service</th><th>Hours</th><th>Rate</th><th>Line Total</th></tr><tr><td>Spring cleanup and hauling</td><td>6</td><td>$55.00</td><td>$330.00</td></tr><tr><td>Drip line repair</td><td>2.5</td><td>$70.00</td><td>$175.00</td></tr><tr><td>Bark mulch, 4 cu yd</td><td></td><td>$48.00</td><td>$192.00</td></tr></table>
<table align=right><tr><td>Subtotal</td><td>$697.00</td></tr><tr><td>Discount</td><td>-$20.00</td></tr><tr><td>Sales Tax 6%</td><td>$11.52</td></tr><tr><td><b>Balance Due</b></td><td><b>$688.52</b></td></tr></table>""")
    half.answer("invoice-us", ["invoice-us.pdf"], ["Invoice number:text", "Invoice date:date_mdy", "Due date:date_mdy", "Payment terms:text", "Account number:text", "Customer name:name", "Service address:address", "Subtotal:currency", "Discount:currency", "Tax amount:currency", "Amount due:currency", "Phone:phone"],
        [["20458", "04/07/2025", "04/22/2025", "Net 15", "C-774", "Monica Reyes", "1519 N 8th St, Boise, ID 83702", 697, -20, 11.52, 688.52, "(208) 555-0147"]])
    half.answer("invoice-us-lines", ["invoice-us.pdf"], ["Service:text", "Hours:number", "Rate:currency", "Line total:currency"], [["Spring cleanup and hauling", 6, 55, 330], ["Drip line repair", 2.5, 70, 175], ["Bark mulch, 4 cu yd", None, 48, 192]])


def delivery_de():
    half.typst("delivery-de.pdf", """
#set page(paper: "a4", margin: 2cm)
#set text(size: 9.5pt, lang: "de")
#grid(columns: (1fr, 1fr), gutter: 1cm, [
*Lieferanschrift* \\ Werkstatt Pohl \\ Industrieweg 17 \\ 38112 Braunschweig
], [
*Lieferschein* \\
Lieferschein-Nr.: LS-88210 \\ Bestellnummer: B-4471 \\ Lieferdatum: 24.02.2025 \\ Spediteur: Nordfracht \\ Gewicht: 1.240,5 kg
])
#v(1cm)
#table(columns: (auto, auto, 1fr, auto, auto), stroke: none, table.hline(), [Pos], [Artikelnr.], [Bezeichnung], [Menge], [Einheit], table.hline(),
[1], [M8-040], [Sechskantschraube M8 × 40, verzinkt], [2.500], [Stück],
[2], [U8], [Unterlegscheibe, Form A], [5.000], [Stück],
[3], [KAB-16], [Installationskabel NYM-J 3 × 1,5 mm², Ring zu 100 m], [12], [Ring],
[4], [KL-2], [Klemme], [800], [Stück], table.hline())
Ware vollständig erhalten: ☒ ja ☐ nein
""")
    half.answer("delivery-de", ["delivery-de.pdf"], ["Lieferscheinnummer:text", "Order number:text", "Delivery date:date_ymd", "Spediteur:text", "Weight:number", "Delivery address:address", "Ware vollständig erhalten:boolean"], [["LS-88210", "B-4471", "2025-02-24", "Nordfracht", 1240.5, "Werkstatt Pohl, Industrieweg 17, 38112 Braunschweig", True]])
    half.answer("delivery-de-items", ["delivery-de.pdf"], ["Artikelnummer:text", "Bezeichnung:text", "Menge:integer", "Einheit:text"], [["M8-040", "Sechskantschraube M8 × 40, verzinkt", 2500, "Stück"], ["U8", "Unterlegscheibe, Form A", 5000, "Stück"], ["KAB-16", "Installationskabel NYM-J 3 × 1,5 mm², Ring zu 100 m", 12, "Ring"], ["KL-2", "Klemme", 800, "Stück"]])


def payslip():
    page = half.page("payslip.pdf", LETTER)
    write(page, 50, 740, ["Harbor Lights Hotel Group"], 14, "Sans-Bold"); write(page, 400, 740, ["Earnings Statement"], 12)
    write(page, 50, 710, ["Employee:", "Employee ID:", "Department:"]); write(page, 130, 710, ["Sofia Marchetti", "70213", "Front Office"])
    write(page, 330, 710, ["Pay Period:", "Pay Date:", "SSN:"]); write(page, 420, 710, ["05/01/2025 - 05/15/2025", "05/20/2025", "XXX-XX-4410"])
    cells(page, 640, [50, -240, -320, -400, -520], ["Earnings", "Rate", "Hours", "Current", "Year to Date"], 9, "Sans-Bold")
    for at, row in enumerate([("Regular", "21.50", "80.00", "1,720.00", "17,200.00"), ("Overtime", "32.25", "6.50", "209.63", "1,048.13"), ("Holiday", "21.50", "0.00", "0.00", "344.00")]): cells(page, 624 - 15 * at, [50, -240, -320, -400, -520], row, 9)
    cells(page, 560, [50, -400, -520], ["Gross Pay", "$1,929.63", "$18,592.13"], 10, "Sans-Bold"); cells(page, 544, [50, -400, -520], ["Deductions", "$441.90", "$4,257.60"]); cells(page, 528, [50, -400, -520], ["Net Pay", "$1,487.73", "$14,334.53"], 10, "Sans-Bold")
    write(page, 50, 490, ["Direct deposit: yes", "Federal tax rate: 12%"]); page.save()
    half.answer("payslip", ["payslip.pdf"], ["Employee:name", "Employee ID:integer", "Department:text", "Pay date:date_mdy", "Gross pay:currency", "Net pay:currency", "Direct deposit:boolean", "Federal tax rate:percentage"], [["Sofia Marchetti", 70213, "Front Office", "05/20/2025", 1929.63, 1487.73, True, 12]])
    half.answer("payslip-earnings", ["payslip.pdf"], ["Earnings:text", "Rate:number", "Hours:number", "Current:number", "Year to date:number"], [["Regular", 21.5, 80, 1720, 17200], ["Overtime", 32.25, 6.5, 209.63, 1048.13], ["Holiday", 21.5, 0, 0, 344]])


def claim_es():
    half.typst("claim-es.pdf", """
#set page(paper: "a4", margin: 2cm)
#set text(size: 11pt, lang: "es")
#let box(label, value) = rect(width: 100%, height: 1.3cm, stroke: 0.5pt)[#text(7pt)[#label] \\ #value]
= Parte de siniestro
#grid(columns: (1fr, 1fr, 1fr), gutter: 2mm,
 box[Número de póliza][POL-330018], box[Fecha del siniestro][18 de enero de 2025], box[Hora][19:40],
 box[Nombre del asegurado][Lucía Ferrer Soto], box[DNI][48213377K], box[Teléfono][+34 612 555 098],
 box[Matrícula][4471 KLM], box[Kilómetros][86.420], box[Importe estimado][1.875,50 €])
#v(3mm)
#rect(width: 100%, stroke: 0.5pt)[#text(7pt)[Dirección] \\ Calle Mayor 31, 4º B, 28013 Madrid]
#rect(width: 100%, stroke: 0.5pt)[#text(7pt)[Descripción de los hechos] \\ Golpe por detrás en un semáforo.]
¿Hubo heridos? No #h(2cm) Franquicia: 10 %
""")
    half.answer("claim-es", ["claim-es.pdf"], ["Policy number:text", "Fecha del siniestro:date_dmy", "Hora:time", "Nombre del asegurado:name", "DNI:text", "Teléfono:phone", "Matrícula:text", "Kilómetros:integer", "Importe estimado:currency", "Dirección:address", "Heridos:boolean:¿Hubo heridos?", "Franquicia:percentage"],
        [["POL-330018", "18/01/2025", "19:40", "Lucía Ferrer Soto", "48213377K", "+34 612 555 098", "4471 KLM", 86420, 1875.5, "Calle Mayor 31, 4º B, 28013 Madrid", False, 10]])


def order_mail():
    message = EmailMessage()
    message["From"], message["To"], message["Date"], message["Subject"] = "Paper & Ink <orders@paperink.example>", "lena@studio-fox.example", "Mon, 10 Feb 2025 09:12:44 +0000", "Order confirmation #PI-55120"
    message.set_content("Your mail program shows no HTML.")
    message.add_alternative("""<html><body><p>Hi Lena,</p><p>thanks for your order <b>PI-55120</b>!</p><table><tr><td>Order date:</td><td>February 10, 2025</td></tr><tr><td>Estimated delivery:</td><td>February 14, 2025</td></tr><tr><td>Shipping address:</td><td>Studio Fox, 3 Wharf Road, Bristol BS1 6TY</td></tr><tr><td>Payment method:</td><td>Visa ending in 4242</td></tr></table>
<table><thead><tr><th>Product</th><th>Qty</th><th>Price</th></tr></thead><tr><td>Cotton paper A3, 50 sheets</td><td>3</td><td>£24.00</td></tr><tr><td>Sumi ink 60 ml</td><td>1</td><td>£9.50</td></tr></table><p>Shipping: £4.95<br>Total: £86.45</p><p>Track it at https://paperink.example/track/PI-55120</p></body></html>""", subtype="html")
    message.set_boundary("=-annals-open-1"); (half.folder / "order-mail.eml").write_bytes(message.as_bytes())
    half.answer("order-mail", ["order-mail.eml"], ["Order number:text:The order's number, as in 'Order confirmation'", "Order date:date_mdy", "Estimated delivery:date_ymd", "Shipping address:address", "Payment method:text", "Shipping:currency", "Total:currency", "Tracking link:url"], [["PI-55120", "02/10/2025", "2025-02-14", "Studio Fox, 3 Wharf Road, Bristol BS1 6TY", "Visa ending in 4242", 4.95, 86.45, "https://paperink.example/track/PI-55120"]])
    half.answer("order-mail-items", ["order-mail.eml"], ["Product:text", "Quantity:integer", "Price:currency"], [["Cotton paper A3, 50 sheets", 3, 24], ["Sumi ink 60 ml", 1, 9.5]])


def booking_fr():
    message = EmailMessage()
    message["From"], message["To"], message["Date"], message["Subject"] = "Réservations <contact@hotel-des-dunes.example>", "p.morel@mail.example", "Tue, 06 May 2025 16:02:10 +0200", "Votre réservation"
    message.set_content("Bonjour Monsieur Morel,\n\nNous confirmons votre réservation.\n\nNuméro de réservation : HD-20931\nArrivée : vendredi 11 juillet 2025\nDépart : lundi 14 juillet 2025\nNombre de nuits : 3\nHeure d'arrivée : 15h30\nPrix total : 1 126,50 EUR\nPetit-déjeuner inclus : oui\nAcompte : 30 %\n\nHôtel des Dunes\n5 chemin de la Plage, 85160 Saint-Jean-de-Monts\nTél. : 02 51 55 50 17\nwww.hotel-des-dunes.example\n", charset="iso-8859-1", cte="quoted-printable")
    (half.folder / "booking-fr.eml").write_bytes(message.as_bytes())
    half.answer("booking-fr", ["booking-fr.eml"], ["Numéro de réservation:text", "Arrival date:date_dmy", "Departure date:date_dmy", "Nombre de nuits:integer", "Heure d'arrivée:time", "Total price:currency", "Petit-déjeuner inclus:boolean", "Acompte:percentage", "Téléphone:phone", "Website:url"], [["HD-20931", "11/07/2025", "14/07/2025", 3, "15:30", 1126.5, True, 30, "02 51 55 50 17", "www.hotel-des-dunes.example"]])


def meter_html():
    half.text("meter.html", """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Zählerstand</title></head><body><div class=card><div>Zählernummer</div><div>1EMH-0098 2231</div></div><div class=card><div>Zählerstand</div><div>48.213,7 kWh</div></div><div class=card><div>Ablesedatum</div><div>30.12.2024</div></div>
<ul><li><strong>Kundennummer:</strong> 7700412</li><li><strong>Tarif:</strong> Ökostrom Fix 12</li><li><strong>Abschlag:</strong> 96,00&nbsp;€</li><li><strong>Ersparnis:</strong> 4,5&nbsp;%</li><li><strong>Lastschrift:</strong> Ja</li></ul><footer>Service: service@strom-nord.example &middot; 040 555 0188 &middot; Mo–Fr 8:00 bis 18:00 Uhr</footer></body></html>""")
    half.answer("meter", ["meter.html"], ["Zählernummer:text", "Zählerstand:number", "Ablesedatum:date_dmy", "Kundennummer:integer", "Tarif:text", "Abschlag:currency", "Ersparnis:percentage", "Lastschrift:boolean", "Email:email", "Phone:phone"], [["1EMH-0098 2231", 48213.7, "30/12/2024", 7700412, "Ökostrom Fix 12", 96, 4.5, True, "service@strom-nord.example", "040 555 0188"]])


def shifts_xlsx():
    book = openpyxl.Workbook(); sheet = book.active; sheet.title = "Shifts"
    sheet["A1"], sheet["A2"], sheet["B2"], sheet["A3"], sheet["B3"] = "Shift plan", "Site", "Depot North", "Week of", datetime.date(2025, 6, 2)
    rows = [["Dana Wolff", datetime.date(2025, 6, 2), datetime.time(6, 0), datetime.time(14, 30), 8, "yes"], ["Ivan Petrov", datetime.date(2025, 6, 2), datetime.time(14, 0), datetime.time(22, 0), 7.5, "no"], ["Dana Wolff", datetime.date(2025, 6, 4), datetime.time(6, 0), datetime.time(12, 15), 6.25, "yes"]]
    for column, text in enumerate(["Employee", "Date", "Start", "End", "Hours", "Approved"], 1): sheet.cell(5, column, text)
    for number, row in enumerate(rows, 6):
        for column, value in enumerate(row, 1): sheet.cell(number, column, value)
    sheet.cell(9, 1, "Total"); sheet.cell(9, 5, 21.75)
    book.properties.created = book.properties.modified = datetime.datetime(2025, 1, 1); book.save(half.folder / "shifts.xlsx")
    half.answer("shifts", ["shifts.xlsx"], ["Employee:name", "Date:date_ymd", "Start:time", "End:time", "Hours:number", "Approved:boolean", "Site:text"], [["Dana Wolff", "2025-06-02", "06:00", "14:30", 8, True, "Depot North"], ["Ivan Petrov", "2025-06-02", "14:00", "22:00", 7.5, False, "Depot North"], ["Dana Wolff", "2025-06-04", "06:00", "12:15", 6.25, True, "Depot North"]])


def stock_xlsx():
    half.office("stock.xlsx", "SKU,Product,On hand,Reorder level,Unit cost,Last count,Supplier site\nGR-01,Granola 500 g,140,60,3.85,2025-04-30,https://grains.example\nTE-44,Earl Grey 100 bags,12,40,6.20,2025-04-30,https://leaf.example/shop\nHO-07,\"Honey, lime\",0,15,7.95,2025-05-02,https://bees.example\n", "csv")
    half.answer("stock", ["stock.xlsx"], ["SKU:text", "Product:text", "On hand:integer", "Reorder level:integer", "Unit cost:currency", "Last count:date_ymd", "Supplier site:url"], [["GR-01", "Granola 500 g", 140, 60, 3.85, "2025-04-30", "https://grains.example"], ["TE-44", "Earl Grey 100 bags", 12, 40, 6.2, "2025-04-30", "https://leaf.example/shop"], ["HO-07", "Honey, lime", 0, 15, 7.95, "2025-05-02", "https://bees.example"]])


def leads_tsv():
    half.text("leads.tsv", "Company\tContact\tE-mail\tPhone\tCountry\tRevenue (USD)\tGrowth\nAlder Foods\tMina Sato\tmina@alder.example\t+81 3-5550-1177\tJapan\t1,250,000\t4.2%\nBrisa Solar SL\tPablo Núñez\tpablo@brisa.example\t+34 955 550 133\tSpain\t840,500\t-1.5%\n")
    half.answer("leads", ["leads.tsv"], ["Company:name", "Contact:name", "Email:email", "Phone:phone", "Country:text", "Revenue:currency", "Growth:percentage"], [["Alder Foods", "Mina Sato", "mina@alder.example", "+81 3-5550-1177", "Japan", 1250000, 4.2], ["Brisa Solar SL", "Pablo Núñez", "pablo@brisa.example", "+34 955 550 133", "Spain", 840500, -1.5]])


def webhook_json():
    half.text("webhook.json", json.dumps({"event": "payment.succeeded", "created_at": "2025-03-09T14:22:05Z", "data": {"payment_id": "pay_8Kx21", "amount": 129.9, "currency": "EUR", "fee_percent": 1.4, "customer": {"full_name": "Elif Demir", "email": "elif@demir.example", "address": {"street": "Kanalstraße 5", "city": "Hamburg", "zip": "20095"}}, "refunded": False, "receipt_url": "https://pay.example/r/8Kx21"}}, ensure_ascii=False, indent=2))
    half.answer("webhook", ["webhook.json"], ["Payment ID:text", "Created at:date_ymd", "Amount:currency", "Fee percent:percentage", "Customer full name:name", "Customer email:email", "City:text", "Refunded:boolean", "Receipt URL:url"], [["pay_8Kx21", "2025-03-09", 129.9, 1.4, "Elif Demir", "elif@demir.example", "Hamburg", False, "https://pay.example/r/8Kx21"]])


def report_md():
    half.text("report.md", """# Compte rendu de chantier n° 12

| Champ | Valeur |
|---|---|
| Date | 8 avril 2025 |
| Chef de chantier | Luc Perrin |
| Avancement | 62,5 % |
| Budget consommé | 184 300,00 € |
| Retard | non |

Prochaine réunion : **22 avril 2025 à 9h15**

| Lot | Entreprise | Effectif |
|---|---|---|
| Gros œuvre | Bati Sud | 14 |
| Électricité | Lumen SARL | 5 |
""")
    half.answer("report", ["report.md"], ["Date:date_dmy", "Chef de chantier:name", "Avancement:percentage", "Budget consommé:currency", "Retard:boolean", "Prochaine réunion:date_ymd"], [["08/04/2025", "Luc Perrin", 62.5, 184300, False, "2025-04-22"]])
    half.answer("report-lots", ["report.md"], ["Lot:text", "Entreprise:name", "Effectif:integer"], [["Gros œuvre", "Bati Sud", 14], ["Électricité", "Lumen SARL", 5]])


def letter_es():
    half.text("letter-es.txt", """Ayuntamiento de Villanueva
Plaza de la Constitución 1, 41800 Villanueva

Expediente: EX-2025/0933
Fecha: 27 de febrero de 2025
Interesado: Don Andrés Vidal Romero

Estimado señor:

Le comunicamos que su solicitud ha sido aprobada. El importe de la ayuda
asciende a 2.450,75 euros, que equivale al 35 % del presupuesto. El plazo
de justificación termina el 30/06/2025.

Para cualquier consulta: ayudas@villanueva.example o al teléfono
954 555 017.
""")
    half.answer("letter-es", ["letter-es.txt"], ["Expediente:text", "Fecha:date_ymd", "Interesado:name", "Importe de la ayuda:currency", "Plazo de justificación:date_dmy", "Email:email", "Teléfono:phone"], [["EX-2025/0933", "2025-02-27", "Don Andrés Vidal Romero", 2450.75, "30/06/2025", "ayudas@villanueva.example", "954 555 017"]])


def scan_en():
    half.scan("scan-invoice.png", """
#set page(width: 14cm, height: 12cm, margin: 1.2cm)
#set text(size: 11pt, font: "Libertinus Serif")
*Redwood Cycle Repair* #h(1fr) 55 Mill Lane, Exeter EX1 2AB
#v(4mm)
Invoice No: RC-3381 \\ Invoice date: 17 May 2025 \\ Customer: Harold Finch
#v(4mm)
#table(columns: (1fr, auto, auto), stroke: none, [*Description*], [*Qty*], [*Amount*], [Chain and cassette], [1], [£64.00], [Brake pads], [2], [£18.50], [Labour], [1], [£45.00])
#align(right)[Total: £127.50]
Paid: yes #h(1fr) Tel. 01392 555 018
""")
    half.answer("scan-invoice", ["scan-invoice.png"], ["Invoice number:text", "Invoice date:date_dmy", "Customer:name", "Total:currency", "Paid:boolean", "Phone:phone"], [["RC-3381", "17/05/2025", "Harold Finch", 127.5, True, "01392 555 018"]])
    half.answer("scan-invoice-items", ["scan-invoice.png"], ["Description:text", "Quantity:integer", "Amount:currency"], [["Chain and cassette", 1, 64], ["Brake pads", 2, 18.5], ["Labour", 1, 45]])


for make in [cv_de, cv_en, bank_de, bank_fr, lease_de, lease_fr, receipt_de, invoice_us, delivery_de, payslip, claim_es, order_mail, booking_fr, meter_html, shifts_xlsx, stock_xlsx, leads_tsv, webhook_json, report_md, letter_es, scan_en]:
    make()
