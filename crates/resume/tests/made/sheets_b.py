"""More layouts printed by Chromium and written as text, a third set."""
import pathlib, textwrap
from html import escape as e
from pages import page, items, CJK
from docx import Document
from docx.shared import Cm, Pt
from sheets import study, langs, certs, PERS

REF = {"en": ("References", "Projects", "Volunteering", "Key achievements"), "de": ("Referenzen", "Projekte", "Ehrenamt", "Erfolge"), "fr": ("Références", "Projets", "Bénévolat", "Réalisations"), "es": ("Referencias", "Proyectos", "Voluntariado", "Logros"),
       "pt": ("Referências", "Projetos", "Voluntariado", "Resultados"), "it": ("Referenze", "Progetti", "Volontariato", "Risultati"), "nl": ("Referenties", "Projecten", "Vrijwilligerswerk", "Resultaten"), "zh": ("推荐人", "项目经历", "志愿服务", "主要业绩")}


def meta(cv):
    """Position in bold; employer, place and period on one grey line with bars; skills in two labelled groups; projects, volunteering and a referee of others."""
    h, more = cv["h"], REF[cv["lang"]]
    jobs = "".join(f"<h3>{e(w['title'])}</h3><p class=d>{e(w['firm'])} | {e(w['place'])} | {e(w['when'])}</p><ul>{items(w['deeds'])}</ul>" for w in cv["works"])
    edus = "".join(f"<h3>{study(x)}</h3><p class=d>{e(x['school'])} | {e(x['when'])}</p>" for x in cv["edus"])
    half = len(cv["skill"]) // 2
    groups = {"en": ("Core", "Other"), "de": ("Kern", "Weitere"), "fr": ("Métier", "Autres"), "es": ("Clave", "Otras"), "pt": ("Principais", "Outras"), "it": ("Principali", "Altre"), "nl": ("Kern", "Overig"), "zh": ("核心", "其他")}[cv["lang"]]
    body = (f"<h1>{e(cv['name'])}</h1><p class=l>{e(cv['label'])}</p><p>{e(cv['phone'])} | {e(cv['mail'])} | {e(cv['home'])}</p>{''.join(f'<p>{e(u)}</p>' for u in cv['url'])}<h2>{e(h['about'])}</h2><p>{e(cv['about'])}</p><h2>{e(h['work'])}</h2>{jobs}<h2>{e(h['edu'])}</h2>{edus}"
            f"<h2>{e(h['skill'])}</h2><p><b>{groups[0]}:</b> {e(', '.join(cv['skill'][:half]))}</p><p><b>{groups[1]}:</b> {e(', '.join(cv['skill'][half:]))}</p><h2>{e(more[1])}</h2><h3>Lighthouse</h3><p class=d>2020 – 2021</p><ul><li>https://lighthouse.example.net</li></ul>"
            f"<h2>{e(h['lang'])}</h2><p>{e(', '.join(langs(cv, ' – ')))}</p><h2>{e(h['cert'])}</h2>{''.join(f'<p>{e(c)}</p>' for c in certs(cv, ' | '))}<h2>{e(more[2])}</h2><p>2018 – 2019 Red Kite Shelter</p><h2>{e(more[0])}</h2><p>Amal Lindqvist, +46 70 174 06 05</p>")
    return page(cv, f"""@page{{margin:16mm 18mm}} body{{font-family:Carlito,'DejaVu Sans',{CJK};font-size:10.5pt}} h1{{font-size:24pt}} .l{{font-size:13pt;color:#444}} h2{{font-size:13pt;color:#7b241c;border-bottom:.6pt solid #7b241c;margin:10pt 0 4pt}} h3{{font-size:10.5pt;margin-top:5pt}} .d{{color:#666}} ul{{list-style:disc;padding-left:14pt}}""", body), {PERS}


def compact(cv):
    """One line for each position: period, position, employer with the place in brackets; nothing about what was done."""
    h = cv["h"]
    jobs = "".join(f"<p>{e(w['when'])}: {e(w['title'])}, {e(w['firm'])} ({e(w['place'])})</p>" for w in cv["works"])
    edus = "".join(f"<p>{e(x['when'])}: {study(x)}, {e(x['school'])}</p>" for x in cv["edus"])
    body = (f"<h1>{e(cv['name'])}</h1><p>{e(cv['home'])} – {e(cv['phone'])} – {e(cv['mail'])}</p><h2>{e(h['about'])}</h2><p>{e(cv['about'])}</p><h2>{e(h['work'])}</h2>{jobs}<h2>{e(h['edu'])}</h2>{edus}<h2>{e(h['skill'])}</h2><p>{e(', '.join(cv['skill']))}</p>"
            f"<h2>{e(h['lang'])}</h2><p>{e(', '.join(f'{a} ({b})' for a, b in cv['lang_']))}</p><h2>{e(h['cert'])}</h2><p>{e('; '.join(certs(cv)))}</p>{''.join(f'<p>{e(t)}</p>' for _, t in cv['pers'])}")
    return page(cv, f"""@page{{margin:24mm}} body{{font-family:'Liberation Serif','DejaVu Serif',{CJK};font-size:11pt}} h1{{font-size:18pt}} h2{{font-size:11pt;font-weight:700;margin:10pt 0 2pt}}""", body), {"url", "label", PERS}


def firmline(cv):
    """"Employer (place) – position" bold, the period at the right; a label for achievements inside of each entry."""
    h, more = cv["h"], REF[cv["lang"]]
    jobs = "".join(f"<div class=r><b>{e(w['firm'])} ({e(w['place'])}) – {e(w['title'])}</b><span>{e(w['when'])}</span></div><p class=k>{e(more[3])}:</p><ul>{items(w['deeds'])}</ul>" for w in cv["works"])
    edus = "".join(f"<div class=r><b>{e(x['school'])} – {study(x)}</b><span>{e(x['when'])}</span></div>" for x in cv["edus"])
    body = (f"<div class=r><h1>{e(cv['name'])}</h1><span>{e(cv['mail'])}<br>{e(cv['phone'])}<br>{e(cv['home'])}</span></div><h2>{e(h['about'])}</h2><p>{e(cv['about'])}</p><h2>{e(h['work'])}</h2>{jobs}<h2>{e(h['edu'])}</h2>{edus}<h2>{e(h['skill'])}</h2><div class=g>{items(cv['skill'], 'span')}</div>"
            f"<h2>{e(h['lang'])}</h2><ul>{items(langs(cv, ', '))}</ul><h2>{e(h['cert'])}</h2><ul>{items(certs(cv, ' – '))}</ul>")
    return page(cv, f"""@page{{margin:17mm}} body{{font-family:'Liberation Sans','DejaVu Sans',{CJK};font-size:10pt}} .r{{display:flex;justify-content:space-between;gap:8mm}} h1{{font-size:22pt}} h2{{font-size:12pt;background:#eee;padding:2pt 4pt;margin:9pt 0 4pt}} .k{{font-style:italic;color:#555}} .g{{display:grid;grid-template-columns:1fr 1fr 1fr}} ul{{list-style:disc;padding-left:14pt}}""", body), {PERS, "url", "label"}


def frontpage(cv):
    """A dark sidebar on the first page only; the work begins there and goes on over the full width of the second."""
    h = cv["h"]
    def job(w):
        return f"<h3>{e(w['title'])}</h3><p class=f>{e(w['firm'])}, {e(w['place'])}</p><p class=d>{e(w['when'])}</p><ul>{items(w['deeds'])}</ul>"
    edus = "".join(f"<h3>{study(x)}</h3><p class=f>{e(x['school'])}</p><p class=d>{e(x['when'])}</p>" for x in cv["edus"])
    side = (f"<h2>{e(h['contact'])}</h2><p>{e(cv['phone'])}</p><p>{e(cv['mail'])}</p><p>{e(cv['home'])}</p>{''.join(f'<p>{e(u)}</p>' for u in cv['url'])}<h2>{e(h['skill'])}</h2><ul>{items(cv['skill'])}</ul><h2>{e(h['lang'])}</h2>{''.join(f'<p>{e(a)}<br><small>{e(b)}</small></p>' for a, b in cv['lang_'])}")
    body = (f"<main><aside>{side}</aside><div><h1>{e(cv['name'])}</h1><p>{e(cv['label'])}</p><h2>{e(h['about'])}</h2><p>{e(cv['about'])}</p><h2>{e(h['work'])}</h2>{job(cv['works'][0])}</div></main>"
            f"<div class=w><p class=d>{e(cv['name'])} – 2</p>{''.join(job(w) for w in cv['works'][1:])}<h2>{e(h['edu'])}</h2>{edus}<h2>{e(h['cert'])}</h2><ul>{items(certs(cv))}</ul></div>")
    return page(cv, f"""body{{font-family:Roboto,Lato,{CJK};font-size:10pt}} main{{display:grid;grid-template-columns:60mm 1fr;height:297mm}} aside{{background:#1b2631;color:#eee;padding:14mm 7mm}} aside p{{overflow-wrap:anywhere}} main>div,.w{{padding:14mm 12mm}} .w{{break-before:page}} h1{{font-size:24pt;line-height:1.1}}
h2{{font-size:12pt;letter-spacing:.06em;text-transform:uppercase;margin:11pt 0 4pt}} h3{{font-size:10.5pt;margin-top:6pt}} .f{{color:#2e86c1}} .d{{color:#888;font-size:9pt}} main>div li:before,.w li:before{{content:'• '}}""", body), {PERS}


def above(cv):
    """The period above each head in small type, employer in small capitals under the position; contacts at the foot of the page."""
    h = cv["h"]
    jobs = "".join(f"<p class=d>{e(w['when'])}</p><h3>{e(w['title'])}</h3><p class=f>{e(w['firm'])} – {e(w['place'])}</p><p>{e('. '.join(w['deeds']))}.</p>" for w in cv["works"])
    edus = "".join(f"<p class=d>{e(x['when'])}</p><h3>{study(x)}</h3><p class=f>{e(x['school'])}</p>" for x in cv["edus"])
    body = (f"<h1>{e(cv['name'])}</h1><h4>{e(cv['label'])}</h4><p class=a>{e(cv['about'])}</p><h2>{e(h['work'])}</h2>{jobs}<h2>{e(h['edu'])}</h2>{edus}<h2>{e(h['skill'])}</h2><p>{e(' · '.join(cv['skill']))}</p><h2>{e(h['lang'])}</h2><p>{e(' · '.join(langs(cv, ' ')))}</p><h2>{e(h['cert'])}</h2>{''.join(f'<p>{e(c)}</p>' for c in certs(cv, ' '))}"
            f"<footer>{e(cv['phone'])} &nbsp; {e(cv['mail'])} &nbsp; {e(cv['home'])} {e(' '.join(cv['url']))}</footer>")
    return page(cv, f"""body{{font-family:'EB Garamond','DejaVu Serif',{CJK};font-size:11pt;padding:18mm 24mm;position:relative;min-height:290mm}} h1{{font-size:30pt;font-weight:400}} h4{{margin:0;font-weight:400;font-style:italic}} .a{{margin:10pt 0}} h2{{font-size:14pt;color:#145a32;margin:12pt 0 2pt}} h3{{font-size:11.5pt}} .d{{font-size:8.5pt;color:#777;margin-top:6pt}} .f{{font-variant:small-caps}}
footer{{position:absolute;bottom:8mm;left:24mm;right:24mm;border-top:.5pt solid;font-size:9pt;text-align:center}}""", body), {PERS}


def letter(cv, stem, temp):
    """The body of an e-mail: a greeting, the record in paragraphs with colons for headings, a farewell."""
    hello = {"en": ("Dear hiring team,", "Kind regards,"), "de": ("Sehr geehrte Damen und Herren,", "Mit freundlichen Grüßen"), "fr": ("Madame, Monsieur,", "Cordialement,"), "es": ("Estimados señores:", "Un saludo,"), "pt": ("Prezados senhores,", "Atenciosamente,"), "it": ("Gentili signori,", "Cordiali saluti"), "nl": ("Geachte heer, mevrouw,", "Met vriendelijke groet,"), "zh": ("您好：", "此致")}[cv["lang"]]
    h = cv["h"]
    out = [hello[0], "", *textwrap.wrap(cv["about"], 72), "", h["work"] + ":", ""]
    for w in cv["works"]:
        out += [f"{w['title']} at {w['firm']}, {w['place']}" if cv["lang"] == "en" else f"{w['title']}, {w['firm']}, {w['place']}", w["when"], *["- " + d for d in w["deeds"]], ""]
    out += [h["edu"] + ":", ""] + [f"{x['when']} {study_text(x)}, {x['school']}" for x in cv["edus"]]
    out += ["", h["skill"] + ": " + ", ".join(cv["skill"]), h["lang"] + ": " + ", ".join(f"{a} ({b})" for a, b in cv["lang_"]), h["cert"] + ": " + ", ".join(a for a, _ in cv["cert"]), "", hello[1], "", cv["name"], cv["home"], cv["phone"], cv["mail"]]
    pathlib.Path(f"{stem}.txt").write_text("\n".join(out), encoding="utf-8")
    return {"personal", "url", "label"}


def study_text(x):
    return x["degree"] + (", " + x["area"] if x["area"] else "")


def docx_form(cv, stem, temp):
    """Word: one table with labels and values, four cells a row for the person; then a row for each section with its heading in the first cell."""
    doc = Document()
    l = {"en": ("Name", "Phone", "E-mail", "Address"), "de": ("Name", "Telefon", "E-Mail", "Anschrift"), "fr": ("Nom", "Téléphone", "E-mail", "Adresse"), "es": ("Nombre", "Teléfono", "Correo", "Dirección"), "pt": ("Nome", "Telefone", "E-mail", "Endereço"), "it": ("Nome", "Telefono", "E-mail", "Indirizzo"), "nl": ("Naam", "Telefoon", "E-mail", "Adres"), "zh": ("姓名", "电话", "邮箱", "地址")}[cv["lang"]]
    t = doc.add_table(rows=0, cols=4)
    pairs = list(zip(l, [cv["name"], cv["phone"], cv["mail"], cv["home"]]))
    for (a, b), (c, d) in zip(pairs[::2], pairs[1::2]):
        for cell, text in zip(t.add_row().cells, (a, b, c, d)):
            cell.text = text
    t = doc.add_table(rows=0, cols=2)
    def row(head, lines):
        a, b = t.add_row().cells
        a.paragraphs[0].add_run(head).bold = True
        for at, (text, bold) in enumerate(lines):
            p = b.paragraphs[0] if at == 0 else b.add_paragraph()
            p.add_run(text).bold = bold
    row(cv["h"]["work"], [line for w in cv["works"] for line in [(f"{w['when']}  {w['firm']}", True), (w["title"], False), *[("- " + d, False) for d in w["deeds"]]]])
    row(cv["h"]["edu"], [line for x in cv["edus"] for line in [(f"{x['when']}  {x['school']}", True), (study_text(x), False)]])
    row(cv["h"]["skill"], [(s, False) for s in cv["skill"]])
    row(cv["h"]["lang"], [(f"{a} {b}", False) for a, b in cv["lang_"]])
    row(cv["h"]["cert"], [(f"{a} {b}", False) for a, b in cv["cert"]])
    row(cv["h"]["about"], [(cv["about"], False)])
    doc.save(f"{stem}.docx")
    return {"personal", "url", "label"}


def docx_tabbed(cv, stem, temp):
    """Word: period, then a tab and the position in bold, a comma and the employer; the place under it; headings in capitals, bold, of the same size."""
    doc = Document()
    def line(text, bold=False):
        p = doc.add_paragraph()
        p.paragraph_format.space_after = Pt(0)
        p.add_run(text).bold = bold
        return p
    line(cv["name"], True)
    for text in [cv["home"], cv["phone"], cv["mail"]]:
        line(text)
    def head(text):
        line("")
        line(text.upper(), True)
    head(cv["h"]["about"]); line(cv["about"])
    head(cv["h"]["work"])
    for w in cv["works"]:
        p = line(w["when"] + "\t")
        p.add_run(w["title"]).bold = True
        p.add_run(", " + w["firm"])
        line("\t" + w["place"])
        for d in w["deeds"]:
            line("\t• " + d)
    head(cv["h"]["edu"])
    for x in cv["edus"]:
        p = line(x["when"] + "\t")
        p.add_run(study_text(x)).bold = True
        p.add_run(", " + x["school"])
    head(cv["h"]["skill"]); line(", ".join(cv["skill"]))
    head(cv["h"]["lang"])
    for a, b in cv["lang_"]:
        line(f"{a}\t{b}")
    head(cv["h"]["cert"])
    for a, b in cv["cert"]:
        line(f"{b}\t{a}")
    doc.save(f"{stem}.docx")
    return {"personal", "url", "label"}


SHEETS = [meta, compact, firmline, frontpage, above]
FILES = [letter, docx_form, docx_tabbed]
