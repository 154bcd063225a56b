"""Layouts of office files, LaTeX and text. Each writes one file beside `stem` and says whether it shows personal data."""
import email.message, pathlib, shutil, subprocess, zipfile
from html import escape as e
from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.shared import Cm, Pt

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def study(edu, joint=", "):
    return edu["degree"] + (joint + edu["area"] if edu["area"] else "")


def sections(cv):
    """The lists at the end that all papers share."""
    return [(cv["h"]["lang"], [f"{a} ({b})" for a, b in cv["lang_"]]), (cv["h"]["cert"], [f"{a}, {b}" for a, b in cv["cert"]])]


def docx_tabs(cv, stem, _):
    """Word: headings are bold paragraphs, dates behind a tab, the contacts in the page header."""
    doc = Document()
    doc.sections[0].header.paragraphs[0].text = f"{cv['phone']} | {cv['mail']} | {cv['home']}" + "".join(" | " + url for url in cv["url"])

    def line(text, bold=False, size=11, right=None, italic=False, style=None):
        p = doc.add_paragraph(style=style)
        run = p.add_run(text)
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)
        if right:
            p.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT)
            p.add_run("\t" + right)
    line(cv["name"], True, 20)
    line(cv["label"], italic=True)
    for _, text in cv["pers"]:
        line(text)
    line(cv["h"]["about"], True, 13)
    line(cv["about"])
    line(cv["h"]["work"], True, 13)
    for w in cv["works"]:
        line(f"{w['firm']}, {w['place']}", True, right=w["when"])
        line(w["title"], italic=True)
        for deed in w["deeds"]:
            line(deed, style="List Bullet")
    line(cv["h"]["edu"], True, 13)
    for x in cv["edus"]:
        line(x["school"], True, right=x["when"])
        line(study(x), italic=True)
    line(cv["h"]["skill"], True, 13)
    line(", ".join(cv["skill"]))
    for text, values in sections(cv):
        line(text, True, 13)
        for value in values:
            line(value)
    doc.save(f"{stem}.docx")
    return True


def docx_table(cv, stem, _):
    """Word: a table of two columns sets a sidebar; inside, headings are capitals."""
    doc = Document()
    left, right = doc.add_table(rows=1, cols=2).rows[0].cells

    def fill(cell, lines):
        for text, bold in lines:
            cell.add_paragraph().add_run(text).bold = bold
    fill(left, [(cv["h"]["contact"].upper(), True), (cv["phone"], False), (cv["mail"], False), (cv["home"], False), *[(u, False) for u in cv["url"]], ("", False), (cv["h"]["skill"].upper(), True), *[(s, False) for s in cv["skill"]],
                *[line for text, values in sections(cv) for line in [("", False), (text.upper(), True), *[(v, False) for v in values]]]])
    right.paragraphs[0].add_run(cv["name"]).font.size = Pt(24)
    fill(right, [(cv["label"], False), (cv["h"]["about"].upper(), True), (cv["about"], False), (cv["h"]["work"].upper(), True)])
    for w in cv["works"]:
        fill(right, [(f"{w['title']} – {w['firm']}, {w['place']}", True), (w["when"], False), *[("• " + deed, False) for deed in w["deeds"]]])
    fill(right, [(cv["h"]["edu"].upper(), True)])
    for x in cv["edus"]:
        fill(right, [(f"{study(x)} – {x['school']}", True), (x["when"], False)])
    doc.save(f"{stem}.docx")
    return False


def tex(text):
    for mark in "&%#_$":
        text = text.replace(mark, "\\" + mark)
    return text.replace("’", "'").replace("–", "--").replace("—", "---")


def latex(cv, stem, temp, body, packages=""):
    source = temp / "cv.tex"
    source.write_text("\\documentclass[11pt,a4paper]{article}\\usepackage[T1]{fontenc}\\usepackage[utf8]{inputenc}\\usepackage{lmodern}\\usepackage[margin=2cm]{geometry}\\usepackage{array,tabularx,longtable}" + packages
                      + "\\pagestyle{empty}\\setlength{\\parindent}{0pt}\\begin{document}" + body + "\\end{document}", encoding="utf-8")
    subprocess.run(["pdflatex", "-interaction=nonstopmode", "-output-directory", str(temp), str(source)], stdout=subprocess.DEVNULL, timeout=120)
    shutil.copy(temp / "cv.pdf", f"{stem}.pdf")


def latex_rows(cv, stem, temp):
    """LaTeX: tabular* rows with the position left and the dates right, small capitals for headings."""
    def head(text):
        return f"\\vspace{{8pt}}{{\\large\\scshape {tex(text)}}}\\\\[-6pt]\\rule{{\\textwidth}}{{0.4pt}}\\\\"
    def row(left, right, style=("\\textbf", "")):
        return f"\\begin{{tabular*}}{{\\textwidth}}{{@{{}}l@{{\\extracolsep{{\\fill}}}}r@{{}}}}{style[0]}{{{tex(left)}}} & {tex(right)}\\\\\\end{{tabular*}}\\\\"
    def bullets(values):
        return "\\begin{itemize}\\setlength{\\itemsep}{0pt}" + "".join(f"\\item {tex(v)}" for v in values) + "\\end{itemize}"
    contact = " $|$ ".join(tex(t) for t in [cv["phone"], cv["mail"], *cv["url"], cv["home"]])
    body = f"\\begin{{center}}{{\\Huge\\scshape {tex(cv['name'])}}}\\\\\\vspace{{4pt}}\\small {contact}\\end{{center}}" + head(cv["h"]["about"]) + tex(cv["about"]) + "\\\\" + head(cv["h"]["work"])
    for w in cv["works"]:
        body += row(w["title"], w["when"]) + row(w["firm"], w["place"], ("\\textit", "")) + bullets(w["deeds"])
    body += head(cv["h"]["edu"])
    for x in cv["edus"]:
        body += row(x["school"], x["when"]) + f"\\textit{{{tex(study(x))}}}\\\\[4pt]"
    body += head(cv["h"]["skill"]) + tex(", ".join(cv["skill"])) + "\\\\"
    for text, values in sections(cv):
        body += head(text) + bullets(values)
    latex(cv, stem, temp, body)
    return False


def rtf_plain(cv, stem, _):
    """RTF as word processors save it: bold headings, dates in front."""
    def esc(text):
        return "".join(c if ord(c) < 128 and c not in "\\{}" else f"\\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}?" for c in text)
    out = ["{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}\\fs22"]
    def line(text, style=""):
        out.append(f"{{{style} {esc(text)}}}\\par")
    line(cv["name"], "\\b\\fs36")
    line(" • ".join([cv["home"], cv["phone"], cv["mail"], *cv["url"]]))
    for _, text in cv["pers"]:
        line(text)
    line(cv["h"]["about"], "\\b\\fs26")
    line(cv["about"])
    line(cv["h"]["work"], "\\b\\fs26")
    for w in cv["works"]:
        out.append(f"{{{esc(w['when'])}}}\\tab {{\\b {esc(w['title'])}}}, {esc(w['firm'])}, {esc(w['place'])}\\par")
        for deed in w["deeds"]:
            line("- " + deed)
    line(cv["h"]["edu"], "\\b\\fs26")
    for x in cv["edus"]:
        out.append(f"{{{esc(x['when'])}}}\\tab {{\\b {esc(study(x))}}}, {esc(x['school'])}\\par")
    line(cv["h"]["skill"], "\\b\\fs26")
    for skill in cv["skill"]:
        line("- " + skill)
    for text, values in sections(cv):
        line(text, "\\b\\fs26")
        line(", ".join(values))
    pathlib.Path(f"{stem}.rtf").write_text("\n".join(out) + "}", encoding="ascii")
    return True


def eml_text(cv, stem, _):
    """An e-mail whose body is the resume, wrapped and without any style."""
    lines = [cv["name"], cv["label"], "", f"{cv['mail']} / {cv['phone']}", cv["home"], *cv["url"], "", cv["h"]["about"] + ":", cv["about"], "", cv["h"]["work"] + ":"]
    for w in cv["works"]:
        lines += ["", f"{w['when']}: {w['title']}", f"{w['firm']}, {w['place']}", *["* " + deed for deed in w["deeds"]]]
    lines += ["", cv["h"]["edu"] + ":"] + [f"{x['when']}: {study(x)}, {x['school']}" for x in cv["edus"]] + ["", cv["h"]["skill"] + ":", ", ".join(cv["skill"])]
    for text, values in sections(cv):
        lines += ["", text + ":"] + values
    message = email.message.EmailMessage()
    message["From"], message["To"], message["Subject"] = cv["mail"], "jobs@example.com", "CV"
    message.set_content("\n".join(lines))
    pathlib.Path(f"{stem}.eml").write_bytes(bytes(message))
    return False


def odt_plain(cv, stem, _):
    """OpenDocument: heading paragraphs by style, a table for the work history."""
    def p(text, style="P"):
        return f'<text:p text:style-name="{style}">{e(text)}</text:p>'
    def row(a, b):
        return f"<table:table-row><table:table-cell>{a}</table:table-cell><table:table-cell>{b}</table:table-cell></table:table-row>"
    body = p(cv["name"], "Name") + p(cv["label"]) + p(f"{cv['mail']} · {cv['phone']}") + p(cv["home"]) + "".join(p(u) for u in cv["url"]) + "".join(p(t) for _, t in cv["pers"])
    body += p(cv["h"]["about"], "Head") + p(cv["about"]) + p(cv["h"]["work"], "Head") + "<table:table>"
    for w in cv["works"]:
        body += row(p(w["when"]), p(w["title"], "Bold") + p(f"{w['firm']}, {w['place']}") + "<text:list>" + "".join(f"<text:list-item>{p(d)}</text:list-item>" for d in w["deeds"]) + "</text:list>")
    body += "</table:table>" + p(cv["h"]["edu"], "Head") + "<table:table>" + "".join(row(p(x["when"]), p(study(x), "Bold") + p(x["school"])) for x in cv["edus"]) + "</table:table>"
    body += p(cv["h"]["skill"], "Head") + p(" | ".join(cv["skill"])) + "".join(p(text, "Head") + "".join(p(v) for v in values) for text, values in sections(cv))
    bold = ' fo:font-weight="bold"'
    styles = "".join(f'<style:style style:name="{n}" style:family="paragraph"><style:text-properties fo:font-size="{s}pt"{b}/></style:style>'
                     for n, s, b in [("P", 11, ""), ("Name", 22, bold), ("Head", 13, bold), ("Bold", 11, bold)])
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{u}:1.0"' for n, u in [("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("fo", "xsl-fo-compatible")])
    with zipfile.ZipFile(f"{stem}.odt", "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        z.writestr("content.xml", f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>")
        z.writestr("META-INF/manifest.xml", "<manifest/>")
    return True


def docx_boxes(cv, stem, _):
    """Word: contacts and skills in text boxes, contacts again in none; headings use a renamed style; footer with the mail."""
    doc = Document()
    doc.styles["Heading 1"].font.size = Pt(14)
    doc.add_paragraph(cv["name"], style="Title")

    def box(lines):
        inner = "".join(f"<w:p {W}><w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}<w:t>{e(text)}</w:t></w:r></w:p>" for text, bold in lines)
        doc.add_paragraph()._p.append(parse_xml(f'<w:r {W} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>'))
    box([(cv["h"]["contact"], True), (cv["phone"], False), (cv["home"], False), *[(u, False) for u in cv["url"]]])
    box([(cv["h"]["skill"], True), *[(s, False) for s in cv["skill"]]])
    doc.add_paragraph(cv["h"]["about"], style="Heading 1")
    doc.add_paragraph(cv["about"])
    doc.add_paragraph(cv["h"]["work"], style="Heading 1")
    for w in cv["works"]:
        doc.add_paragraph().add_run(w["title"]).bold = True
        doc.add_paragraph(f"{w['firm']} ({w['when']})")
        for deed in w["deeds"]:
            doc.add_paragraph(deed, style="List Bullet")
    doc.add_paragraph(cv["h"]["edu"], style="Heading 1")
    for x in cv["edus"]:
        doc.add_paragraph().add_run(study(x)).bold = True
        doc.add_paragraph(f"{x['school']} ({x['when']})")
    for text, values in sections(cv):
        doc.add_paragraph(text, style="Heading 1")
        for value in values:
            doc.add_paragraph(value, style="List Bullet")
    doc.sections[0].footer.paragraphs[0].text = cv["mail"]
    doc.save(f"{stem}.docx")
    return False


def latex_margin(cv, stem, temp):
    """LaTeX in the manner of banking CVs: a narrow left column for dates and labels."""
    def head(text):
        return f"\\section*{{{tex(text)}}}"
    def rows(pairs):
        return "\\begin{longtable}{@{}>{\\raggedleft}p{3.4cm}p{12.6cm}@{}}" + "".join(f"{tex(a)} & {b}\\\\[2pt]" for a, b in pairs) + "\\end{longtable}"
    body = f"{{\\Huge {tex(cv['name'])}}}\\hfill\\begin{{tabular}}[b]{{r@{{}}}}" + "\\\\".join(tex(t) for t in [cv["home"], cv["phone"], cv["mail"], *cv["url"]]) + "\\end{tabular}\\\\" + head(cv["h"]["about"]) + tex(cv["about"])
    body += head(cv["h"]["work"]) + rows((w["when"], f"\\textbf{{{tex(w['title'])}}}, \\textit{{{tex(w['firm'])}}}, {tex(w['place'])}. " + "\\newline ".join(tex(d) for d in w["deeds"])) for w in cv["works"])
    body += head(cv["h"]["edu"]) + rows((x["when"], f"\\textbf{{{tex(study(x))}}}, \\textit{{{tex(x['school'])}}}") for x in cv["edus"])
    body += head(cv["h"]["lang"]) + rows((a, tex(b)) for a, b in cv["lang_"]) + head(cv["h"]["cert"]) + rows((b, tex(a)) for a, b in cv["cert"]) + head(cv["h"]["skill"]) + tex("; ".join(cv["skill"]))
    latex(cv, stem, temp, body)
    return False


def html_file(cv, stem, _):
    """A web page saved to disk: definition lists and headings of every level."""
    jobs = "".join(f"<h3>{e(w['firm'])}</h3><p><em>{e(w['title'])}</em>, {e(w['when'])}</p><ul>{''.join(f'<li>{e(d)}</li>' for d in w['deeds'])}</ul>" for w in cv["works"])
    edus = "".join(f"<h3>{e(x['school'])}</h3><p><em>{e(study(x))}</em>, {e(x['when'])}</p>" for x in cv["edus"])
    rest = "".join(f"<h2>{e(text)}</h2><ul>{''.join(f'<li>{e(v)}</li>' for v in values)}</ul>" for text, values in sections(cv))
    pathlib.Path(f"{stem}.html").write_text(f"<!doctype html><html lang={cv['lang']}><meta charset=utf-8><body><h1>{e(cv['name'])}</h1><p>{e(cv['label'])}<br><a href='mailto:{cv['mail']}'>{cv['mail']}</a><br>{e(cv['phone'])}<br>{e(cv['home'])}{''.join('<br>' + e(u) for u in cv['url'])}</p><p>{'<br>'.join(e(t) for _, t in cv['pers'])}</p>"
        f"<h2>{e(cv['h']['about'])}</h2><p>{e(cv['about'])}</p><h2>{e(cv['h']['work'])}</h2>{jobs}<h2>{e(cv['h']['edu'])}</h2>{edus}<h2>{e(cv['h']['skill'])}</h2><ul>{''.join(f'<li>{e(s)}</li>' for s in cv['skill'])}</ul>{rest}</body></html>", encoding="utf-8")
    return True


PAPERS = [docx_tabs, eml_text, docx_table, latex_rows, rtf_plain, odt_plain, docx_boxes, latex_margin, html_file]
