"""Office files, LaTeX and text, a second set. Each writes one file beside `stem` and says what of the person it leaves out."""
import pathlib, shutil, subprocess, textwrap
from html import escape as e
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.shared import Cm, Pt, RGBColor
from papers import latex, tex

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def study(x, joint=", "):
    return x["degree"] + (joint + x["area"] if x["area"] else "")


def office(source, kind, target, temp):
    """LibreOffice turns a file into another format."""
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{temp}/office", "--convert-to", kind, "--outdir", str(temp), str(source)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120, check=True)
    shutil.copy(temp / (pathlib.Path(source).stem + "." + kind.split(":")[0]), target)


def styled(cv, path):
    """Word: the name only in the page header, capitals; heading styles; position and dates at a right tab, employer in italics."""
    doc = Document()
    head = doc.sections[0].header.paragraphs[0]
    head.text, head.alignment = cv["name"].upper(), WD_ALIGN_PARAGRAPH.RIGHT
    doc.sections[0].footer.paragraphs[0].text = f"{cv['mail']}  ·  {cv['phone']}"
    def line(text, style=None, **look):
        p = doc.add_paragraph(style=style)
        run = p.add_run(text)
        for key, value in look.items():
            setattr(run, key, value)
        return p
    line(cv["label"], bold=True)
    line(f"{cv['home']}")
    for u in cv["url"]:
        line(u)
    for key, fill in (("about", lambda: line(cv["about"])), ("work", None), ("edu", None)):
        line(cv["h"][key], "Heading 1")
        if fill:
            fill()
        for w in cv["works"] if key == "work" else cv["edus"] if key == "edu" else []:
            p = line(w["title"] if key == "work" else study(w), bold=True)
            p.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT)
            p.add_run("\t" + w["when"])
            line(f"{w['firm']}, {w['place']}" if key == "work" else w["school"], italic=True)
            for deed in w.get("deeds", []):
                line(deed, "List Bullet")
    line(cv["h"]["skill"], "Heading 1")
    for skill in cv["skill"]:
        line(skill, "List Bullet")
    line(cv["h"]["lang"], "Heading 1")
    for a, b in cv["lang_"]:
        line(f"{a}: {b}")
    line(cv["h"]["cert"], "Heading 1")
    for a, b in cv["cert"]:
        line(f"{b}: {a}")
    if cv["pers"]:
        line(cv["h"]["personal"], "Heading 1")
        for _, text in cv["pers"]:
            line(text)
    doc.save(path)


def docx_head(cv, stem, temp):
    styled(cv, f"{stem}.docx")
    return set()


def office_pdf(cv, stem, temp):
    """The same printed by LibreOffice."""
    styled(cv, temp / "a.docx")
    office(temp / "a.docx", "pdf", f"{stem}.pdf", temp)
    return set()


def three_cells(cv, path):
    """Word: a table of three columns for work (period, position over employer, place), of two for the rest; no heading styles."""
    doc = Document()
    def line(text, bold=False, size=11, into=doc):
        p = into.add_paragraph()
        r = p.add_run(text)
        r.bold, r.font.size = bold, Pt(size)
        return p
    line(cv["name"], True, 22)
    line(cv["label"], size=13)
    t = doc.add_table(rows=0, cols=2)
    for a, b in zip("TEA", [cv["phone"], cv["mail"], cv["home"]]):
        cells = t.add_row().cells
        cells[0].text, cells[1].text = a + ":", b
    line(cv["h"]["about"], True, 14)
    line(cv["about"])
    line(cv["h"]["work"], True, 14)
    t = doc.add_table(rows=0, cols=3)
    for w in cv["works"]:
        a, b, c = t.add_row().cells
        a.text, c.text = w["when"], w["place"]
        b.paragraphs[0].add_run(w["title"]).bold = True
        line(w["firm"], into=b)
        for deed in w["deeds"]:
            line("- " + deed, into=b)
    line(cv["h"]["edu"], True, 14)
    t = doc.add_table(rows=0, cols=3)
    for x in cv["edus"]:
        a, b, c = t.add_row().cells
        a.text = x["when"]
        b.paragraphs[0].add_run(study(x)).bold = True
        line(x["school"], into=b)
    line(cv["h"]["skill"], True, 14)
    t = doc.add_table(rows=0, cols=2)
    for one, two in zip(cv["skill"][::2], cv["skill"][1::2] + [""]):
        cells = t.add_row().cells
        cells[0].text, cells[1].text = one, two
    line(cv["h"]["lang"], True, 14)
    t = doc.add_table(rows=0, cols=2)
    for a, b in cv["lang_"]:
        cells = t.add_row().cells
        cells[0].text, cells[1].text = a, b
    line(cv["h"]["cert"], True, 14)
    for a, b in cv["cert"]:
        line(f"{a} ({b})")
    doc.save(path)


def docx_cells(cv, stem, temp):
    three_cells(cv, f"{stem}.docx")
    return {"personal", "url"}


def rtf_office(cv, stem, temp):
    """The same as RTF by LibreOffice."""
    three_cells(cv, temp / "b.docx")
    office(temp / "b.docx", "rtf", f"{stem}.rtf", temp)
    return {"personal", "url"}


def txt_form(cv, stem, temp):
    """Plain text for application forms: capitals for headings, employer with place, dates far right, position under it, stars."""
    out = [cv["name"].upper(), cv["home"], f"{cv['phone']} * {cv['mail']}", *cv["url"], "", cv["h"]["about"].upper(), *textwrap.wrap(cv["about"], 76), "", cv["h"]["work"].upper()]
    for w in cv["works"]:
        left = f"{w['firm']}, {w['place']}"
        out += ["", left + " " * max(4, 76 - len(left) - len(w["when"])) + w["when"], w["title"], *["  * " + d for d in w["deeds"]]]
    out += ["", cv["h"]["edu"].upper()]
    for x in cv["edus"]:
        out += [x["school"] + " " * max(4, 76 - len(x["school"]) - len(x["when"])) + x["when"], study(x)]
    out += ["", cv["h"]["skill"].upper(), *textwrap.wrap(", ".join(cv["skill"]), 76), "", cv["h"]["lang"].upper(), *[f"{a} ({b})" for a, b in cv["lang_"]], "", cv["h"]["cert"].upper(), *[f"{a}, {b}" for a, b in cv["cert"]]]
    pathlib.Path(f"{stem}.txt").write_text("\n".join(out), encoding="utf-8")
    return {"personal", "label"}


def txt_rules(cv, stem, temp):
    """Plain text with ruled headings; "Position | Employer | Place", the period in its own line, dashes for deeds."""
    def head(text):
        return ["", text, "-" * max(4, len(text)), ""]
    out = [cv["name"], cv["label"], "", f"E: {cv['mail']}", f"T: {cv['phone']}", f"A: {cv['home']}", *[f"W: {u}" for u in cv["url"]], *head(cv["h"]["about"]), *textwrap.wrap(cv["about"], 70), *head(cv["h"]["work"])]
    for w in cv["works"]:
        out += [f"{w['title']} | {w['firm']} | {w['place']}", w["when"], *[f"- {d}" for d in w["deeds"]], ""]
    out += head(cv["h"]["edu"])[1:]
    for x in cv["edus"]:
        out += [f"{study(x)} | {x['school']}", x["when"], ""]
    out += head(cv["h"]["skill"])[1:] + [f"- {s}" for s in cv["skill"]] + head(cv["h"]["lang"]) + [f"- {a}: {b}" for a, b in cv["lang_"]] + head(cv["h"]["cert"]) + [f"- {a} ({b})" for a, b in cv["cert"]]
    if cv["pers"]:
        out += head(cv["h"]["personal"]) + [t for _, t in cv["pers"]]
    pathlib.Path(f"{stem}.txt").write_text("\n".join(out), encoding="utf-8")
    return set()


def moderncv(cv, stem, temp):
    """LaTeX in the manner of moderncv: coloured rules at the left of headings, dates at the left, position bold, employer slanted, place."""
    def head(text):
        return f"\\vspace{{9pt}}\\noindent\\makebox[3cm][r]{{\\textcolor{{blue}}{{\\rule{{2.4cm}}{{4pt}}}}\\hspace*{{3mm}}}}{{\\Large\\sffamily\\textcolor{{blue}}{{{tex(text)}}}}}\\\\[4pt]"
    def row(a, b):
        return f"\\noindent\\begin{{tabular}}{{@{{}}>{{\\raggedleft\\small}}p{{2.8cm}}@{{\\hspace{{4mm}}}}p{{13.2cm}}@{{}}}}{tex(a)} & {b}\\end{{tabular}}\\\\[3pt]"
    body = f"\\noindent{{\\fontsize{{30}}{{34}}\\sffamily\\selectfont {tex(cv['name'])}}}\\hfill\\parbox[b]{{6cm}}{{\\raggedleft\\small\\itshape {tex(cv['home'])}\\\\ {tex(cv['phone'])}\\\\ {tex(cv['mail'])}{''.join(chr(92) * 2 + ' ' + tex(u) for u in cv['url'])}}}\\\\[4pt]{{\\large\\itshape {tex(cv['label'])}}}\\\\"
    body += head(cv["h"]["about"]) + row("", tex(cv["about"])) + head(cv["h"]["work"])
    for w in cv["works"]:
        body += row(w["when"], f"\\textbf{{{tex(w['title'])}}}, \\textit{{{tex(w['firm'])}}}, {tex(w['place'])}.\\newline{{\\small " + "\\newline ".join("-- " + tex(d) for d in w["deeds"]) + "}")
    body += head(cv["h"]["edu"]) + "".join(row(x["when"], f"\\textbf{{{tex(study(x))}}}, \\textit{{{tex(x['school'])}}}.") for x in cv["edus"])
    body += head(cv["h"]["lang"]) + "".join(row(a, tex(b)) for a, b in cv["lang_"]) + head(cv["h"]["skill"]) + row("", tex(", ".join(cv["skill"]))) + head(cv["h"]["cert"]) + "".join(row(b, tex(a)) for a, b in cv["cert"])
    latex(cv, stem, temp, body, "\\usepackage{xcolor}")
    return {"personal"}


def html_spans(cv, stem, temp):
    """A web page of bare divisions and spans, without any heading element; styles by class only."""
    def head(text):
        return f"<div class=sec>{e(text)}</div>"
    jobs = "".join(f"<div class=job><span class=ti>{e(w['title'])}</span><br><span class=co>{e(w['firm'])}</span> – <span>{e(w['place'])}</span><br><span class=da>{e(w['when'])}</span><div>{e('. '.join(w['deeds']))}.</div></div>" for w in cv["works"])
    edus = "".join(f"<div class=job><span class=ti>{e(study(x))}</span><br><span class=co>{e(x['school'])}</span><br><span class=da>{e(x['when'])}</span></div>" for x in cv["edus"])
    return (f"<!doctype html><html lang={cv['lang']}><meta charset=utf-8><title>CV</title><style>.sec{{font-weight:bold;font-size:15px;margin-top:20px}}.ti{{font-weight:bold}}.na{{font-size:26px}}</style><body><div class=na>{e(cv['name'])}</div><div>{e(cv['label'])}</div><div>{e(cv['mail'])} · {e(cv['phone'])} · {e(cv['home'])}{''.join(' · ' + e(u) for u in cv['url'])}</div>"
            f"{head(cv['h']['about'])}<div>{e(cv['about'])}</div>{head(cv['h']['work'])}{jobs}{head(cv['h']['edu'])}{edus}{head(cv['h']['skill'])}<div>{e(', '.join(cv['skill']))}</div>{head(cv['h']['lang'])}{''.join(f'<div>{e(a)}, {e(b)}</div>' for a, b in cv['lang_'])}{head(cv['h']['cert'])}{''.join(f'<div>{e(a)}, {e(b)}</div>' for a, b in cv['cert'])}</body></html>")


def html_divs(cv, stem, temp):
    pathlib.Path(f"{stem}.html").write_text(html_spans(cv, stem, temp), encoding="utf-8")
    return {"personal"}


def odt_office(cv, stem, temp):
    """OpenDocument saved by LibreOffice from the tables of `three_cells`."""
    three_cells(cv, temp / "c.docx")
    office(temp / "c.docx", "odt", f"{stem}.odt", temp)
    return {"personal", "url"}


def docx_side(cv, stem, temp):
    """Word: a table sets a sidebar at the right; headings there are bold and coloured; the main column leads with name and label."""
    doc = Document()
    main, side = doc.add_table(rows=1, cols=2).rows[0].cells
    def line(cell, text, bold=False, size=10.5, colour=None):
        r = cell.add_paragraph().add_run(text)
        r.bold, r.font.size = bold, Pt(size)
        if colour:
            r.font.color.rgb = RGBColor(*colour)
    blue = (0x1F, 0x4E, 0x79)
    line(main, cv["name"], True, 20)
    line(main, cv["label"])
    line(main, cv["h"]["work"], True, 13, blue)
    for w in cv["works"]:
        line(main, w["when"])
        line(main, f"{w['title']}", True)
        line(main, f"{w['firm']} | {w['place']}")
        for d in w["deeds"]:
            line(main, "– " + d)
    line(main, cv["h"]["edu"], True, 13, blue)
    for x in cv["edus"]:
        line(main, x["when"])
        line(main, study(x), True)
        line(main, x["school"])
    line(side, cv["h"]["contact"], True, 13, blue)
    for t in [cv["mail"], cv["phone"], cv["home"], *cv["url"]]:
        line(side, t)
    line(side, cv["h"]["about"], True, 13, blue)
    line(side, cv["about"])
    line(side, cv["h"]["skill"], True, 13, blue)
    for s in cv["skill"]:
        line(side, s)
    line(side, cv["h"]["lang"], True, 13, blue)
    for a, b in cv["lang_"]:
        line(side, f"{a} | {b}")
    line(side, cv["h"]["cert"], True, 13, blue)
    for a, b in cv["cert"]:
        line(side, f"{a} ({b})")
    doc.save(f"{stem}.docx")
    return {"personal"}


FILES = [docx_head, txt_form, docx_cells, rtf_office, office_pdf, txt_rules]
ASIDE = [docx_side, moderncv, html_divs, odt_office, txt_rules, office_pdf]
