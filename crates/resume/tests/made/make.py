#!/usr/bin/env python3
"""Makes resumes of invented people in layouts that the corpus has not, with their exact truth.

  make.py OUT     needs chromium, pdflatex and python-docx; writes OUT/{one,two}/{files,truth}

People stand in people-one.txt (looked at while working) and people-two.txt (kept aside), a block each:
`== id language country`, then lines `kind value | value`; a job is title, employer, place, from, to, `;`-parted deeds.
The fourth and later layouts of each list are met only by the people kept aside.
"""
import json, pathlib, shutil, subprocess, sys, tempfile
import pages, papers
from words import heading, period

HERE = pathlib.Path(__file__).parent
SHAPES = ["num", "mon", "month", "iso", "apos", "year", "dot", "season"]
DASHES = ["since", "en", "hyphen", "to", "em"]


def people(path):
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            ident, lang, country = line[3:].split()
            person = {"id": ident, "lang": lang, "country": country, "job": [], "edu": [], "skill": [], "lang_": [], "cert": [], "pers": [], "url": []}
            found.append(person)
        elif line and not line.startswith("#"):
            person = found[-1]
            kind, _, value = line.partition(" ")
            cells = [cell.strip() for cell in value.split("|")]
            if kind == "skill":
                person["skill"] = [cell.strip() for cell in value.split(",")]
            elif kind == "pers":
                word, _, text = value.partition(" ")
                person["pers"].append((word, text))
            elif kind == "phone":
                person["phone"], person["e164"] = [cell.strip() for cell in value.split(">")]
            elif kind == "lang":
                person["lang_"].append(cells)
            elif kind in ("job", "edu", "cert"):
                person[kind].append(cells)
            elif kind == "url":
                person["url"].append(value)
            elif kind == "home":
                person["home"] = cells
            else:
                person[kind] = value
    return found


def cv(person, index, half, shape=None):
    """What a layout prints, and the truth of it."""
    lang, pick = person["lang"], (index % 2) + 2 * half
    shape = shape or SHAPES[(index * 3 + half) % len(SHAPES)]
    dash = DASHES[(index + half) % len(DASHES)]
    head = {topic: heading(lang, topic, pick) for topic in ("about", "work", "edu", "skill", "lang", "cert", "contact", "personal")}
    city, region, postal, street = (person["home"] + [""] * 4)[:4]
    if lang == "zh":
        home = city + street
    elif person["country"] in ("US", "AU", "IN", "CA"):
        home = ", ".join(part for part in (street, city, f"{region} {postal}".strip()) if part)
    elif person["country"] in ("GB",):
        home = f"{street}, {city} {postal}"
    else:
        home = f"{street}, {postal} {city}"
    made = {**person, "h": head, "home": home, "city": city, "postal": postal, "street": street, "works": [], "edus": []}
    truth = {"basics": {"name": person["name"], "email": person["mail"], "phone": person["e164"], "urls": person["url"],
                        "location": {"city": city}, "summary": person["about"]}, "work": [], "education": []}
    for title, firm, place, start, end, deeds in person["job"]:
        when, first, last = period(lang, shape, dash, pick, start, end)
        made["works"].append({"title": title, "firm": firm, "place": place, "when": when, "deeds": [deed.strip() for deed in deeds.split(";")]})
        truth["work"].append({"name": firm, "position": title, "startDate": first} | ({"endDate": last} if last else {}))
    for degree, area, school, start, end in person["edu"]:
        made["edus"].append({"degree": degree, "area": area, "school": school, "when": f"{start}–{end}"})
        truth["education"].append({"institution": school, "studyType": degree, "area": area, "startDate": start, "endDate": end})
    truth["skills"] = [{"name": skill} for skill in person["skill"]]
    truth["languages"] = [{"language": name} for name, _ in person["lang_"]]
    truth["certificates"] = [{"name": name} for name, _ in person["cert"]]
    return made, truth


def chromium(jobs, temp):
    for source, target in jobs:
        subprocess.run(["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={temp}/profile", "--no-pdf-header-footer",
                        f"--print-to-pdf={target}", source.as_uri()], check=True, stderr=subprocess.DEVNULL, timeout=120)


def main():
    out = pathlib.Path(sys.argv[1])
    only = sys.argv[2] if len(sys.argv) > 2 else ""
    temp = pathlib.Path(tempfile.mkdtemp())
    for half, name in enumerate(("one", "two")):
        files, truths = out / name / "files", out / name / "truth"
        files.mkdir(parents=True, exist_ok=True)
        truths.mkdir(parents=True, exist_ok=True)
        for index, person in enumerate(people(HERE / f"people-{name}.txt")):
            printed = pages.PAGES[:6] if half == 0 else pages.PAGES[3:]
            written = papers.PAPERS[:6] if half == 0 else papers.PAPERS[2:]
            if person["lang"] == "zh":
                written = [paper for paper in written if not paper.__name__.startswith("latex")]
            chosen = [printed[index % len(printed)], printed[(index + 2 + index // len(printed)) % len(printed)], written[(index + index // len(written)) % len(written)]]
            for turn, layout in enumerate(chosen):
                ident = f"{person['id']}-{layout.__name__}"
                if only not in ident:
                    continue
                made, truth = cv(person, index + turn, half)
                truth["meta"] = {"layout": layout.__name__, "lang": person["lang"], "format": "", "personal": []}
                if layout in pages.PAGES:
                    html, shown = layout(made)
                    source = temp / f"{ident}.html"
                    source.write_text(html, encoding="utf-8")
                    truth["meta"]["format"] = "pdf"
                    chromium([(source, files / f"{ident}.pdf")], temp)
                else:
                    shown = layout(made, files / ident, temp)
                    truth["meta"]["format"] = layout.__name__.split("_")[0]
                if shown:
                    truth["meta"]["personal"] = [kind for kind, _ in person["pers"]]
                (truths / f"{ident}.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
    shutil.rmtree(temp, ignore_errors=True)


main()
