"""Layouts printed by Chromium, a second set. Each returns the page, and what of the person it leaves out."""
from html import escape as e
from pages import page, items, CJK

PERS = "personal"


def study(x, joint=", "):
    return e(x["degree"] + (joint + x["area"] if x["area"] else ""))


def langs(cv, joint=" – "):
    return [f"{a}{joint}{b}" for a, b in cv["lang_"]]


def certs(cv, joint=", "):
    return [f"{a}{joint}{b}" for a, b in cv["cert"]]


def grouped(works):
    """Works with the same firm one after the other stand together."""
    found = []
    for w in works:
        if found and found[-1][0]["firm"] == w["firm"]:
            found[-1].append(w)
        else:
            found.append([w])
    return found


def timeline(cv):
    """A line with dots at the left; dates hang beside it; position, then employer and place with a comma; a running head."""
    def row(when, top, under, deeds=()):
        return f"<div class=t><div class=w>{e(when)}</div><div class=b><h3>{e(top)}</h3><p class=f>{e(under)}</p>{''.join(f'<p>– {e(d)}</p>' for d in deeds)}</div></div>"
    jobs = "".join(row(w["when"], w["title"], f"{w['firm']}, {w['place']}", w["deeds"]) for w in cv["works"])
    edus = "".join(f"<div class=t><div class=w>{e(x['when'])}</div><div class=b><h3>{study(x)}</h3><p class=f>{e(x['school'])}</p></div></div>" for x in cv["edus"])
    h = cv["h"]
    body = (f"<h1>{e(cv['name'])}</h1><p class=l>{e(cv['label'])}</p><p class=k>{e(cv['home'])} &nbsp;|&nbsp; {e(cv['phone'])} &nbsp;|&nbsp; {e(cv['mail'])}{''.join(' &nbsp;|&nbsp; ' + e(u) for u in cv['url'])}</p>"
            f"<h2>{e(h['about'])}</h2><p>{e(cv['about'])}</p><h2>{e(h['work'])}</h2>{jobs}<h2 class=n>{e(h['edu'])}</h2>{edus}"
            f"<h2>{e(h['skill'])}</h2><p>{e(' / '.join(cv['skill']))}</p><h2>{e(h['lang'])}</h2><p>{e(', '.join(f'{a} ({b})' for a, b in cv['lang_']))}</p><h2>{e(h['cert'])}</h2>{''.join(f'<p>{e(c)}</p>' for c in certs(cv, ' · '))}")
    return page(cv, f"""@page{{margin:18mm 16mm;@top-right{{content:"{cv['name']} – CV";font-size:8pt;color:#888}}@bottom-center{{content:counter(page) " / " counter(pages);font-size:8pt}}}}
body{{font-family:Carlito,'DejaVu Sans',{CJK};font-size:10.5pt}} h1{{font-size:24pt;color:#0b5345}} .l{{font-size:12pt;color:#666}} .k{{font-size:9pt;margin-bottom:8pt}}
h2{{font-size:13pt;color:#0b5345;margin:12pt 0 5pt}} .n{{break-before:page}} .t{{display:grid;grid-template-columns:44mm 1fr}} .w{{color:#555;padding-right:6mm}} .b{{border-left:1.5pt solid #0b5345;padding:0 0 9pt 6mm}}
h3{{font-size:10.5pt}} .f{{color:#0b5345;font-style:italic}}""", body), {PERS}


def sideicons(cv):
    """A tinted rail at the right with pictograms for labels and rated skills; the employer leads, dates under it."""
    h = cv["h"]
    jobs = "".join(f"<h3>{e(w['firm'])}</h3><h4>{e(w['title'])}</h4><p class=d>{e(w['when'])} | {e(w['place'])}</p><ul>{items(w['deeds'])}</ul>" for w in cv["works"])
    edus = "".join(f"<h3>{e(x['school'])}</h3><h4>{study(x, ' – ')}</h4><p class=d>{e(x['when'])}</p>" for x in cv["edus"])
    dots = "".join(f"<div class=s><span>{e(s)}</span><span>{'●' * (3 + i % 3)}{'○' * (2 - i % 3)}</span></div>" for i, s in enumerate(cv["skill"]))
    rail = (f"<p>📞 {e(cv['phone'])}</p><p>✉ {e(cv['mail'])}</p><p>📍 {e(cv['home'])}</p>{''.join(f'<p>🌐 {e(u)}</p>' for u in cv['url'])}<h2>{e(h['skill'])}</h2>{dots}"
            f"<h2>{e(h['lang'])}</h2>{''.join(f'<div class=s><span>{e(a)}</span><span>{e(b)}</span></div>' for a, b in cv['lang_'])}<h2>{e(h['cert'])}</h2><ul>{items(certs(cv, ' '))}</ul>")
    body = f"<main><div class=m><h1>{e(cv['name'])}</h1><p class=l>{e(cv['label'])}</p><p>{e(cv['about'])}</p><h2>{e(h['work'])}</h2>{jobs}<h2>{e(h['edu'])}</h2>{edus}</div><aside>{rail}</aside></main>"
    return page(cv, f"""body{{font-family:Roboto,Lato,{CJK};font-size:9.5pt}} main{{display:grid;grid-template-columns:1fr 62mm;min-height:297mm}} .m{{padding:14mm 10mm 10mm 14mm}} aside{{background:#f3ece2;padding:16mm 8mm}}
h1{{font-size:23pt;line-height:1.1}} .l{{font-size:12pt;color:#b9770e;margin-bottom:6pt}} h2{{font-size:12pt;text-transform:uppercase;color:#b9770e;margin:12pt 0 4pt}} h3{{font-size:10.5pt;margin-top:6pt}} h4{{font-weight:400;font-style:italic;margin:0;font-size:9.5pt}}
aside p{{overflow-wrap:anywhere}} .d{{color:#777;font-size:8.5pt}} .s{{display:flex;justify-content:space-between}} .m li:before{{content:'› '}}""", body), {PERS}


def lebenslauf(cv):
    """A table without lines: periods and labels at the left; personal data first; place, date and name at the end."""
    h = cv["h"]
    def row(a, b):
        return f"<tr><td>{e(a)}</td><td>{b}</td></tr>"
    def part(text, rows):
        return f"<tr><th colspan=2>{e(text)}</th></tr>{rows}"
    data = row("Name" if cv["lang"] != "zh" else "姓名", e(cv["name"])) + row({"de": "Anschrift", "fr": "Adresse", "es": "Dirección", "pt": "Endereço", "it": "Indirizzo", "nl": "Adres", "zh": "地址"}.get(cv["lang"], "Address"), e(cv["home"]))
    data += row({"de": "Telefon", "fr": "Téléphone", "es": "Teléfono", "pt": "Telefone", "it": "Telefono", "nl": "Telefoon", "zh": "电话"}.get(cv["lang"], "Phone"), e(cv["phone"])) + row("E-Mail" if cv["lang"] != "zh" else "邮箱", e(cv["mail"]))
    for _, text in cv["pers"]:
        for mark in (": ", " : ", "："):
            if mark in text:
                a, b = text.split(mark, 1)
                data += row(a.strip(), e(b))
                break
        else:
            data += row("", e(text))
    jobs = "".join(row(w["when"], f"<b>{e(w['title'])}</b><br>{e(w['firm'])}, {e(w['place'])}<ul>{items(w['deeds'])}</ul>") for w in cv["works"])
    edus = "".join(row(x["when"], f"<b>{study(x)}</b><br>{e(x['school'])}") for x in cv["edus"])
    body = (f"<h1>{ {'de': 'Lebenslauf', 'zh': '个人简历'}.get(cv['lang'], 'Curriculum Vitae') }</h1><table>{part(h['personal'], data)}{part(h['work'], jobs)}{part(h['edu'], edus)}"
            f"{part(h['skill'], row('', e(', '.join(cv['skill']))))}{part(h['lang'], ''.join(row(a, e(b)) for a, b in cv['lang_']))}{part(h['cert'], ''.join(row(b, e(a)) for a, b in cv['cert']))}</table>"
            f"<p class=z>{e(cv['city'])}, 12.03.2026</p><p class=z>{e(cv['name'])}</p>")
    return page(cv, f"""@page{{margin:20mm 22mm}} body{{font-family:'Liberation Sans','DejaVu Sans',{CJK};font-size:10.5pt}} h1{{font-size:22pt;font-weight:400;margin-bottom:10pt}} table{{width:100%;border-collapse:collapse}}
td{{vertical-align:top;padding:2pt 0}} td:first-child{{width:46mm}} th{{text-align:left;font-size:12pt;padding:12pt 0 4pt;border-bottom:.7pt solid #555}} ul{{list-style:disc;padding-left:14pt}} .z{{margin-top:14pt}}""", body), {"summary", "url", "label"}


def profile(cv):
    """As networks export profiles: a dark rail with contacts and top skills; employers with several positions once; months counted."""
    h = cv["h"]
    spell = {"en": " (2 yrs 3 mos)", "de": " (2 Jahre 3 Monate)", "fr": " (2 ans 3 mois)", "es": " (2 años 3 meses)", "pt": " (2 anos 3 meses)", "it": " (2 anni 3 mesi)", "nl": " (2 jaar 3 maanden)", "zh": " (2 年 3 个月)"}[cv["lang"]]
    jobs = ""
    for group in grouped(cv["works"]):
        jobs += f"<h3>{e(group[0]['firm'])}</h3>"
        if len(group) > 1:
            jobs += f"<p class=d>{e(spell.strip(' ()').replace('2', '5', 1))}</p>"
        for w in group:
            jobs += f"<p class=t>{e(w['title'])}</p><p class=d>{e(w['when'])}{e(spell)}</p><p class=d>{e(w['place'])}</p>{''.join(f'<p class=x>{e(d)}.</p>' for d in w['deeds'])}"
    edus = "".join(f"<h3>{e(x['school'])}</h3><p class=t2>{study(x)} · ({e(x['when'])})</p>" for x in cv["edus"])
    rail = (f"<h5>{e(h['contact'])}</h5><p>{e(cv['phone'])}</p><p>{e(cv['mail'])}</p>{''.join(f'<p>{e(u)}</p>' for u in cv['url'])}<h5>{e(h['skill'])}</h5>{''.join(f'<p>{e(s)}</p>' for s in cv['skill'])}"
            f"<h5>{e(h['lang'])}</h5>{''.join(f'<p>{e(a)} ({e(b)})</p>' for a, b in cv['lang_'])}<h5>{e(h['cert'])}</h5>{''.join(f'<p>{e(a)}</p>' for a, _ in cv['cert'])}")
    body = f"<main><aside>{rail}</aside><div><h1>{e(cv['name'])}</h1><p class=l>{e(cv['label'])}</p><p class=d>{e(cv['home'])}</p><h2>{e(h['about'])}</h2><p>{e(cv['about'])}</p><h2>{e(h['work'])}</h2>{jobs}<h2>{e(h['edu'])}</h2>{edus}</div></main>"
    return page(cv, f"""body{{font-family:'Liberation Sans','DejaVu Sans',{CJK};font-size:10pt}} main{{display:grid;grid-template-columns:64mm 1fr;min-height:297mm}} aside{{background:#2f3b45;color:#e8e8e8;padding:14mm 7mm;font-size:9pt}} main>div{{padding:14mm 12mm}}
h5{{font-size:11.5pt;margin:12pt 0 4pt;color:#fff}} aside p{{margin:2pt 0;overflow-wrap:anywhere}} h1{{font-size:22pt;font-weight:400}} .l{{font-size:11pt}} .d{{color:#777}} h2{{font-size:14pt;font-weight:400;margin:14pt 0 6pt;border-top:.5pt solid #ccc;padding-top:8pt}}
h3{{font-size:11pt;font-weight:700;margin-top:8pt}} .t{{font-size:10.5pt}} .x{{margin-top:3pt}}""", body), {PERS}


def europass(cv):
    """The newer European form: brackets around periods, position and employer in capitals on a line, place behind a label."""
    h = cv["h"]
    label = {"en": "City", "de": "Ort", "fr": "Ville", "es": "Localidad", "pt": "Localidade", "it": "Città", "nl": "Plaats", "zh": "城市"}[cv["lang"]]
    def head(text):
        return f"<h2>● {e(text.upper())}</h2>"
    jobs = "".join(f"<p class=d>[ {e(w['when'])} ]</p><h3>{e(w['title'])}</h3><p><b>{e(w['firm'])}</b></p><p class=d>{label}: {e(w['place'])}</p><ul>{items(w['deeds'])}</ul>" for w in cv["works"])
    edus = "".join(f"<p class=d>[ {e(x['when'])} ]</p><h3>{study(x)}</h3><p><b>{e(x['school'])}</b></p>" for x in cv["edus"])
    pers = " | ".join(text for _, text in cv["pers"])
    body = (f"<h1>{e(cv['name'])}</h1><p class=k>{e(pers)}</p><p class=k>{e(' | '.join([cv['phone'], cv['mail'], *cv['url'], cv['home']]))}</p>{head(h['about'])}<p>{e(cv['about'])}</p>"
            f"{head(h['work'])}{jobs}{head(h['edu'])}{edus}{head(h['lang'])}{''.join(f'<p><b>{e(a)}</b> {e(b)}</p>' for a, b in cv['lang_'])}{head(h['skill'])}<p>{e(' | '.join(cv['skill']))}</p>{head(h['cert'])}{''.join(f'<p>{e(c)}</p>' for c in certs(cv))}")
    return page(cv, f"""@page{{margin:16mm 18mm}} body{{font-family:'Noto Sans','DejaVu Sans',{CJK};font-size:9.5pt}} h1{{font-size:20pt;color:#004494}} .k{{font-size:9pt}} h2{{font-size:11pt;color:#004494;border-bottom:1pt solid #004494;margin:12pt 0 6pt}}
h3{{font-size:10.5pt;color:#404040}} .d{{color:#666;font-size:9pt}} ul{{list-style:disc;padding-left:14pt;margin-bottom:7pt}}""", body), {"label"}


def bordered(cv):
    """Everything in tables with lines: a row for each position under a row of column heads."""
    h, l = cv["h"], cv["lang"]
    heads = {"en": "Period|Position|Organisation|Duties|Qualification|Institution", "de": "Zeitraum|Position|Arbeitgeber|Aufgaben|Abschluss|Einrichtung", "fr": "Période|Poste|Employeur|Missions|Diplôme|Établissement",
             "es": "Periodo|Cargo|Empresa|Funciones|Título|Centro", "pt": "Período|Cargo|Empresa|Atividades|Curso|Instituição", "it": "Periodo|Ruolo|Azienda|Mansioni|Titolo|Istituto", "nl": "Periode|Functie|Werkgever|Taken|Diploma|Instelling",
             "zh": "时间|职位|单位|职责|学历|学校"}[l].split("|")
    def table(heads, rows):
        return "<table><tr>" + items(heads, "th") + "</tr>" + "".join("<tr>" + items(r, "td") + "</tr>" for r in rows) + "</table>"
    jobs = table(heads[:4], [[w["when"], w["title"], w["firm"], "; ".join(w["deeds"])] for w in cv["works"]])
    edus = table([heads[4], heads[5], heads[0]], [[x["degree"] + (", " + x["area"] if x["area"] else ""), x["school"], x["when"]] for x in cv["edus"]])
    body = (f"<h1>{e(cv['name'])}</h1><p>{e(cv['home'])}<br>{e(cv['phone'])}<br>{e(cv['mail'])}</p><h2>{e(h['about'])}</h2><p>{e(cv['about'])}</p><h2>{e(h['work'])}</h2>{jobs}<h2>{e(h['edu'])}</h2>{edus}"
            f"<h2>{e(h['skill'])}</h2><ul>{items(cv['skill'])}</ul><h2>{e(h['cert'])}</h2><ul>{items(certs(cv, ' - '))}</ul><h2>{e(h['lang'])}</h2><p>{e(', '.join(a for a, _ in cv['lang_']))}</p><h2>{e(h['personal'])}</h2>{''.join(f'<p>{e(t)}</p>' for _, t in cv['pers'])}")
    return page(cv, f"""@page{{margin:18mm 18mm}} body{{font-family:'Liberation Serif','DejaVu Serif',{CJK};font-size:11pt}} h1{{font-size:17pt;text-align:center;text-decoration:underline}} h2{{font-size:11.5pt;text-decoration:underline;margin:10pt 0 4pt}}
table{{width:100%;border-collapse:collapse;margin:4pt 0}} th,td{{border:.6pt solid #000;padding:3pt 5pt;text-align:left;vertical-align:top}} ul{{list-style:disc;padding-left:16pt}}""", body), {"label", "url"}


def centred(cv):
    """Everything centred: capitals for employers, position and dates in one line with a dash, wide headings between rules."""
    h = cv["h"]
    jobs = "".join(f"<h3>{e(w['firm'].upper())}</h3><p><i>{e(w['title'])}</i> — {e(w['when'])}</p><p>{e('. '.join(w['deeds']))}.</p>" for w in cv["works"])
    edus = "".join(f"<h3>{e(x['school'].upper())}</h3><p><i>{study(x)}</i> — {e(x['when'])}</p>" for x in cv["edus"])
    def head(text):
        return f"<h2>{e(text)}</h2>"
    body = (f"<h1>{e(cv['name'].upper())}</h1><p>{e(cv['label'])}</p><p class=k>{e(cv['home'])}</p><p class=k>{e(cv['phone'])} • {e(cv['mail'])}{''.join(' • ' + e(u) for u in cv['url'])}</p>{head(h['about'])}<p>{e(cv['about'])}</p>{head(h['work'])}{jobs}"
            f"{head(h['edu'])}{edus}{head(h['skill'])}<p>{e(' • '.join(cv['skill']))}</p>{head(h['lang'])}<p>{e(' • '.join(f'{a} ({b})' for a, b in cv['lang_']))}</p>{head(h['cert'])}{''.join(f'<p>{e(a)} ({e(b)})</p>' for a, b in cv['cert'])}")
    return page(cv, f"""@page{{margin:20mm 24mm}} body{{font-family:'EB Garamond',Gelasio,'DejaVu Serif',{CJK};font-size:11.5pt;text-align:center}} h1{{font-size:22pt;letter-spacing:.12em;font-weight:400}} .k{{font-size:10pt}}
h2{{font-size:12pt;letter-spacing:.2em;text-transform:uppercase;border-top:.5pt solid;border-bottom:.5pt solid;margin:11pt 0 6pt;font-weight:400}} h3{{font-size:11.5pt;margin-top:7pt}}""", body), {PERS}


def cards2(cv):
    """Two equal columns of boxes with small bold heads: about, skills, languages left; work and study right; "Employer | Position"."""
    h = cv["h"]
    def box(text, inner):
        return f"<section><h2>{e(text)}</h2>{inner}</section>"
    jobs = "".join(f"<p class=h><b>{e(w['firm'])}</b> | {e(w['title'])}</p><p class=d>{e(w['when'])}, {e(w['place'])}</p><ul>{items(w['deeds'])}</ul>" for w in cv["works"])
    edus = "".join(f"<p class=h><b>{e(x['school'])}</b> | {study(x)}</p><p class=d>{e(x['when'])}</p>" for x in cv["edus"])
    left = (box(h["about"], f"<p>{e(cv['about'])}</p>") + box(h["contact"], f"<p>{e(cv['mail'])}</p><p>{e(cv['phone'])}</p><p>{e(cv['home'])}</p>{''.join(f'<p>{e(u)}</p>' for u in cv['url'])}")
            + box(h["skill"], f"<div class=g>{items(cv['skill'], 'span')}</div>") + box(h["lang"], "".join(f"<p>{e(x)}</p>" for x in langs(cv))) + box(h["cert"], "".join(f"<p>{e(c)}</p>" for c in certs(cv, " | "))) + box(h["personal"], "".join(f"<p>{e(t)}</p>" for _, t in cv["pers"]) or "<p>–</p>"))
    body = f"<header><h1>{e(cv['name'])}</h1><p>{e(cv['label'])}</p></header><main><div>{left}</div><div>{box(h['work'], jobs)}{box(h['edu'], edus)}</div></main>"
    return page(cv, f"""body{{font-family:Lato,Roboto,{CJK};font-size:9.5pt;background:#fafafa}} header{{padding:12mm 12mm 4mm}} h1{{font-size:25pt;font-weight:300}} main{{display:grid;grid-template-columns:1fr 1fr;gap:6mm;padding:4mm 12mm}}
section{{border:.6pt solid #bbb;border-radius:3pt;padding:4mm;margin-bottom:5mm}} h2{{font-size:10.5pt;margin-bottom:4pt;color:#6c3483}} .d{{color:#777;font-size:8.5pt}} .g{{display:grid;grid-template-columns:1fr 1fr}} .h{{margin-top:5pt}} li:before{{content:'• '}}""", body), set()


def ladder(cv):
    """Headings in a rail at the left; an employer once with its place, its positions below it with dates at the right."""
    h = cv["h"]
    def row(text, inner):
        return f"<div class=r><h2>{e(text)}</h2><div>{inner}</div></div>"
    jobs = ""
    for group in grouped(cv["works"]):
        jobs += f"<h3>{e(group[0]['firm'])} · {e(group[0]['place'])}</h3>"
        for w in group:
            jobs += f"<div class=j><i>{e(w['title'])}</i><span>{e(w['when'])}</span></div><p>{e('; '.join(w['deeds']))}.</p>"
    edus = "".join(f"<h3>{e(x['school'])}</h3><div class=j><i>{study(x)}</i><span>{e(x['when'])}</span></div>" for x in cv["edus"])
    body = (f"<h1>{e(cv['name'])}</h1>{row(h['contact'], ' · '.join(e(t) for t in [cv['home'], cv['phone'], cv['mail'], *cv['url']]))}{row(h['about'], e(cv['about']))}{row(h['work'], jobs)}{row(h['edu'], edus)}"
            f"{row(h['skill'], e(', '.join(cv['skill'])))}{row(h['lang'], '<br>'.join(e(x) for x in langs(cv, ': ')))}{row(h['cert'], '<br>'.join(e(c) for c in certs(cv)))}")
    return page(cv, f"""@page{{margin:18mm 16mm}} body{{font-family:'Source Sans Pro','Liberation Sans','DejaVu Sans',{CJK};font-size:10pt}} h1{{font-size:24pt;margin-bottom:8pt}} .r{{display:grid;grid-template-columns:38mm 1fr;gap:6mm;border-top:.5pt solid #aaa;padding:7pt 0}} h2{{font-size:10.5pt;color:#922b21}}
h3{{font-size:10.5pt;margin-top:5pt}} .j{{display:flex;justify-content:space-between}}""", body), {PERS, "label"}


def topbar(cv):
    """Three cells of contacts on top, headings with a mark before them; "Position, Employer" bold, dates and place under it, deeds as a paragraph."""
    h = cv["h"]
    def head(mark, text):
        return f"<h2>{mark} {e(text)}</h2>"
    jobs = "".join(f"<h3>{e(w['title'])}, {e(w['firm'])}</h3><p class=d>{e(w['place'])}, {e(w['when'])}</p><p>{e('. '.join(w['deeds']))}.</p>" for w in cv["works"])
    edus = "".join(f"<h3>{study(x)}, {e(x['school'])}</h3><p class=d>{e(x['when'])}</p>" for x in cv["edus"])
    body = (f"<h1>{e(cv['name'])}</h1><p class=l>{e(cv['label'])}</p><div class=k><span>{e(cv['phone'])}</span><span>{e(cv['mail'])}</span><span>{e(cv['home'])}</span></div>{'<p>' + e('  '.join(cv['url'])) + '</p>' if cv['url'] else ''}"
            f"{head('◆', h['about'])}<p>{e(cv['about'])}</p>{head('◆', h['work'])}{jobs}{head('◆', h['edu'])}{edus}{head('◆', h['skill'])}<ul class=c>{items(cv['skill'])}</ul>{head('◆', h['lang'])}<p>{e(' | '.join(langs(cv)))}</p>{head('◆', h['cert'])}<ul>{items(certs(cv, ' – '))}</ul>"
            f"{head('◆', h['personal'])}<p>{e(' | '.join(t for _, t in cv['pers']) or '-')}</p>")
    return page(cv, f"""@page{{margin:15mm 17mm}} body{{font-family:'Open Sans','DejaVu Sans',{CJK};font-size:9.5pt}} h1{{font-size:21pt;color:#1f618d}} .l{{color:#555}} .k{{display:grid;grid-template-columns:1fr 1fr 1fr;background:#eaf2f8;padding:5pt;margin:6pt 0;font-size:9pt}}
h2{{font-size:12pt;color:#1f618d;margin:10pt 0 4pt}} h3{{font-size:10pt;margin-top:5pt}} .d{{color:#777;font-style:italic}} .c{{columns:2}}""", body), set()


def gutter(cv):
    """The right margin carries period and place in small grey; the left column employer, then position; sections with thin rules."""
    h = cv["h"]
    def row(a, b, c, d, deeds=()):
        return f"<div class=r><div><p class=f>{e(a)}</p><p class=t>{e(b)}</p>{''.join(f'<p class=x>• {e(t)}</p>' for t in deeds)}</div><div class=m><p>{e(c)}</p><p>{e(d)}</p></div></div>"
    jobs = "".join(row(w["firm"], w["title"], w["when"], w["place"], w["deeds"]) for w in cv["works"])
    edus = "".join(row(x["school"], x["degree"] + (", " + x["area"] if x["area"] else ""), x["when"], "") for x in cv["edus"])
    def head(text):
        return f"<h2>{e(text)}</h2>"
    body = (f"<div class=r><div><h1>{e(cv['name'])}</h1><p class=l>{e(cv['label'])}</p></div><div class=m><p>{e(cv['mail'])}</p><p>{e(cv['phone'])}</p><p>{e(cv['home'])}</p>{''.join(f'<p>{e(u)}</p>' for u in cv['url'])}</div></div>"
            f"{head(h['about'])}<p>{e(cv['about'])}</p>{head(h['work'])}{jobs}{head(h['edu'])}{edus}{head(h['skill'])}<p>{e('; '.join(cv['skill']))}</p>{head(h['lang'])}<p>{e('; '.join(langs(cv, ', ')))}</p>{head(h['cert'])}{''.join(f'<p>{e(c)}</p>' for c in certs(cv, ' – '))}")
    return page(cv, f"""@page{{margin:17mm}} body{{font-family:'Latin Modern Sans','DejaVu Sans',{CJK};font-size:10pt}} .r{{display:grid;grid-template-columns:1fr 48mm;gap:6mm}} .m{{text-align:right;color:#777;font-size:8.5pt}} h1{{font-size:22pt}} h2{{font-size:12.5pt;border-bottom:.4pt solid #999;margin:11pt 0 5pt;font-weight:700}}
.f{{font-weight:700;margin-top:5pt}} .t{{color:#333}}""", body), {PERS}


LABELS = {
    "en": "Dates|Occupation or position held|Name and address of employer|Main activities and responsibilities|Title of qualification awarded|Name and type of organisation providing education and training|Surname / First name|Telephone|Address|E-mail",
    "de": "Datum|Beruf oder Funktion|Name und Adresse des Arbeitgebers|Wichtigste Tätigkeiten und Zuständigkeiten|Bezeichnung der erworbenen Qualifikation|Name und Art der Bildungs- oder Ausbildungseinrichtung|Nachname / Vorname|Telefon|Adresse|E-Mail",
    "fr": "Dates|Fonction ou poste occupé|Nom et adresse de l'employeur|Principales activités et responsabilités|Intitulé du certificat ou diplôme délivré|Nom et type de l'établissement d'enseignement ou de formation|Nom / Prénom|Téléphone|Adresse|Courrier électronique",
    "es": "Fechas|Profesión o cargo desempeñado|Nombre y dirección de la empresa|Funciones y responsabilidades principales|Título de la cualificación obtenida|Nombre y tipo del centro de estudios|Apellidos / Nombre|Teléfono|Dirección|Correo electrónico",
    "pt": "Datas|Função ou cargo ocupado|Nome e morada do empregador|Principais atividades e responsabilidades|Designação da qualificação atribuída|Nome e tipo da organização de ensino ou formação|Apelido / Nome próprio|Telefone|Morada|Correio eletrónico",
    "it": "Date|Lavoro o posizione ricoperti|Nome e indirizzo del datore di lavoro|Principali attività e responsabilità|Titolo della qualifica rilasciata|Nome e tipo d'organizzazione erogatrice dell'istruzione e formazione|Cognome / Nome|Telefono|Indirizzo|E-mail",
    "nl": "Data|Functie of beroep|Naam en adres van de werkgever|Voornaamste werkzaamheden en verantwoordelijkheden|Naam van de behaalde kwalificatie|Naam en soort van de onderwijs- of opleidingsinstelling|Achternaam / Voornaam|Telefoon|Adres|E-mail",
    "zh": "时间|职位|工作单位|主要职责|学历|学校|姓名|电话|地址|邮箱",
}


def europass_old(cv):
    """The older European form: a label at the left for every line, its value at the right."""
    h, l = cv["h"], LABELS[cv["lang"]].split("|")
    def row(a, b):
        return f"<tr><td>{e(a)}</td><td>{e(b)}</td></tr>"
    def part(text):
        return f"<tr><th>{e(text)}</th><td></td></tr>"
    rows = part(h["personal"]) + row(l[6], cv["name"]) + row(l[8], cv["home"]) + row(l[7], cv["phone"]) + row(l[9], cv["mail"])
    for _, text in cv["pers"]:
        a, mark, b = text.partition(":") if ":" in text else text.partition("：")
        rows += row(a.strip() if mark else "", (b or a).strip())
    rows += part(h["work"])
    for w in cv["works"]:
        rows += row(l[0], w["when"]) + row(l[1], w["title"]) + row(l[2], f"{w['firm']}, {w['place']}") + row(l[3], "; ".join(w["deeds"])) + "<tr><td>&nbsp;</td></tr>"
    rows += part(h["edu"])
    for x in cv["edus"]:
        rows += row(l[0], x["when"]) + row(l[4], x["degree"] + (", " + x["area"] if x["area"] else "")) + row(l[5], x["school"]) + "<tr><td>&nbsp;</td></tr>"
    rows += part(h["lang"]) + "".join(row(a, b) for a, b in cv["lang_"]) + part(h["skill"]) + row("", ", ".join(cv["skill"])) + part(h["cert"]) + "".join(row(b, a) for a, b in cv["cert"])
    body = f"<p class=z>Curriculum Vitae</p><table>{rows}</table>"
    return page(cv, f"""@page{{margin:15mm}} body{{font-family:'Arial Narrow','Liberation Sans Narrow','Liberation Sans',{CJK};font-size:10pt}} .z{{font-size:16pt;text-align:right}} td,th{{vertical-align:top;padding:1.5pt 4pt}} td:first-child{{width:60mm;text-align:right;border-right:1pt solid #000}} th{{text-align:right;border-right:1pt solid #000;font-size:11.5pt;padding-top:8pt}}""", body), {"summary", "url", "label"}


def scholar(cv):
    """An academic record: years hang left, run-in sentences, numbered publications and talks with years of their own."""
    h = cv["h"]
    more = {"en": ("Publications", "Teaching", "References"), "de": ("Publikationen", "Lehre", "Referenzen"), "fr": ("Publications", "Enseignement", "Références"), "es": ("Publicaciones", "Docencia", "Referencias"),
            "pt": ("Publicações", "Docência", "Referências"), "it": ("Pubblicazioni", "Didattica", "Referenze"), "nl": ("Publicaties", "Onderwijs gegeven", "Referenties"), "zh": ("论文", "教学", "推荐人")}[cv["lang"]]
    def row(a, b):
        return f"<div class=r><span>{e(a)}</span><span>{b}</span></div>"
    def head(text):
        return f"<h2>{e(text)}</h2>"
    jobs = "".join(row(w["when"], f"{e(w['title'])}, <i>{e(w['firm'])}</i>, {e(w['place'])}. {e('. '.join(w['deeds']))}.") for w in cv["works"])
    edus = "".join(row(x["when"], f"{study(x)}, {e(x['school'])}.") for x in cv["edus"])
    last = cv["name"].split()[-1]
    body = (f"<h1>{e(cv['name'])}</h1><p>{e(cv['home'])}<br>Tel. {e(cv['phone'])}, {e(cv['mail'])}{''.join(', ' + e(u) for u in cv['url'])}</p>{head(h['about'])}<p>{e(cv['about'])}</p>{head(h['edu'])}{edus}{head(h['work'])}{jobs}"
            f"{head(more[0])}<p>1. {e(last)}, A. Moreno &amp; T. Lindqvist (2019). Notes on methods in the field. <i>Journal of Applied Matters</i> 14(2), 101–118.</p><p>2. {e(last)} (2021). What remains: a review. <i>Annals of Practice</i> 3, 7–29.</p><p>3. T. Lindqvist, {e(last)} (2022). A shorter answer. <i>Proceedings of the 9th Workshop</i>, 44–51.</p>"
            f"{head(h['skill'])}<p>{e(', '.join(cv['skill']))}</p>{head(h['lang'])}<p>{e(', '.join(f'{a} ({b})' for a, b in cv['lang_']))}</p>{head(h['cert'])}{''.join(row(b, e(a)) for a, b in cv['cert'])}{head(more[2])}<p>Prof. Amal Lindqvist, amal.lindqvist@ref.example.org</p>")
    return page(cv, f"""@page{{margin:22mm 24mm}} body{{font-family:'Latin Modern Roman','DejaVu Serif',{CJK};font-size:10.5pt}} h1{{font-size:18pt;font-weight:400}} h2{{font-size:11pt;font-variant:small-caps;font-weight:700;margin:10pt 0 3pt}} .r{{display:grid;grid-template-columns:42mm 1fr;margin-bottom:3pt}}""", body), {PERS, "label", "refmail"}


def bare(cv):
    """No headings at all: name, contacts, a paragraph, positions with dates on the right, schools, a line of skills."""
    jobs = "".join(f"<div class=r><span><b>{e(w['title'])}</b>, {e(w['firm'])}</span><span>{e(w['when'])}</span></div><p>{e('. '.join(w['deeds']))}.</p>" for w in cv["works"])
    edus = "".join(f"<div class=r><span><b>{study(x)}</b>, {e(x['school'])}</span><span>{e(x['when'])}</span></div>" for x in cv["edus"])
    body = f"<h1>{e(cv['name'])}</h1><p>{e(cv['home'])} | {e(cv['phone'])} | {e(cv['mail'])}</p><p class=a>{e(cv['about'])}</p>{jobs}<div class=a></div>{edus}"
    return page(cv, f"""@page{{margin:22mm}} body{{font-family:'Liberation Sans','DejaVu Sans',{CJK};font-size:10.5pt}} h1{{font-size:20pt}} .r{{display:flex;justify-content:space-between;margin-top:7pt}} .a{{margin:10pt 0}}""", body), {PERS, "label", "url", "skills", "languages", "certificates"}


SHEETS = [timeline, sideicons, lebenslauf, profile, europass, bordered, centred, cards2]
ASIDE = [ladder, topbar, gutter, europass_old, scholar, bare, profile, lebenslauf]
