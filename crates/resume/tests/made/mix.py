"""People put together at random (seeded) from lists that no other set uses; printed in layouts at random, three of them new.

  mix.py OUT [SEED]
"""
import pathlib, random, shutil, sys, tempfile
import files, more, sheets, sheets_b, sheets_c, sheets_d
L = {
"en": dict(country="US", first="Tamika Gordon Beatrix Callista Emmett Ramona Silas Opal", last="Fenwick Abernathy Castellano Oduya Thornquist Bellamy Greer Pruitt", titles="Physical Therapist|Procurement Specialist|UX Researcher|Payroll Administrator|Site Superintendent|Pharmacy Technician|Content Strategist|Dental Hygienist|Fleet Manager|QA Analyst",
  firms="Larkmoor Rehab|Juniper & Vale|Stonebridge Outfitters|Cobalt Harbor|Redwing Logistics|Halcyon Health Partners|Bluffside Builders Inc.|Morrow Street Coffee|Ashlawn Credit Union|Tidepool Games", towns="Tulsa, OK|Boise, ID|Dayton, OH|Eugene, OR", schools="Oregon State University|Tulsa Community College|Miami University|University of Idaho", degrees="Bachelor of Arts, Communication|B.S., Kinesiology|Associate of Science, Accounting|MBA", skills="Scheduling|Tableau|Negotiation|Patient education|Figma|Excel|Conflict resolution|SQL|Budgeting|Safety training",
  langs="English|native;Spanish|intermediate", certs="PMP|2019;CPR|2021;SHRM-CP|2018", months="Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", now="Present", about="I bring order to busy places and keep promises made to clients. Colleagues call me the person who reads the manual and then fixes the machine anyway.", phone=("(918) 555-01{:02d}", "+191855501{:02d}"), h="Summary|Work Experience|Education|Skills|Languages|Certifications|Contact|Personal;About Me|Career History|Academic Background|Core Competencies|Languages|Licenses|Contact|Personal;Overview|Relevant Experience|Education & Training|Key Skills|Languages|Credentials|Reach me|Personal"),
"de": dict(country="DE", first="Wiebke Falk Swantje Ottokar Dörte Ingmar Silke Volker", last="Brinkschulte Harmsen Kowalke Ostermeier Ruprecht Tiedemann Weißenborn Zschoche", titles="Einkäufer|Steuerfachangestellte|Vertriebsleiter|Ergotherapeutin|Konstrukteur|Personalreferentin|Lagerleiter|Bauzeichnerin|Systemadministrator|Hotelfachfrau",
  firms="Wendland Möbelwerke|Kanzlei Ruge & Stein|Solarhaus Nord GmbH|Therapiezentrum Lindenhof|Maschinenbau Pröll|Hafenkontor Bremen|Bergmann Feinkost|Ostsee Reederei AG|Technikhaus Zobel|Hotel Drei Mohren", towns="Bremen|Kassel|Rostock|Ulm", schools="Hochschule Bremen|Universität Kassel|Berufliche Schule Rostock|Robert-Bosch-Schule Ulm", degrees="Bachelor of Engineering, Maschinenbau|Ausbildung zur Hotelfachfrau|Diplom-Betriebswirtin|Fachabitur", skills="SAP MM|Verhandlung|DATEV|Teamführung|AutoCAD|Arbeitsrecht|Lagerlogistik|Excel|Windows Server|Gästebetreuung",
  langs="Deutsch|Muttersprache;Englisch|gut", certs="Ausbildereignung|2018;Staplerschein|2016;REFA-Grundschein|2020", months="Januar Februar März April Mai Juni Juli August September Oktober November Dezember", now="heute", about="Ich arbeite gern gründlich und mit Menschen, die es ebenso halten. Zuletzt habe ich Abläufe vereinfacht und dabei Kosten und Nerven gespart.", phone=("0171 39200{:02d}", "+4917139200{:02d}"), h="Profil|Berufserfahrung|Ausbildung|Kenntnisse|Sprachen|Zertifikate|Kontakt|Persönliches;Kurzvorstellung|Beruflicher Werdegang|Bildungsweg|Fähigkeiten|Sprachkenntnisse|Weiterbildung|Kontaktdaten|Zur Person"),
"fr": dict(country="FR", first="Aurore Bastien Coralie Ludovic Ombeline Tanguy", last="Fauchard Grandmougin Leclercq-Vial Montagnier Pasquier Rabouin", titles="Contrôleuse de gestion|Chef de produit|Aide-soignante|Développeur mobile|Responsable de magasin|Juriste|Technicien réseau|Boulanger",
  firms="Maison Charmeau|Groupe Ardoise|Clinique des Ormeaux|Novalys|Brasserie du Canal|Cabinet Thévenot|Télécoms de l'Ouest|Fournil Saint-Antoine", towns="Rennes|Nantes|Dijon|Tours", schools="Université de Rennes 1|IUT de Nantes|Lycée Carnot|Université de Tours", degrees="Master, Contrôle de gestion|DUT, Réseaux et télécommunications|CAP, Boulangerie|Licence professionnelle, Commerce", skills="Excel|Power BI|Soins d'hygiène|Kotlin|Merchandising|Droit social|Cisco|Pâtisserie",
  langs="Français|langue maternelle;Anglais|courant", certs="TOEIC|2019;SST|2020", months="janvier février mars avril mai juin juillet août septembre octobre novembre décembre", now="aujourd'hui", about="Curieuse et rigoureuse, je cherche une équipe où l'on apprend les uns des autres. J'ai mené plusieurs projets à terme dans des délais serrés.", phone=("06 39 98 50 {:02d}", "+336399850{:02d}"), h="Profil|Expérience professionnelle|Formation|Compétences|Langues|Certifications|Contact|Infos;À propos de moi|Parcours professionnel|Diplômes|Savoir-faire|Langues|Certificats|Coordonnées|Infos"),
"es": dict(country="ES", first="Begoña Gonzalo Itziar Leandro Noelia Ramiro", last="Arrizabalaga Bustamante Carrasquilla Escudero Montoya Zamorano", titles="Jefa de compras|Analista de datos|Fisioterapeuta|Jefe de obra|Dependienta|Diseñador gráfico|Técnica de laboratorio|Camarero",
  firms="Conservas Ría Alta|Datalia|Clínica Monteverde|Construcciones Pardo S.L.|Librería Ámbar|Estudio Nómada|Laboratorios Berrocal|Hotel Miralmar", towns="Vigo|Zaragoza|Gijón|Murcia", schools="Universidad de Zaragoza|Universidad de Murcia|IES Monte Alto|Escuela Superior de Diseño", degrees="Grado en Estadística|Grado en Fisioterapia|Ciclo Formativo de Grado Superior, Laboratorio|Máster en Dirección de Compras", skills="Negociación|Python|Terapia manual|Presto|Atención al cliente|Illustrator|Cromatografía|Excel",
  langs="Español|nativo;Inglés|B2", certs="PRL 60 horas|2019;Manipulador de alimentos|2021", months="enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre", now="actualidad", about="Profesional con más de diez años de experiencia en el sector. Me implico en los proyectos, cumplo los plazos y cuido la relación con los clientes.", phone=("600 000 5{:02d}", "+346000005{:02d}"), h="Perfil|Experiencia profesional|Formación|Habilidades|Idiomas|Certificados|Contacto|Datos personales;Sobre mí|Trayectoria laboral|Estudios|Competencias|Idiomas|Cursos|Contacto|Datos personales"),
"it": dict(country="IT", first="Loredana Tommaso Ginevra Ruggero Serena Fabrizio", last="Bevilacqua Castagnoli Fontanesi Marangon Pellegrinelli Zambelli", titles="Responsabile acquisti|Fisioterapista|Geometra|Receptionist|Programmatore Java|Educatrice|Magazziniere|Responsabile marketing",
  firms="Ceramiche Valdora|Centro Salus|Studio Tecnico Bordin|Hotel Bellariva|Softmare|Cooperativa Il Girasole|Logistica Adige Srl|Cantine Montefosco", towns="Verona|Modena|Rimini|Udine", schools="Università di Verona|Politecnico di Milano|Istituto Tecnico Cangrande|Università degli Studi di Udine", degrees="Laurea triennale, Economia aziendale|Laurea in Fisioterapia|Diploma di geometra|Laurea magistrale, Informatica", skills="Contabilità|SAP|Riabilitazione|AutoCAD|Accoglienza|Java|Animazione|Excel",
  langs="Italiano|madrelingua;Inglese|B2", certs="Sicurezza sul lavoro|2019;ECDL|2015", months="gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre", now="oggi", about="Persona affidabile e organizzata, con esperienza in contesti strutturati. Mi piace lavorare in squadra e vedere i risultati alla fine della giornata.", phone=("333 0000 9{:02d}", "+3933300009{:02d}"), h="Profilo|Esperienze professionali|Istruzione e formazione|Competenze|Lingue|Certificazioni|Contatti|Dati personali;Chi sono|Esperienza lavorativa|Titoli di studio|Capacità e competenze|Lingue straniere|Attestati|Recapiti|Dati personali"),
"pt": dict(country="BR", first="Rosângela Murilo Tainá Everton", last="Cavalcanti Furtado Nogueira Vasconcelos", titles="Gerente de loja|Analista fiscal|Engenheira civil|Técnico de enfermagem|Designer de produto|Assistente administrativa",
  firms="Lojas Aurora|Escritório Contábil Meridional|Construtora Jatobá Ltda|Hospital Santa Luzia|Vitrine Digital|Colégio Monte Claro", towns="Recife|Belo Horizonte|Goiânia", schools="Universidade Federal de Pernambuco|PUC Minas|SENAC", degrees="Bacharelado em Ciências Contábeis|Graduação em Engenharia Civil|Curso Técnico em Enfermagem", skills="Gestão de equipes|SPED|AutoCAD|Curativos|Figma|Pacote Office|Atendimento",
  langs="Português|nativo;Inglês|intermediário", certs="NR 10|2019;Green Belt|2020", months="janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro", now="atual", about="Profissional dedicado, com experiência em ambientes dinâmicos e foco em resultados. Busco crescer junto com a empresa e formar boas equipes.", phone=("(81) 90000-77{:02d}", "+55819000077{:02d}"), h="Resumo|Experiência profissional|Formação acadêmica|Competências|Idiomas|Cursos|Contato|Dados pessoais;Perfil|Histórico profissional|Escolaridade|Habilidades|Idiomas|Certificações|Contato|Dados pessoais"),
"nl": dict(country="NL", first="Geertje Ruben Marloes Sietse", last="Bosschaart Hogendoorn Nieuwenhuis Veldkamp", titles="Inkoper|Fysiotherapeut|Applicatiebeheerder|Winkelmanager|Werkvoorbereider|Administratief medewerker",
  firms="Tuincentrum De Linde|Praktijk Zuidermarkt|Datawacht|Bakkerij Roelofs|Bouwteam Salland BV|Waterschap Vechtdal", towns="Zwolle|Breda|Groningen", schools="Windesheim|Avans Hogeschool|Deltion College", degrees="HBO, Fysiotherapie|MBO 4, Applicatiebeheer|HBO, Bouwkunde", skills="Inkoop|Oefentherapie|SQL|Personeelsplanning|Revit|Facturatie|Excel",
  langs="Nederlands|moedertaal;Engels|goed", certs="VCA|2019;BHV|2021", months="januari februari maart april mei juni juli augustus september oktober november december", now="heden", about="Nuchtere aanpakker die overzicht houdt als het druk wordt. Ik werk graag met mensen die zeggen wat ze doen en doen wat ze zeggen.", phone=("06 100009{:02d}", "+316100009{:02d}"), h="Profiel|Werkervaring|Opleiding|Vaardigheden|Talen|Certificaten|Contact|Personalia;Over mij|Loopbaan|Opleidingen|Competenties|Talenkennis|Cursussen|Contactgegevens|Personalia"),
"zh": dict(country="CN", first="雨桐 浩然 诗涵 俊杰", last="唐 韩 冯 曹", titles="人事专员|后端开发工程师|销售经理|平面设计师|采购主管|数据分析师", firms="北辰商贸有限公司|云杉科技|锦绣服饰集团|方寸设计工作室|恒泰机械股份有限公司|明德教育咨询有限公司", towns="长沙|郑州|厦门", schools="湖南大学|郑州大学|厦门理工学院", degrees="本科, 人力资源管理|本科, 计算机科学与技术|大专, 视觉传达设计", skills="招聘|Java|客户开发|Photoshop|供应商管理|Excel|SQL", langs="英语|良好;普通话|二级甲等", certs="人力资源管理师|2019;驾驶证C1|2016", months="", now="至今",
  about="工作认真负责，具有良好的沟通与协调能力，能够独立完成任务，并与团队成员保持良好的合作关系。", phone=("138 0000 88{:02d}", "+86138000088{:02d}"), h="个人简介|工作经历|教育背景|专业技能|语言能力|证书|联系方式|个人信息;自我评价|工作经验|教育经历|技能特长|外语能力|资格证书|联系方式|个人信息")}


def when(rng, lang, style, year, month):
    l = L[lang]
    if style == "year":
        return str(year), str(year)
    if lang == "zh":
        return {"num": f"{year}.{month:02d}", "word": f"{year}年{month}月"}[style], f"{year}-{month:02d}"
    if style == "num":
        return f"{month:02d}/{year}", f"{year}-{month:02d}"
    return f"{l['months'].split()[month - 1]}{' de ' if lang in ('es', 'pt') else ' '}{year}", f"{year}-{month:02d}"


def person(rng, lang, number):
    l = L[lang]
    style, dash = rng.choice(["num", "word", "word", "year"]), rng.choice([" – ", " - ", "–"])
    first, last = rng.choice(l["first"].split()), rng.choice(l["last"].split())
    name = last + first if lang == "zh" else f"{first} {last}"
    titles, firms, towns = (rng.sample(l[k].split("|"), 3) for k in ("titles", "firms", "towns"))
    works, year = [], 2021
    for at in range(3):
        a, b = when(rng, lang, style, year - 3, rng.randint(1, 12)), when(rng, lang, style, year, rng.randint(1, 12))
        works.append({"title": titles[at], "firm": firms[at], "place": towns[at], "when": a[0] + dash + (l["now"] if at == 0 else b[0]), "meant": f"{a[1]}/{'' if at == 0 else b[1]}", "deeds": [rng.choice(l["skills"].split("|")), rng.choice(l["skills"].split("|")) + " & " + rng.choice(l["skills"].split("|"))]})
        year -= 4
    degrees, schools = rng.sample(l["degrees"].split("|"), 2), rng.sample(l["schools"].split("|"), 2)
    edus = [{"degree": d.partition(", ")[0], "area": d.partition(", ")[2], "school": s, "when": f"{y}{dash}{y + 3}", "meant": f"{y}/{y + 3}"} for d, s, y in zip(degrees, schools, (2008, 2004))]
    heads = dict(zip(("about", "work", "edu", "skill", "lang", "cert", "contact", "personal"), rng.choice(l["h"].split(";")).split("|")))
    mail = f"kontakt{number}@{['mail', 'post', 'inbox'][number % 3]}.example.org"
    return {"id": f"{lang}m{number}", "lang": lang, "country": l["country"], "name": name, "label": titles[0], "mail": mail, "phone": l["phone"][0].format(number % 100), "e164": l["phone"][1].format(number % 100), "home": towns[0], "city": towns[0].split(",")[0], "url": [], "about": l["about"],
            "works": works, "edus": edus, "skill": rng.sample(l["skills"].split("|"), 5), "lang_": [x.split("|") for x in l["langs"].split(";")], "cert": [x.split("|") for x in rng.sample(l["certs"].split(";"), 2)], "pers": [], "h": heads}


def main():
    out, temp = pathlib.Path(sys.argv[1]), pathlib.Path(tempfile.mkdtemp())
    rng = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 4711)
    for folder in ("files", "truth"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    everything = sheets.SHEETS + sheets.ASIDE + sheets_b.SHEETS + sheets_c.SHEETS
    papers = files.FILES + files.ASIDE + sheets_b.FILES + sheets_c.FILES
    for number in range(32):
        lang = ["en", "de", "fr", "es", "it", "pt", "nl", "zh"][number % 8]
        cv = person(rng, lang, number + 10)
        paper = rng.choice([p for p in papers if not (lang == "zh" and p is files.moderncv)])
        for layout in {rng.choice(sheets_d.SHEETS), rng.choice(everything), paper}:
            more.write(cv, layout, out, temp)
    shutil.rmtree(temp, ignore_errors=True)


main()
