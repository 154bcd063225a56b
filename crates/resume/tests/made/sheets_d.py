"""The last layouts, only for measuring."""
from html import escape as e
from pages import page, items, CJK
from sheets import study, langs, certs, PERS


def zebra(cv):
    """A head with initials in a box; entries on striped rows: position left, employer in the middle, period right; deeds below."""
    h = cv["h"]
    jobs = "".join(f"<div class=z><div class=r><b>{e(w['title'])}</b><span>{e(w['firm'])}, {e(w['place'])}</span><span>{e(w['when'])}</span></div><ul>{items(w['deeds'])}</ul></div>" for w in cv["works"])
    edus = "".join(f"<div class=z><div class=r><b>{study(x)}</b><span>{e(x['school'])}</span><span>{e(x['when'])}</span></div></div>" for x in cv["edus"])
    initials = "".join(part[0] for part in cv["name"].split())[:2]
    body = (f"<header><div class=o>{e(initials)}</div><div><h1>{e(cv['name'])}</h1><p>{e(cv['label'])}</p></div><div class=k>{e(cv['mail'])}<br>{e(cv['phone'])}<br>{e(cv['home'])}</div></header><h2>{e(h['about'])}</h2><p>{e(cv['about'])}</p><h2>{e(h['work'])}</h2>{jobs}<h2>{e(h['edu'])}</h2>{edus}"
            f"<h2>{e(h['skill'])}</h2><p>{e(' · '.join(cv['skill']))}</p><h2>{e(h['lang'])}</h2><p>{e(' · '.join(langs(cv, ' (')).replace(' ·', ') ·'))})</p><h2>{e(h['cert'])}</h2><p>{e(' · '.join(certs(cv, ' ')))}</p>")
    return page(cv, f"""@page{{margin:14mm}} body{{font-family:'Liberation Sans','DejaVu Sans',{CJK};font-size:9.5pt}} header{{display:grid;grid-template-columns:18mm 1fr 60mm}} .o{{background:#7d3c98;color:#fff;width:14mm;height:14mm;font-size:16pt;text-align:center;padding-top:3mm}} .k{{text-align:right}} h1{{font-size:20pt}} h2{{font-size:12pt;color:#7d3c98;margin:9pt 0 3pt}}
.z:nth-of-type(odd){{background:#f4ecf7}} .z{{padding:3pt}} .r{{display:grid;grid-template-columns:1.2fr 1.4fr 1fr;gap:3mm}} ul{{list-style:disc;padding-left:14pt}}""", body), {PERS}


def splitpage(cv):
    """Left half: about and work; right half: the rest, each heading with a coloured square; the employer in colour above the position, period after a bar."""
    h = cv["h"]
    def head(t):
        return f"<h2>■ {e(t)}</h2>"
    jobs = "".join(f"<p class=f>{e(w['firm'])}</p><p><b>{e(w['title'])}</b> | {e(w['when'])}</p><p class=d>{e(w['place'])}</p><ul>{items(w['deeds'])}</ul>" for w in cv["works"])
    edus = "".join(f"<p class=f>{e(x['school'])}</p><p><b>{study(x)}</b> | {e(x['when'])}</p>" for x in cv["edus"])
    body = (f"<h1>{e(cv['name'])}</h1><main><div>{head(h['about'])}<p>{e(cv['about'])}</p>{head(h['work'])}{jobs}</div><div>{head(h['contact'])}<p>{e(cv['mail'])}</p><p>{e(cv['phone'])}</p><p>{e(cv['home'])}</p>{head(h['edu'])}{edus}{head(h['skill'])}{''.join(f'<p>{e(s)}</p>' for s in cv['skill'])}"
            f"{head(h['lang'])}{''.join(f'<p>{e(x)}</p>' for x in langs(cv, ', '))}{head(h['cert'])}{''.join(f'<p>{e(c)}</p>' for c in certs(cv, ' – '))}</div></main>")
    return page(cv, f"""@page{{margin:14mm}} body{{font-family:Lato,'DejaVu Sans',{CJK};font-size:9.5pt}} h1{{font-size:24pt;border-bottom:2pt solid #ca6f1e}} main{{display:grid;grid-template-columns:1.25fr 1fr;gap:9mm}} h2{{font-size:11.5pt;margin:9pt 0 3pt}} .f{{color:#ca6f1e;margin-top:4pt}} .d{{color:#777}} ul{{list-style:disc;padding-left:14pt}}""", body), {PERS, "label"}


def memo(cv):
    """Everything in typewriter letters: capitals for headings, "Position, Employer (Place)" then the period in the next line, dashes."""
    h = cv["h"]
    jobs = "".join(f"<p class=t>{e(w['title'])}, {e(w['firm'])} ({e(w['place'].split(',')[0])})</p><p>{e(w['when'])}</p>{''.join(f'<p>- {e(d)}</p>' for d in w['deeds'])}" for w in cv["works"])
    edus = "".join(f"<p class=t>{study(x)}, {e(x['school'])}</p><p>{e(x['when'])}</p>" for x in cv["edus"])
    def head(t):
        return f"<p class=h>{e(t.upper())}</p>"
    body = (f"<p>{e(cv['name'])}</p><p>{e(cv['home'])}</p><p>{e(cv['phone'])}</p><p>{e(cv['mail'])}</p>{head(h['about'])}<p>{e(cv['about'])}</p>{head(h['work'])}{jobs}{head(h['edu'])}{edus}{head(h['skill'])}<p>{e(', '.join(cv['skill']))}</p>{head(h['lang'])}{''.join(f'<p>{e(a)}: {e(b)}</p>' for a, b in cv['lang_'])}{head(h['cert'])}{''.join(f'<p>{e(c)}</p>' for c in certs(cv))}")
    return page(cv, f"""@page{{margin:22mm}} body{{font-family:'DejaVu Sans Mono','Liberation Mono',{CJK};font-size:9.5pt}} .h{{margin-top:12pt}} .t{{margin-top:6pt}}""", body), {PERS, "label"}


SHEETS = [zebra, splitpage, memo]
