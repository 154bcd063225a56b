"""Layouts printed by Chromium. Each returns the page and whether it shows the personal data."""
from html import escape as e

CJK = "'WenQuanYi Zen Hei'"


def page(cv, style, body):
    return f"""<!doctype html><html lang="{cv['lang']}"><meta charset="utf-8"><title></title><style>
@page{{size:A4;margin:0}} *{{box-sizing:border-box}} body{{margin:0;-webkit-print-color-adjust:exact;font-size:10pt;line-height:1.35}}
h1,h2,h3,p,ul,dl,dd{{margin:0;padding:0}} ul{{list-style:none}} {style}</style><body>{body}</body></html>"""


def items(values, tag="li"):
    return "".join(f"<{tag}>{e(value)}</{tag}>" for value in values)


def study(edu):
    return e(edu["degree"] + (", " + edu["area"] if edu["area"] else ""))


def langs(cv, joint=" – "):
    return [f"{name}{joint}{level}" for name, level in cv["lang_"]]


def certs(cv, joint=", "):
    return [f"{name}{joint}{year}" for name, year in cv["cert"]]


def serif(cv):
    """A LaTeX-like page: serif, small capitals, ruled headings, dates at the right, employer above the position."""
    def head(text):
        return f"<h2>{e(text)}</h2>"
    jobs = "".join(f"<div class=r><b>{e(w['firm'])}</b><span>{e(w['place'])}</span></div><div class=r><i>{e(w['title'])}</i><i>{e(w['when'])}</i></div>"
                   f"<ul>{items(w['deeds'])}</ul>" for w in cv["works"])
    edus = "".join(f"<div class=r><b>{e(x['school'])}</b><span>{e(x['when'])}</span></div><div><i>{study(x)}</i></div>" for x in cv["edus"])
    contact = " ⋄ ".join([cv["home"], cv["phone"], cv["mail"], *cv["url"]])
    body = (f"<h1>{e(cv['name'])}</h1><p class=c>{e(contact)}</p>{head(cv['h']['about'])}<p>{e(cv['about'])}</p>{head(cv['h']['work'])}{jobs}"
            f"{head(cv['h']['edu'])}{edus}{head(cv['h']['skill'])}<p>{e(', '.join(cv['skill']))}</p>{head(cv['h']['lang'])}<p>{e('; '.join(f'{a} ({b})' for a, b in cv['lang_']))}</p>"
            f"{head(cv['h']['cert'])}<ul>{items(certs(cv))}</ul>")
    return page(cv, f"""body{{padding:18mm 20mm;font-family:'Latin Modern Roman','DejaVu Serif',{CJK}}} h1{{text-align:center;font-weight:400;font-size:22pt;font-variant:small-caps}}
.c{{text-align:center;font-size:9pt}} h2{{font-size:12pt;font-weight:700;font-variant:small-caps;border-bottom:.5pt solid;margin:9pt 0 3pt}}
.r{{display:flex;justify-content:space-between}} li:before{{content:'• '}} li{{padding-left:12pt}}""", body), False


def band(cv):
    """A coloured band with name and contacts in pills; a right rail; "Title @ Employer" heads; letter-spaced headings."""
    def head(text):
        return f"<h2>{e(text)}</h2>"
    contact = "".join(f"<span>{icon} {e(text)}</span>" for icon, text in zip("✆✉⌂🔗", [cv["phone"], cv["mail"], cv["city"], *cv["url"]]))
    jobs = "".join(f"<h3>{e(w['title'])} @ {e(w['firm'])}</h3><p class=d>{e(w['when'])} · {e(w['place'])}</p><ul>{items(w['deeds'])}</ul>" for w in cv["works"])
    edus = "".join(f"<h3>{study(x)}</h3><p class=d>{e(x['school'])} · {e(x['when'])}</p>" for x in cv["edus"])
    rail = f"{head(cv['h']['skill'])}<ul>{items(cv['skill'])}</ul>{head(cv['h']['lang'])}<ul>{items(langs(cv, ': '))}</ul>{head(cv['h']['cert'])}<ul>{items(certs(cv))}</ul>"
    body = (f"<header><h1>{e(cv['name'])}</h1><p>{e(cv['label'])}</p><div class=k>{contact}</div></header><main><div>{head(cv['h']['about'])}<p>{e(cv['about'])}</p>"
            f"{head(cv['h']['work'])}{jobs}{head(cv['h']['edu'])}{edus}</div><aside>{rail}</aside></main>")
    return page(cv, f"""body{{font-family:Lato,Roboto,{CJK}}} header{{background:#154360;color:#fff;padding:12mm}} h1{{font-size:26pt;font-weight:900}} .k span{{margin-right:14pt;font-size:8.5pt}}
main{{display:grid;grid-template-columns:1fr 56mm;gap:9mm;padding:8mm 12mm}} h2{{font-size:10.5pt;letter-spacing:.28em;text-transform:uppercase;color:#154360;margin:9pt 0 4pt}}
h3{{font-size:10.5pt;margin-top:5pt}} .d{{color:#666;font-size:9pt}} main div li:before{{content:'– '}} aside li{{margin-bottom:3pt}}""", body), False


def dark(cv):
    """A dark bar on the left with a photograph, contacts that wrap anywhere, and skills with bars."""
    def head(text):
        return f"<h2>{e(text)}</h2>"
    contact = f"<p>{e(cv['phone'])}</p><p class=w>{e(cv['mail'])}</p><p>{e(cv['street'])}</p><p>{e(cv['postal'] + ' ' + cv['city'])}</p>" + "".join(f"<p class=w>{e(url)}</p>" for url in cv["url"])
    bars = "".join(f"<li>{e(s)}<i></i></li>" for s in cv["skill"])
    jobs = "".join(f"<div class=j><p class=d>{e(w['when'])}</p><h3>{e(w['title'])}</h3><p class=f>{e(w['firm'])}, {e(w['place'])}</p><ul>{items(w['deeds'])}</ul></div>" for w in cv["works"])
    edus = "".join(f"<div class=j><p class=d>{e(x['when'])}</p><h3>{study(x)}</h3><p class=f>{e(x['school'])}</p></div>" for x in cv["edus"])
    personal = f"{head(cv['h']['personal'])}" + items([text for _, text in cv["pers"]], "p") if cv["pers"] else ""
    body = (f"<aside><div class=photo></div>{head(cv['h']['contact'])}{contact}{personal}{head(cv['h']['skill'])}<ul class=b>{bars}</ul>{head(cv['h']['lang'])}"
            f"<ul>{''.join(f'<li>{e(a)}<br><small>{e(b)}</small></li>' for a, b in cv['lang_'])}</ul></aside><main><h1>{e(cv['name'])}</h1><p class=l>{e(cv['label'])}</p>"
            f"{head(cv['h']['about'])}<p>{e(cv['about'])}</p>{head(cv['h']['work'])}{jobs}{head(cv['h']['edu'])}{edus}{head(cv['h']['cert'])}<ul>{items(certs(cv, ' · '))}</ul></main>")
    return page(cv, f"""body{{display:grid;grid-template-columns:58mm 1fr;min-height:297mm;font-family:Roboto,Lato,{CJK}}} aside{{background:#222;color:#eee;padding:9mm 7mm}} main{{padding:12mm}}
.photo{{width:30mm;height:30mm;border-radius:50%;background:#999}} .w{{overflow-wrap:anywhere}} h1{{font-size:24pt}} h2{{font-size:11pt;text-transform:uppercase;border-bottom:1pt solid #c96;margin:10pt 0 4pt}}
h3{{font-size:10.5pt}} .d{{font-size:8.5pt;color:#c63}} .f{{font-style:italic}} i{{display:block;height:3pt;background:#c96;width:70%}} main li:before{{content:'▸ '}} .j{{margin-bottom:6pt}}""", body), True


def plain(cv):
    """Small bold headings in sentence case; "Title, Employer, Place (dates)" on one line; deeds as running text."""
    def head(text):
        return f"<h2>{e(text)}</h2>"
    contact = "|".join([cv["mail"], cv["phone"], *cv["url"], cv["home"]])
    jobs = "".join(f"<p class=h>{e(w['title'])}, {e(w['firm'])}, {e(w['place'])} ({e(w['when'])})</p><p>{e('. '.join(w['deeds']))}.</p>" for w in cv["works"])
    edus = "".join(f"<p class=h>{study(x)}, {e(x['school'])} ({e(x['when'])})</p>" for x in cv["edus"])
    body = (f"<h1>{e(cv['name'])}</h1><p>{e(contact)}</p><p>{' • '.join(e(t) for _, t in cv['pers'])}</p>{head(cv['h']['about'])}<p>{e(cv['about'])}</p>{head(cv['h']['work'])}{jobs}{head(cv['h']['edu'])}{edus}"
            f"{head(cv['h']['skill'])}<p>{e(' · '.join(cv['skill']))}</p>{head(cv['h']['lang'])}<p>{e(', '.join(langs(cv, ': ')))}</p>{head(cv['h']['cert'])}<p>{e(', '.join(f'{a} ({b})' for a, b in cv['cert']))}</p>")
    return page(cv, f"body{{padding:20mm 24mm;font-family:'EB Garamond','DejaVu Serif',{CJK};font-size:11pt}} h1{{font-size:15pt}} h2{{font-size:11pt;margin-top:9pt}} .h{{margin-top:4pt}}", body), True


def cards(cv):
    """Absolutely placed boxes and a time line with dots; dates under the position; skills as tags."""
    def box(x, y, w, text, inner):
        return f"<section style='left:{x}mm;top:{y}mm;width:{w}mm'><h2>{e(text)}</h2>{inner}</section>"
    jobs = "".join(f"<div class=t><h3>{e(w['title'])}</h3><p><b>{e(w['firm'])}</b> | {e(w['place'])}</p><p class=d>{e(w['when'])}</p><ul>{items(w['deeds'])}</ul></div>" for w in cv["works"])
    edus = "".join(f"<div class=t><h3>{e(x['school'])}</h3><p>{study(x)}</p><p class=d>{e(x['when'])}</p></div>" for x in cv["edus"])
    tags = "".join(f"<span>{e(s)}</span> " for s in cv["skill"])
    contact = "".join(f"<p>{e(t)}</p>" for t in ["✉ " + cv["mail"], "☎ " + cv["phone"], "⌂ " + cv["home"], *cv["url"]])
    body = (f"<h1>{e(cv['name'])}</h1><p class=l>{e(cv['label'])}</p>" + box(12, 40, 118, cv["h"]["work"], jobs) + box(138, 40, 60, cv["h"]["about"], f"<p>{e(cv['about'])}</p>")
            + box(138, 95, 60, cv["h"]["contact"], contact) + box(138, 135, 60, cv["h"]["skill"], f"<div>{tags}</div>") + box(12, 190, 118, cv["h"]["edu"], edus)
            + box(138, 185, 60, cv["h"]["lang"], f"<ul>{items(langs(cv, ' / '))}</ul>") + box(138, 220, 60, cv["h"]["cert"], f"<ul>{items(certs(cv))}</ul>"))
    return page(cv, f"""body{{height:297mm;position:relative;font-family:Lato,{CJK};font-size:9pt}} h1{{position:absolute;left:12mm;top:12mm;font-size:28pt;font-weight:300}} .l{{position:absolute;left:12mm;top:27mm;font-size:12pt;color:#0a7}}
section{{position:absolute;background:#f6f6f6;padding:4mm}} h2{{font-size:12pt;color:#0a7}} h3{{font-size:10pt}} span{{display:inline-block;border:.5pt solid #0a7;border-radius:6pt;padding:1pt 5pt;margin:1pt}} .d{{color:#777}}
.t{{border-left:1pt solid #0a7;padding-left:4mm;margin-bottom:5pt}}""", body), False


def margin(cv):
    """Dates hang in the left margin as in a CV from the Continent; labels of personal data in the same grid."""
    def rows(pairs):
        return "".join(f"<dt>{e(a)}</dt><dd>{b}</dd>" for a, b in pairs)
    def head(text):
        return f"<h2>{e(text)}</h2>"
    split = [t.partition("：" if "：" in t else ": " if ": " in t else " ")[::2] for _, t in cv["pers"]]
    jobs = rows((w["when"], f"<b>{e(w['title'])}</b><br>{e(w['firm'])}, {e(w['place'])}<ul>{items(w['deeds'])}</ul>") for w in cv["works"])
    edus = rows((x["when"], f"<b>{study(x)}</b><br>{e(x['school'])}") for x in cv["edus"])
    body = (f"<h1>{e(cv['name'])}</h1><dl>{rows([('', e(cv['home'])), ('', e(cv['phone'])), ('', e(cv['mail'])), *[('', e(u)) for u in cv['url']]])}</dl>{head(cv['h']['personal'])}<dl>{rows((a, e(b)) for a, b in split)}</dl>{head(cv['h']['about'])}<p>{e(cv['about'])}</p>"
            f"{head(cv['h']['work'])}<dl>{jobs}</dl>{head(cv['h']['edu'])}<dl>{edus}</dl>{head(cv['h']['skill'])}<p>{e(', '.join(cv['skill']))}</p>{head(cv['h']['lang'])}<dl>{rows((a, e(b)) for a, b in cv['lang_'])}</dl>{head(cv['h']['cert'])}<dl>{rows((b, e(a)) for a, b in cv['cert'])}</dl>")
    return page(cv, f"body{{padding:20mm;font-family:'Liberation Sans',{CJK}}} h1{{font-size:18pt}} h2{{font-size:12pt;color:#444;margin:10pt 0 3pt}} dl{{display:grid;grid-template-columns:42mm 1fr;row-gap:4pt}} li:before{{content:'- '}}", body), True


def rail(cv):
    """A light left rail with the headings, content at the right; several positions grouped under one employer."""
    def row(text, inner):
        return f"<h2>{e(text)}</h2><div>{inner}</div>"
    jobs, before = "", None
    for w in cv["works"]:
        if w["firm"] != before:
            jobs += f"<p class=f>{e(w['firm'])} — {e(w['place'])}</p>"
        before = w["firm"]
        jobs += f"<p class=r><b>{e(w['title'])}</b><span>{e(w['when'])}</span></p><ul>{items(w['deeds'])}</ul>"
    edus = "".join(f"<p class=r><b>{e(x['school'])}</b><span>{e(x['when'])}</span></p><p>{study(x)}</p>" for x in cv["edus"])
    contact = "".join(f"<p>{e(t)}</p>" for t in [cv["mail"], cv["phone"], cv["home"], *cv["url"]])
    body = (f"<h1>{e(cv['name'].upper())}</h1><main>{row(cv['h']['contact'], contact)}{row(cv['h']['about'], '<p>' + e(cv['about']) + '</p>')}{row(cv['h']['work'], jobs)}{row(cv['h']['edu'], edus)}"
            f"{row(cv['h']['skill'], '<p class=g>' + ''.join(f'<span>{e(s)}</span>' for s in cv['skill']) + '</p>')}{row(cv['h']['lang'], '<p>' + e(', '.join(langs(cv, ' '))) + '</p>')}{row(cv['h']['cert'], '<ul>' + items(certs(cv)) + '</ul>')}</main>")
    return page(cv, f"""body{{padding:16mm;font-family:Lato,{CJK}}} h1{{font-size:20pt;letter-spacing:.12em;text-align:center;margin-bottom:8mm}} main{{display:grid;grid-template-columns:38mm 1fr;gap:6mm}} h2{{font-size:11pt;text-align:right;color:#963}}
.r{{display:flex;justify-content:space-between}} .f{{font-weight:700;color:#963;margin-top:5pt}} .g{{display:grid;grid-template-columns:1fr 1fr 1fr}} li:before{{content:'• '}}""", body), False


def spaced(cv):
    """A design-tool page: spaced capitals everywhere, two equal columns, dates above each head, rated skills."""
    def head(text):
        return f"<h2>{e(text)}</h2>"
    jobs = "".join(f"<p class=d>{e(w['when'])}</p><p class=t>{e(w['firm'])}</p><p class=s>{e(w['title'])}</p><p>{e(w['place'])}</p><ul>{items(w['deeds'])}</ul>" for w in cv["works"])
    edus = "".join(f"<p class=d>{e(x['when'])}</p><p class=t>{e(x['school'])}</p><p class=s>{study(x)}</p>" for x in cv["edus"])
    rated = "".join(f"<p class=r><span>{e(s)}</span><span>●●●●○</span></p>" for s in cv["skill"])
    body = (f"<header><h1>{e(cv['name'])}</h1><p>{e(cv['label'])}</p></header><main><div>{head(cv['h']['about'])}<p>{e(cv['about'])}</p>{head(cv['h']['work'])}{jobs}</div><div>{head(cv['h']['contact'])}"
            f"<p>T {e(cv['phone'])}</p><p>E {e(cv['mail'])}</p><p>A {e(cv['home'])}</p>{''.join(f'<p>W {e(u)}</p>' for u in cv['url'])}{head(cv['h']['edu'])}{edus}{head(cv['h']['skill'])}{rated}{head(cv['h']['lang'])}<ul>{items(langs(cv, ' '))}</ul>{head(cv['h']['cert'])}<ul>{items(certs(cv))}</ul></div></main>")
    return page(cv, f"""body{{font-family:Roboto,{CJK}}} header{{text-align:center;padding:14mm 0 6mm;border-bottom:3pt solid #e5c}} h1{{font-size:22pt;letter-spacing:.3em;text-transform:uppercase;font-weight:300}}
main{{display:grid;grid-template-columns:1fr 1fr;gap:12mm;padding:8mm 14mm}} h2{{font-size:10pt;letter-spacing:.4em;text-transform:uppercase;margin:10pt 0 4pt}} .d{{font-size:8pt;color:#e5c;margin-top:6pt}} .t{{font-weight:700}} .s{{font-style:italic}} .r{{display:flex;justify-content:space-between}}""", body), False


def academic(cv):
    """Years hang left, entries run on in sentences without bullets; the contacts share a line with labels."""
    def head(text):
        return f"<h2>{e(text)}</h2>"
    jobs = "".join(f"<p class=x><span>{e(w['when'])}</span><span><b>{e(w['title'])}</b>, {e(w['firm'])}, {e(w['place'])}</span></p>" for w in cv["works"])
    edus = "".join(f"<p class=x><span>{e(x['when'])}</span><span><b>{study(x)}</b>, {e(x['school'])}</span></p>" for x in cv["edus"])
    body = (f"<h1>{e(cv['name'])}</h1><p>{e(cv['label'])}</p><p>Tel.: {e(cv['phone'])}, E-mail: {e(cv['mail'])}</p><p>{e(cv['home'])}</p><p>{e(' '.join(cv['url']))}</p>{head(cv['h']['about'])}<p>{e(cv['about'])}</p>{head(cv['h']['edu'])}{edus}{head(cv['h']['work'])}{jobs}"
            f"{head(cv['h']['lang'])}<p>{e('; '.join(langs(cv, ', ')))}</p>{head(cv['h']['skill'])}<p>{e('; '.join(cv['skill']))}</p>{head(cv['h']['cert'])}{''.join(f'<p class=x><span>{e(b)}</span><span>{e(a)}</span></p>' for a, b in cv['cert'])}")
    return page(cv, f"body{{padding:22mm;font-family:'Liberation Serif',{CJK};font-size:11pt}} h1{{font-size:17pt;font-weight:400}} h2{{font-size:11pt;font-weight:400;text-transform:uppercase;letter-spacing:.08em;margin:12pt 0 4pt}} .x{{display:grid;grid-template-columns:40mm 1fr}}", body), False


PAGES = [serif, band, dark, plain, margin, rail, cards, spaced, academic]
