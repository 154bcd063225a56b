#!/usr/bin/env python3
"""Makes more sets of resumes of invented people in further layouts, with their exact truth.

  more.py OUT [SET]      needs chromium, LibreOffice, pdflatex and python-docx; writes OUT/SET/{files,truth}

People stand in people-three.txt and so on, as in people-one.txt; but dates are written as printed (`printed > from/to`),
the home too (`printed > town`), and `h` holds the eight headings. `mix.py` puts people together at random.
"""
import json, pathlib, shutil, subprocess, sys, tempfile
import files, sheets, sheets_b, sheets_c, sheets_d

HERE = pathlib.Path(__file__).parent
TOPICS = ("about", "work", "edu", "skill", "lang", "cert", "contact", "personal")


def arrow(text):
    printed, _, meant = text.partition(" > ")
    return printed.strip(), meant.strip()


def people(path):
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, _, value = line.partition(" ")
        cells = [cell.strip() for cell in value.split("|")]
        if kind == "==":
            ident, lang, country = value.split()
            person = {"id": ident, "lang": lang, "country": country, "works": [], "edus": [], "lang_": [], "cert": [], "pers": [], "url": []}
            found.append(person)
        elif kind == "job":
            when, meant = arrow(cells[3])
            person["works"].append({"title": cells[0], "firm": cells[1], "place": cells[2], "when": when, "meant": meant, "deeds": [d.strip() for d in cells[4].split(";")]})
        elif kind == "edu":
            when, meant = arrow(cells[3])
            person["edus"].append({"degree": cells[0], "area": cells[1], "school": cells[2], "when": when, "meant": meant})
        elif kind in ("lang", "cert"):
            person["lang_" if kind == "lang" else kind].append(cells)
        elif kind == "pers":
            word, _, text = value.partition(" ")
            person["pers"].append((word, text))
        elif kind == "url":
            person["url"].append(value)
        elif kind == "skill":
            person["skill"] = [cell.strip() for cell in value.split(",")]
        elif kind == "phone":
            person["phone"], person["e164"] = arrow(value)
        elif kind == "home":
            person["home"], person["city"] = arrow(value)
        elif kind == "h":
            person["h"] = dict(zip(TOPICS, cells))
        elif kind:
            person[kind] = value
    return found


def bare_name(name):
    """Without titles; capitals as the page has them."""
    return " ".join(word for word in name.split() if word.casefold() not in ("dr", "dr.", "mag.", "jr."))


def dates(meant):
    first, _, last = meant.partition("/")
    return ({"startDate": first} if first else {}) | ({"endDate": last} if last else {})


def truth(cv, layout, left_out, kind):
    basics = {"name": bare_name(cv["name"]), "email": cv["mail"], "phone": cv["e164"], "urls": [] if "url" in left_out else cv["url"], "location": {"city": cv["city"]}}
    if "summary" not in left_out:
        basics["summary"] = cv["about"]
    found = {"basics": basics,
             "work": [{"name": w["firm"], "position": w["title"]} | dates(w["meant"]) for w in cv["works"]],
             "education": [{"institution": x["school"], "studyType": x["degree"], "area": x["area"]} | dates(x["meant"]) for x in cv["edus"]],
             "skills": [] if "skills" in left_out else [{"name": s} for s in cv["skill"]],
             "languages": [] if "languages" in left_out else [{"language": a} for a, _ in cv["lang_"]],
             "certificates": [] if "certificates" in left_out else [{"name": a} for a, _ in cv["cert"]],
             "meta": {"layout": layout, "lang": cv["lang"], "format": kind, "personal": [] if "personal" in left_out else [k for k, _ in cv["pers"]]}}
    if "refmail" in left_out:
        basics["emails"] = [cv["mail"], "amal.lindqvist@ref.example.org"]
    return found


ASIDE = sheets.ASIDE, files.ASIDE
MORE = sheets_b.SHEETS, sheets_b.FILES
ALL = sheets_b.SHEETS + sheets.SHEETS + sheets.ASIDE, sheets_b.FILES + files.FILES + files.ASIDE
LAST = sheets_c.SHEETS, sheets_c.FILES
# Each set: whose people in which layouts.
SETS = {
    "three": [("three", sheets.SHEETS, files.FILES)],
    "four": [("four", *ASIDE)],
    "five": [("three", *ASIDE)],
    "six": [("six", *LAST)],
    "seven": [("three", *MORE), ("five", *ALL)],
}


def chosen(name, at, sheet, paper):
    """The layouts of the person at this place of a list."""
    if name == "six":
        return [*sheet, *paper]
    picked = {sheet[at % len(sheet)], sheet[(at * 3 + 5) % len(sheet)], paper[at % len(paper)]}
    return picked | ({sheet[(at * 5 + 2) % len(sheet)]} if name == "seven" else set())


def write(cv, layout, out, temp):
    """One document and its truth."""
    ident = f"{cv['id']}-{layout.__name__}"
    stem = out / "files" / ident
    if layout in ALL[0] + LAST[0] + sheets_d.SHEETS:
        html, left_out = layout(cv)
        (temp / f"{ident}.html").write_text(html, encoding="utf-8")
        subprocess.run(["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={temp}/profile", "--no-pdf-header-footer", f"--print-to-pdf={stem}.pdf", (temp / f"{ident}.html").as_uri()],
                       check=True, stderr=subprocess.DEVNULL, timeout=120)
    else:
        left_out = layout(cv, stem, temp)
    kind = next(p.suffix[1:] for p in stem.parent.iterdir() if p.stem == ident)
    (out / "truth" / f"{ident}.json").write_text(json.dumps(truth(cv, layout.__name__, left_out, kind), ensure_ascii=False, indent=1), encoding="utf-8")


def main():
    out, only = pathlib.Path(sys.argv[1]), sys.argv[2:]
    temp = pathlib.Path(tempfile.mkdtemp())
    for name, parts in SETS.items():
        if only and name not in only:
            continue
        for folder in ("files", "truth"):
            (out / name / folder).mkdir(parents=True, exist_ok=True)
        for people_of, sheet, paper in parts:
            for at, cv in enumerate(people(HERE / f"people-{people_of}.txt")):
                papers = [p for p in paper if not (cv["lang"] == "zh" and p is files.moderncv)]
                for layout in chosen(name, at, sheet, papers):
                    write(cv, layout, out / name, temp)
    shutil.rmtree(temp, ignore_errors=True)


if __name__ == "__main__":
    main()
