"""Documents by programs that the other halves do not have: LaTeX, and the mail programs mutt and s-nail.

Needs pdflatex (texlive-latex-base), mutt and s-nail. They were written, with their answers, before
the engine had read any of them, and it was not changed for them. Mails are caught where they would be
handed to a mail server, so that they are as they would have been sent.
"""

import json, os, pathlib, stat, subprocess, tempfile

FOLDER = pathlib.Path(__file__).parent / "programs"


def answer(name, files, fields, rows):
    """Fields as `name:type`; rows as lists in the same order."""
    fields = [dict(zip(("field_name", "data_type"), field.split(":")), ai_prompt="") for field in fields]
    assert all(len(row) == len(fields) for row in rows), name
    lines = lambda key, values: f' "{key}": [\n  ' + ",\n  ".join(json.dumps(one, ensure_ascii=False) for one in values) + "\n ]"
    text = ",\n".join([f' "files": {json.dumps(files)}', lines("fields", fields), lines("rows", rows)])
    (FOLDER / f"{name}.expected.json").write_text("{\n" + text + "\n}\n")


def latex(name, source):
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, f"{name}.tex").write_text(source)
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1735689600", "FORCE_SOURCE_DATE": "1"}
        command = ["pdflatex", "-interaction=batchmode", "-halt-on-error", f"{name}.tex"]
        subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
        (FOLDER / f"{name}.pdf").write_bytes(pathlib.Path(folder, f"{name}.pdf").read_bytes())


def mail(name, program, subject, body, files):
    """Lets `program` write a mail with these files, each a name and a text."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        catch = folder / "catch"
        catch.write_text(f"#!/bin/sh\ncat >{folder}/mail.eml\n")
        catch.chmod(catch.stat().st_mode | stat.S_IXUSR)
        paths = []
        for file, text in files:
            paths.append(folder / file)
            paths[-1].write_text(text)
        to = "orders@wholesale.example"
        if program == "mutt":
            settings = f'set sendmail="{catch}"; set from="mia@cafe-mia.example"; set realname="Mia Berg"; set hostname="cafe-mia.example"; set copy=no'
            command = ["mutt", "-n", "-F", "/dev/null"]
            for setting in settings.split("; "):
                command += ["-e", setting]
            for path in paths:
                command += ["-a", path]
            command += ["-s", subject, "--", to]
        else:
            command = ["s-nail", "-n", "-S", f"mta={catch}", "-S", "from=Mia Berg <mia@cafe-mia.example>"]
            command += ["-S", "sendwait", "-S", "sendcharsets=utf-8", "-S", "ttycharset=utf-8"]
            for path in paths:
                command += ["-a", path]
            command += ["-s", subject, to]
        environment = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
        subprocess.run(command, input=body, text=True, check=True, env=environment)
        (FOLDER / f"{name}.eml").write_bytes((folder / "mail.eml").read_bytes())


latex("invoice-latex", r"""\documentclass[11pt]{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\pagestyle{empty}
\begin{document}
\section*{Invoice}
\noindent
Invoice number: LX-2025-031\\
Invoice date: 3 March 2025\\
Due date: 2 April 2025\\
Customer: Hollow Tree Books, 14 Mill Lane, York YO1 7NT\\
VAT number: GB 123 4567 89

\bigskip\noindent
\begin{tabular}{lrrr}
\hline
Description & Quantity & Unit price & Amount\\
\hline
Typesetting of a thesis & 180 & 2.50 & 450.00\\
Index & 1 & 120.00 & 120.00\\
Proofreading, second round & 6 & 35.00 & 210.00\\
\hline
\end{tabular}

\bigskip\noindent
Net: \pounds 780.00\\
VAT 20\,\%: \pounds 156.00\\
Total: \pounds 936.00

\bigskip\noindent
Please pay to: sort code 20-00-00, account 55779911.
Questions: accounts@typework.example
\end{document}
""")
answer("invoice-latex", ["invoice-latex.pdf"],
       ["Invoice number:text", "Invoice date:date_ymd", "Due date:date_dmy", "Net:currency", "VAT:currency", "Total:currency", "Email:email"],
       [["LX-2025-031", "2025-03-03", "02/04/2025", 780, 156, 936, "accounts@typework.example"]])
answer("invoice-latex-items", ["invoice-latex.pdf"],
       ["Description:text", "Quantity:integer", "Unit price:currency", "Amount:currency"],
       [["Typesetting of a thesis", 180, 2.5, 450], ["Index", 1, 120, 120], ["Proofreading, second round", 6, 35, 210]])

latex("letter-latex", r"""\documentclass[11pt]{letter}
\usepackage[utf8]{inputenc}
\begin{document}
\signature{Dr. Ruth Ekström}
\address{Institute of Hydrology\\Weir Road 9\\Bath BA2 4PL}
\date{12 May 2025}
\begin{letter}{Ms Priya Natarajan\\7 Canal Street\\Leeds LS1 4AB}
\opening{Dear Ms Natarajan,}
we are glad to offer you the position of research associate.

\begin{description}
\item[Start date:] 1 September 2025
\item[Salary:] \pounds 38,400 a year
\item[Hours per week:] 37.5
\item[Probation period:] 6 months
\item[Reference:] HR/2025/118
\end{description}

Please let us know by phone (+44 1225 496 0023) or at https://hydro.example/offers whether you accept.
\closing{Yours sincerely,}
\end{letter}
\end{document}
""")
answer("letter-latex", ["letter-latex.pdf"],
       ["Start date:date_ymd", "Salary:currency", "Hours per week:number", "Probation period:text", "Reference:text", "Phone:phone", "Link:url"],
       [["2025-09-01", 38400, 37.5, "6 months", "HR/2025/118", "+44 1225 496 0023", "https://hydro.example/offers"]])

mail("order-mutt", "mutt", "Order 7713 for the café", """Hello,

here is our order for next week. The list is attached.

Order number: 7713
Delivery date: 24 June 2025
Deliver to: Café Mia, Lange Straße 4, 26122 Oldenburg
Contact phone: +49 441 555 0190

Kind regards
Mia Berg
""", [("order.csv", "Article;Quantity;Unit price\nEspresso beans, 1 kg;12;18,50\nOat milk, 1 l;48;1,85\nPaper cups, 200 ml;500;0,07\n")])
answer("order-mutt", ["order-mutt.eml"],
       ["Order number:integer", "Delivery date:date_ymd", "Contact phone:phone"],
       [[7713, "2025-06-24", "+49 441 555 0190"]])

mail("claim-snail", "s-nail", "Schadenmeldung zu Vertrag KFZ-881204", """Guten Tag,

ich möchte einen Schaden melden.

Vertragsnummer: KFZ-881204
Schadentag: 05.07.2025
Uhrzeit: 17:40 Uhr
Kennzeichen: OL-MB 771
Schadenhöhe: 1.284,50 €
Polizei verständigt: nein

Mit freundlichen Grüßen
Mia Berg
""", [])
answer("claim-snail", ["claim-snail.eml"],
       ["Vertragsnummer:text", "Schadentag:date_ymd", "Uhrzeit:time", "Kennzeichen:text", "Schadenhöhe:currency", "Polizei verständigt:boolean"],
       [["KFZ-881204", "2025-07-05", "17:40", "OL-MB 771", 1284.5, False]])

mail("prices-snail", "s-nail", "Price list", """Our prices from August on are attached.
""", [("prices.csv", "Article,Price,Valid from\nOlive oil 5 l,41.90,2025-08-01\nSea salt 1 kg,2.15,2025-08-01\nCapers 720 g,8.40,2025-08-15\n")])
answer("prices-snail", ["prices-snail.eml"],
       ["Article:text", "Price:currency", "Valid from:date_dmy"],
       [["Olive oil 5 l", 41.9, "01/08/2025"], ["Sea salt 1 kg", 2.15, "01/08/2025"], ["Capers 720 g", 8.4, "15/08/2025"]])
