"""Headings and dates of eight languages for the made resumes. `|` parts alternatives; the first half of each list is
used for people-one.txt, the second half for people-two.txt."""

HEADINGS = {
    "en": {
        "about": "In short|About me|Who I am|Personal statement",
        "work": "Where I've worked|Professional experience|What I've done so far|Employment record",
        "edu": "Schooling|Education|Where I learned|Academic training",
        "skill": "What I bring|Skills|Toolkit|Areas of strength",
        "lang": "Languages|Tongues|Languages I speak|Languages",
        "cert": "Tickets and licences|Certifications|Papers & permits|Licences and certificates",
        "contact": "Contact|Get in touch|Reach me|Contact details",
        "personal": "Personal details|Personal|Details|Personal information",
    },
    "de": {
        "about": "Kurzprofil|Über mich|Das bin ich|Profil",
        "work": "Stationen|Beruflicher Werdegang|Bisherige Tätigkeiten|Meine Stationen",
        "edu": "Ausbildung|Schule und Ausbildung|Werdegang Bildung|Aus- und Weiterbildung",
        "skill": "Was ich kann|Fachkenntnisse|Das bringe ich mit|Kompetenzen",
        "lang": "Sprachen|Sprachkenntnisse|Sprachen|Fremdsprachen",
        "cert": "Zertifikate|Nachweise|Zertifikate & Lizenzen|Zusatzqualifikation",
        "contact": "Kontakt|So erreichen Sie mich|Kontaktdaten|Kontakt",
        "personal": "Zur Person|Persönliche Daten|Persönliches|Angaben zur Person",
    },
    "fr": {
        "about": "En bref|Profil|Qui suis-je ?|À propos",
        "work": "Parcours|Expériences professionnelles|Mon parcours professionnel|Expérience",
        "edu": "Études|Formation|Diplômes et formations|Cursus",
        "skill": "Savoir-faire|Compétences|Ce que je sais faire|Domaines de compétence",
        "lang": "Langues|Langues|Langues parlées|Langues",
        "cert": "Brevets et permis|Certifications|Certificats|Habilitations",
        "contact": "Me joindre|Contact|Coordonnées|Me contacter",
        "personal": "État civil|Informations personnelles|Renseignements personnels|Divers personnels",
    },
    "es": {
        "about": "En pocas palabras|Perfil|Quién soy|Sobre mí",
        "work": "Trayectoria|Experiencia profesional|Dónde he trabajado|Recorrido laboral",
        "edu": "Estudios|Formación|Formación académica|Mis estudios",
        "skill": "Lo que sé hacer|Competencias|Habilidades|Qué aporto",
        "lang": "Idiomas|Idiomas|Lenguas|Idiomas",
        "cert": "Títulos y licencias|Certificaciones|Certificados|Acreditaciones",
        "contact": "Contacto|Datos de contacto|Cómo encontrarme|Contacto",
        "personal": "Datos personales|Datos personales|Información personal|Datos personales",
    },
    "pt": {
        "about": "Resumo|Sobre mim|Quem sou|Perfil profissional",
        "work": "Por onde passei|Experiência profissional|Percurso|Trajetória",
        "edu": "Estudos|Formação acadêmica|Formação|Escolaridade",
        "skill": "O que faço|Competências|O que sei fazer|Conhecimentos",
        "lang": "Línguas|Idiomas|Idiomas|Línguas",
        "cert": "Certificados|Certificações|Licenças|Cursos e certificados",
        "contact": "Contato|Contacto|Fale comigo|Contactos",
        "personal": "Dados pessoais|Dados pessoais|Informações pessoais|Dados pessoais",
    },
    "it": {
        "about": "In breve|Profilo|Chi sono|Mi presento",
        "work": "Percorso|Esperienze professionali|Dove ho lavorato|Esperienze lavorative",
        "edu": "Studi|Istruzione e formazione|Formazione|Percorso di studi",
        "skill": "Cosa so fare|Competenze|Capacità|Competenze tecniche",
        "lang": "Lingue|Lingue|Lingue straniere|Conoscenze linguistiche",
        "cert": "Abilitazioni|Certificazioni|Attestati|Certificati",
        "contact": "Recapiti|Contatti|Dove trovarmi|Contatti",
        "personal": "Dati personali|Dati anagrafici|Informazioni personali|Dati personali",
    },
    "nl": {
        "about": "In het kort|Profiel|Wie ben ik|Over mij",
        "work": "Loopbaan|Werkervaring|Waar ik werkte|Loopbaan en ervaring",
        "edu": "Scholing|Opleidingen|Opleiding|Gevolgde opleidingen",
        "skill": "Wat ik kan|Vaardigheden|Dit neem ik mee|Competenties",
        "lang": "Talen|Talenkennis|Talen|Talen",
        "cert": "Papieren|Certificaten|Diploma's en certificaten|Certificering",
        "contact": "Contact|Contactgegevens|Bereikbaar via|Contact",
        "personal": "Personalia|Persoonlijke gegevens|Persoonlijk|Personalia",
    },
    "zh": {
        "about": "关于我|自我评价|个人简介|个人优势",
        "work": "经历|工作经历|职业经历|工作履历",
        "edu": "求学|教育背景|教育经历|学习经历",
        "skill": "擅长|专业技能|技能特长|能力",
        "lang": "语言|语言能力|外语|语言",
        "cert": "证书|资格证书|所获证书|证书",
        "contact": "联系|联系方式|联系方式|联系我",
        "personal": "基本信息|个人信息|基本资料|个人信息",
    },
}

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
SHORT = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "de": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "es": "ene. feb. mar. abr. may. jun. jul. ago. sept. oct. nov. dic.",
    "pt": "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "nl": "jan. feb. mrt. apr. mei juni juli aug. sept. okt. nov. dec.",
}
NOW = {"en": "now|present|to date|Current", "de": "heute|jetzt|heute|dato", "fr": "aujourd’hui|présent|ce jour|aujourd'hui",
       "es": "actualidad|hoy|la actualidad|presente", "pt": "hoje|atual|o momento|presente",
       "it": "oggi|presente|in corso|ad oggi", "nl": "heden|nu|heden|vandaag", "zh": "至今|今|至今|现在"}
SINCE = {"en": "since", "de": "seit", "fr": "depuis", "es": "desde", "pt": "desde", "it": "dal", "nl": "sinds", "zh": "自"}
SEASONS = {"en": "Spring Summer Autumn Winter", "de": "Frühjahr Sommer Herbst Winter", "fr": "printemps été automne hiver",
           "es": "primavera verano otoño invierno", "pt": "primavera verão outono inverno",
           "it": "primavera estate autunno inverno", "nl": "lente zomer herfst winter", "zh": "春 夏 秋 冬"}


def heading(lang, topic, pick):
    return HEADINGS[lang][topic].split("|")[pick]


def date(lang, shape, value):
    """The date as printed and as the truth has it."""
    year, _, month = value.partition("-")
    if not month or shape == "year":
        return year, year
    number = int(month)
    if lang == "zh":
        text = {"iso": f"{year}-{month}", "num": f"{year}/{month}", "dot": f"{year}.{month}"}.get(shape, f"{year}年{number}月")
        return text, value
    if shape == "season":
        return SEASONS[lang].split()[(number - 1) // 3] + " " + year, year
    if shape == "apos":
        return SHORT[lang].split()[number - 1].rstrip(".") + " ’" + year[2:], value
    joint = " de " if lang in ("es", "pt") and shape == "month" else " "
    return {
        "num": f"{month}/{year}",
        "dot": f"{month}.{year}",
        "iso": f"{year}-{month}",
        "mon": SHORT[lang].split()[number - 1] + " " + year,
        "month": MONTHS[lang].split()[number - 1] + joint + year,
    }[shape], value


def period(lang, shape, dash, pick, start, end):
    """Printed period, and its two ends as the truth has them."""
    first, true_first = date(lang, shape, start)
    if end == "now":
        now = NOW[lang].split("|")[pick]
        if dash == "since" and lang != "zh":
            return f"{SINCE[lang]} {first}", true_first, None
        return (f"{first}{now}" if lang == "zh" and now.startswith("至") else f"{first}{mark(dash)}{now}"), true_first, None
    last, true_last = date(lang, shape, end)
    return f"{first}{mark(dash)}{last}", true_first, true_last


def mark(dash):
    return {"since": " – ", "en": "–", "hyphen": " - ", "to": " – ", "em": " — "}[dash]
