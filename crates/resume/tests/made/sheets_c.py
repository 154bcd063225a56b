"""Layouts made last, only for measuring: none of them was looked at."""
import pathlib
from html import escape as e
from pages import page, items, CJK
from docx import Document
from docx.shared import Cm, Pt
from sheets import study, langs, certs, PERS


def bands(cv):
    """White capitals on dark bars for headings; entries in two columns: left employer and place, right position with the period in brackets behind it."""
    h = cv["h"]
    def head(t):
        return f"<h2>{e(t)}</h2>"
    jobs = "".join(f"<div class=r><div><b>{e(w['firm'])}</b><br>{e(w['place'])}</div><div><b>{e(w['title'])}</b> ({e(w['when'])})<ul>{items(w['deeds'])}</ul></div></div>" for w in cv["works"])
    edus = "".join(f"<div class=r><div><b>{e(x['school'])}</b></div><div>{study(x)} ({e(x['when'])})</div></div>" for x in cv["edus"])
    body = (f"<h1>{e(cv['name'])}</h1><p>{e(cv['home'])} · {e(cv['phone'])} · {e(cv['mail'])}{''.join(' · ' + e(u) for u in cv['url'])}</p>{head(h['about'])}<p>{e(cv['about'])}</p>{head(h['work'])}{jobs}{head(h['edu'])}{edus}{head(h['skill'])}<ul class=c>{items(cv['skill'])}</ul>"
            f"{head(h['lang'])}<p>{e(', '.join(f'{a} ({b})' for a, b in cv['lang_']))}</p>{head(h['cert'])}<ul>{items(certs(cv, ' ('), 'li').replace('</li>', ')</li>')}</ul>")
    return page(cv, f"""@page{{margin:15mm}} body{{font-family:Carlito,'DejaVu Sans',{CJK};font-size:10.5pt}} h1{{font-size:22pt}} h2{{background:#34495e;color:#fff;font-size:11pt;text-transform:uppercase;padding:2pt 6pt;margin:9pt 0 5pt}} .r{{display:grid;grid-template-columns:58mm 1fr;gap:5mm;margin-bottom:5pt}} ul{{list-style:disc;padding-left:14pt}} .c{{columns:2}}""", body), {PERS, "label"}


def tripane(cv):
    """Three panes under the name: contact, skills, languages side by side; below, work over the full width with "period | position" and the employer under it."""
    h = cv["h"]
    def pane(t, inner):
        return f"<div><h3>{e(t)}</h3>{inner}</div>"
    jobs = "".join(f"<p class=t>{e(w['when'])} | <b>{e(w['title'])}</b></p><p class=f>{e(w['firm'])}, {e(w['place'])}</p>{''.join(f'<p class=x>• {e(d)}</p>' for d in w['deeds'])}" for w in cv["works"])
    edus = "".join(f"<p class=t>{e(x['when'])} | <b>{study(x)}</b></p><p class=f>{e(x['school'])}</p>" for x in cv["edus"])
    top = pane(h["contact"], f"<p>{e(cv['phone'])}</p><p>{e(cv['mail'])}</p><p>{e(cv['home'])}</p>{''.join(f'<p>{e(u)}</p>' for u in cv['url'])}") + pane(h["skill"], "".join(f"<p>{e(s)}</p>" for s in cv["skill"])) + pane(h["lang"], "".join(f"<p>{e(a)}: {e(b)}</p>" for a, b in cv["lang_"]))
    body = f"<h1>{e(cv['name'])}</h1><p>{e(cv['label'])}</p><div class=g>{top}</div><h3>{e(h['about'])}</h3><p>{e(cv['about'])}</p><h3>{e(h['work'])}</h3>{jobs}<h3>{e(h['edu'])}</h3>{edus}<h3>{e(h['cert'])}</h3>{''.join(f'<p>{e(b)} | {e(a)}</p>' for a, b in cv['cert'])}"
    return page(cv, f"""@page{{margin:16mm}} body{{font-family:Lato,Roboto,{CJK};font-size:9.5pt}} h1{{font-size:26pt;font-weight:300}} .g{{display:grid;grid-template-columns:1.3fr 1fr 1fr;gap:6mm;border-top:1pt solid;border-bottom:1pt solid;padding:4pt 0;margin:8pt 0}} .g p{{overflow-wrap:anywhere}} h3{{font-size:11pt;color:#117864;margin:8pt 0 3pt}} .t{{margin-top:4pt}} .f{{color:#555;font-style:italic}}""", body), {PERS}


def underlined(cv):
    """Underlined headings at the left, everything else indented; "Employer – Place" with the period at the right, position in italics; labels in bold for the person."""
    h = cv["h"]
    jobs = "".join(f"<div class=r><span>{e(w['firm'])} – {e(w['place'])}</span><span>{e(w['when'])}</span></div><p><i>{e(w['title'])}</i></p>{''.join(f'<p class=x>- {e(d)}</p>' for d in w['deeds'])}" for w in cv["works"])
    edus = "".join(f"<div class=r><span>{e(x['school'])}</span><span>{e(x['when'])}</span></div><p><i>{study(x)}</i></p>" for x in cv["edus"])
    pers = "".join(f"<p>{e(t)}</p>" for _, t in cv["pers"])
    def part(t, inner):
        return f"<h2>{e(t)}</h2><div class=i>{inner}</div>"
    body = (f"<div class=c><b>{e(cv['name'])}</b><br>{e(cv['home'])}<br>{e(cv['phone'])}<br>{e(cv['mail'])}</div>{part(h['about'], '<p>' + e(cv['about']) + '</p>')}{part(h['edu'], edus)}{part(h['work'], jobs)}{part(h['skill'], '<p>' + e(', '.join(cv['skill'])) + '.</p>')}"
            f"{part(h['lang'], ''.join(f'<p>{e(x)}</p>' for x in langs(cv)))}{part(h['cert'], ''.join(f'<p>{e(c)}</p>' for c in certs(cv)))}{part(h['personal'], pers) if pers else ''}")
    return page(cv, f"""@page{{margin:22mm}} body{{font-family:'Liberation Serif','DejaVu Serif',{CJK};font-size:11.5pt}} .c{{text-align:center}} h2{{font-size:11.5pt;font-weight:400;text-decoration:underline;margin:9pt 0 3pt}} .i{{padding-left:12mm}} .r{{display:flex;justify-content:space-between;font-weight:700}}""", body), {"url", "label"}


def txt_blocks(cv, stem, temp):
    """Plain text with headings in square brackets, labels for each line of an entry and blank lines between."""
    h = cv["h"]
    out = [cv["name"], f"{cv['phone']} | {cv['mail']} | {cv['home']}", *cv["url"], "", h["about"], "", cv["about"], "", h["work"], ""]
    for w in cv["works"]:
        out += [f"{w['firm']} ({w['place']})", f"{w['title']}, {w['when']}", *["* " + d for d in w["deeds"]], ""]
    out += [h["edu"], ""]
    for x in cv["edus"]:
        out += [x["school"], f"{x['degree']}{', ' + x['area'] if x['area'] else ''}, {x['when']}", ""]
    out += [h["skill"], "", ", ".join(cv["skill"]), "", h["lang"], "", *[f"{a} - {b}" for a, b in cv["lang_"]], "", h["cert"], "", *[f"{a}, {b}" for a, b in cv["cert"]]]
    pathlib.Path(f"{stem}.txt").write_text("\n".join(out), encoding="utf-8")
    return {"personal", "label"}


def docx_lines(cv, stem, temp):
    """Word: everything in the same size; headings bold and underlined; employer and period in one bold line with a comma, position below."""
    doc = Document()
    def line(text, bold=False, under=False):
        p = doc.add_paragraph()
        p.paragraph_format.space_after = Pt(2)
        r = p.add_run(text)
        r.bold, r.underline = bold, under
    line(cv["name"], True)
    line(f"{cv['label']}")
    for t in [cv["home"], cv["phone"], cv["mail"], *cv["url"]]:
        line(t)
    def head(t):
        line(t, True, True)
    head(cv["h"]["about"]); line(cv["about"])
    head(cv["h"]["work"])
    for w in cv["works"]:
        line(f"{w['firm']}, {w['place']}, {w['when']}", True)
        line(w["title"])
        for d in w["deeds"]:
            line("– " + d)
    head(cv["h"]["edu"])
    for x in cv["edus"]:
        line(f"{x['school']}, {x['when']}", True)
        line(x["degree"] + (", " + x["area"] if x["area"] else ""))
    head(cv["h"]["skill"])
    for s in cv["skill"]:
        line("– " + s)
    head(cv["h"]["lang"])
    for a, b in cv["lang_"]:
        line(f"– {a}: {b}")
    head(cv["h"]["cert"])
    for a, b in cv["cert"]:
        line(f"– {a} ({b})")
    doc.save(f"{stem}.docx")
    return {"personal"}


SHEETS = [bands, tripane, underlined]
FILES = [txt_blocks, docx_lines]
