//! Section headings in eight languages.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::list::phrases;
use super::{fold, is_han};

/// What a section is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Topic {
    Summary,
    Work,
    Education,
    Skills,
    Languages,
    Certificates,
    Projects,
    Publications,
    Awards,
    Volunteer,
    Interests,
    References,
    Contact,
    Personal,
    /// Known as a heading, of no use to a field: courses, memberships, declarations.
    Other,
}

/// Whole headings, folded; the surest sign.
const PHRASES: [(Topic, &str); 15] = [
    (
        Topic::Summary,
        "in short|in brief|at a glance|in a nutshell|my story|hello|hi there|snapshot|professional snapshot|what drives me|career statement|mission|who am i|about myself|summary statement|professional overview|auf einen blick|das bin ich|kurz und knapp|in kurze|motivation|wer ich bin|mein profil|en bref|en quelques mots|mon profil|mon histoire|en pocas palabras|en breve|de un vistazo|mi perfil|quem sou|quem sou eu|em resumo|em poucas palavras|meu perfil|perfil pessoal|in breve|mi presento|in sintesi|il mio profilo|in het kort|in een notendop|kort profiel|wie ik ben|even voorstellen|mijn profiel|自传|个人介绍|个人说明|简介|我的优势|自我简介|综述|职业概要|\
summary|professional summary|executive summary|career summary|summary of qualifications|qualifications summary|profile|professional profile|personal profile|career profile|about|about me|objective|career objective|professional objective|personal statement|overview|career overview|introduction|bio|biography|highlights|career highlights|highlights of qualifications|value proposition|who i am|\
profil|kurzprofil|uber mich|zusammenfassung|berufliches profil|personliches profil|qualifikationsprofil|kurzvorstellung|ziel|berufsziel|karriereziel|ich uber mich|kurzbiografie|\
resume|resume professionnel|a propos|a propos de moi|profil professionnel|objectif|objectif professionnel|presentation|accroche|synthese|qui suis-je|\
perfil|perfil profesional|resumen|resumen profesional|sobre mi|acerca de mi|extracto|objetivo|objetivo profesional|presentacion|quien soy|\
perfil profissional|resumo|resumo profissional|sobre|sobre mim|objetivo profissional|apresentacao|sintese profissional|\
profilo|profilo professionale|sommario|chi sono|su di me|obiettivo|obiettivo professionale|presentazione|sintesi|profilo personale|\
profiel|persoonlijk profiel|over mij|samenvatting|professioneel profiel|doelstelling|wie ben ik|\
个人简介|自我评价|个人总结|自我介绍|个人评价|职业目标|求职意向|个人概况|关于我|个人优势|职业概述|自我描述",
    ),
    (
        Topic::Work,
        "where i've worked|where i worked|what i've done|what i have done|what i've done so far|my journey|my career so far|career path|employment record|jobs|roles|positions|track record|professional journey|work life|career summary and experience|recent roles|experience and roles|bisherige tatigkeiten|bisherige stationen|meine stationen|mein weg|mein werdegang|was ich bisher gemacht habe|wo ich gearbeitet habe|beruf|berufliches|arbeitsstationen|mon parcours|mon parcours professionnel|ou j'ai travaille|postes occupes|vie professionnelle|itineraire professionnel|parcours pro|donde he trabajado|mi trayectoria|mi experiencia|recorrido profesional|recorrido laboral|vida laboral|puestos desempenados|carrera profesional|carrera|por onde passei|onde trabalhei|percurso|trajetoria|minha trajetoria|minha experiencia|carreira|carreira profissional|vida profissional|percorso|percorso lavorativo|dove ho lavorato|il mio percorso|la mia esperienza|posizioni ricoperte|vita professionale|waar ik werkte|waar ik heb gewerkt|mijn loopbaan|mijn ervaring|loopbaan en ervaring|arbeidservaring|functies|werkverleden|werk|carrierepad|经历|履历|工作|我的经历|职场经历|职业轨迹|过往经历|任职|从业经验|职业生涯|\
experience|work experience|professional experience|employment|employment history|work history|career history|career|job history|professional background|professional history|relevant experience|employment experience|industry experience|career experience|research experience|teaching experience|clinical experience|positions held|appointments|professional appointments|academic appointments|internships|internship experience|work|professional career|selected experience|additional experience|military service|military experience|career progression|where i have worked|\
berufserfahrung|berufserfahrungen|beruflicher werdegang|berufspraxis|werdegang|berufliche erfahrung|berufliche erfahrungen|praktische erfahrung|praktische erfahrungen|berufstatigkeit|praktika|berufliche stationen|berufliche laufbahn|berufliche tatigkeit|berufliche tatigkeiten|arbeitserfahrung|beschaftigungen|stationen|praxiserfahrung|berufsweg|erfahrung|erfahrungen|tatigkeiten|\
experience professionnelle|experiences professionnelles|experiences|parcours professionnel|parcours|emplois|carriere|historique professionnel|stages|stages et emplois|mes experiences|\
experiencia|experiencia laboral|experiencia profesional|experiencias profesionales|trayectoria|trayectoria profesional|historial laboral|experiencia de trabajo|historia laboral|practicas|empleo|antecedentes laborales|\
experiencia profissional|experiencias profissionais|historico profissional|percurso profissional|trajetoria profissional|experiencias|atuacao profissional|historico de trabalho|emprego|\
esperienza|esperienze|esperienza lavorativa|esperienze lavorative|esperienza professionale|esperienze professionali|percorso professionale|carriera|storia lavorativa|esperienze di lavoro|\
werkervaring|ervaring|beroepservaring|loopbaan|professionele ervaring|arbeidsverleden|carriere|relevante werkervaring|stages en werkervaring|\
工作经历|工作经验|职业经历|实习经历|工作背景|职业经验|从业经历|任职经历|职业履历|实习经验|实践经历|工作履历",
    ),
    (
        Topic::Education,
        "schooling|where i learned|where i studied|what i studied|learning|academic training|academia|school|study|my education|formal education|academic path|background in education|studium und schule|schule und ausbildung|schulische laufbahn|werdegang bildung|lernen|was ich gelernt habe|meine ausbildung|bildungsstationen|aus- und fortbildung|mes etudes|ou j'ai etudie|parcours de formation|mes diplomes|mis estudios|donde estudie|que he estudiado|mi formacion|formacion y estudios|onde estudei|meus estudos|minha formacao|ensino|dove ho studiato|i miei studi|la mia formazione|percorso scolastico|gevolgde opleidingen|waar ik leerde|mijn opleiding|school en studie|scholing en opleiding|leerweg|求学|学业|学历教育|我的学习|求学之路|院校经历|学校|\
education|academic background|educational background|education and training|academic qualifications|educational qualification|educational details|education details|academic details|academic qualification|academic projects and education|academic history|qualifications|educational qualifications|education history|academics|academic record|academic credentials|training and education|studies|schooling|degrees|academic profile|university|education & qualifications|\
ausbildung|bildung|bildungsweg|studium|schulbildung|akademische ausbildung|studium und ausbildung|ausbildung und studium|aus- und weiterbildung|bildungsgang|schulische ausbildung|hochschulbildung|akademischer werdegang|schule|schule und studium|berufsausbildung|ausbildungsweg|bildungswerdegang|schulischer werdegang|akademische laufbahn|\
formation|formations|etudes|parcours academique|diplomes|diplome|education et formation|formation academique|formation initiale|cursus|parcours scolaire|scolarite|cursus universitaire|diplomes et formations|formations et diplomes|\
formacion|formacion academica|educacion|estudios|estudios realizados|formacion reglada|antecedentes academicos|titulacion|historial academico|preparacion academica|datos academicos|\
formacao|formacao academica|educacao|escolaridade|habilitacoes|habilitacoes academicas|habilitacoes literarias|percurso academico|estudos|formacao escolar|\
istruzione|istruzione e formazione|formazione|formazione accademica|studi|titoli di studio|percorso di studi|percorso formativo|carriera accademica|educazione|\
opleiding|opleidingen|onderwijs|studie|educatie|scholing|opleiding en training|academische opleiding|genoten opleidingen|vooropleiding|\
教育背景|教育经历|学历|学习经历|教育|教育程度|学历背景|受教育经历|求学经历|学业经历",
    ),
    (
        Topic::Skills,
        "areas of practice|practice areas|fields of work|capacita professionali|capacita tecniche e professionali|what i bring|what i can do|what i know|what i offer|i am good at|good at|toolkit|my toolkit|tool belt|areas of strength|superpowers|know-how|knowledge|craft|my skills|what i do best|what i work with|stack|talents|proficient in|was ich kann|das bringe ich mit|was ich mitbringe|mein konnen|konnen|meine starken|das kann ich|werkzeugkasten|werkzeuge|fachwissen|ce que je sais faire|mes competences|mes atouts|ce que j'apporte|boite a outils|mes savoir-faire|lo que se hacer|que aporto|lo que aporto|mis habilidades|que se hacer|puntos fuertes|saberes|o que faco|o que sei fazer|o que trago|minhas competencias|pontos fortes|ferramentas|saber fazer|cosa so fare|cosa porto|cosa faccio|le mie competenze|punti di forza|strumenti|saper fare|wat ik kan|dit neem ik mee|wat ik meebreng|mijn vaardigheden|waar ik goed in ben|gereedschap|dit kan ik|krachten|擅长|能力|特长|我的技能|我擅长|本领|工具|技能与工具|业务能力|技术专长|\
skills|technical skills|key skills|core competencies|core skills|areas of expertise|expertise|competencies|skill set|skillset|professional skills|soft skills|hard skills|tools|technologies|tech stack|technical proficiencies|technical expertise|technical competencies|technical knowledge|strengths|key strengths|computer skills|it skills|skills summary|abilities|capabilities|key competencies|core strengths|skills and abilities|programming languages|top skills|skills & tools|skills & expertise|proficiencies|specialties|specialities|what i do|software|toolbox|software skills|digital skills|areas of knowledge|\
kenntnisse|fahigkeiten|fachkenntnisse|edv-kenntnisse|edv kenntnisse|it-kenntnisse|it kenntnisse|kompetenzen|qualifikationen|computerkenntnisse|starken|technische kenntnisse|fertigkeiten|kenntnisse und fahigkeiten|fahigkeiten und kenntnisse|besondere kenntnisse|kernkompetenzen|technische fahigkeiten|fachliche kompetenzen|weitere kenntnisse|software-kenntnisse|programmierkenntnisse|schlusselkompetenzen|soziale kompetenzen|zusatzqualifikationen|skills und tools|methodenkompetenz|\
competences|competences techniques|competences cles|competences professionnelles|savoir-faire|informatique|competences informatiques|atouts|qualites|outils|domaines de competences|domaines d'expertise|connaissances|aptitudes|savoir-etre|connaissances informatiques|logiciels|\
competencias|habilidades|conocimientos|aptitudes|competencias clave|habilidades tecnicas|conocimientos tecnicos|destrezas|conocimientos informaticos|informatica|capacidades|competencias tecnicas|competencias profesionales|habilidades y competencias|fortalezas|herramientas|areas de especializacion|aptitudes principales|principales aptitudes|\
competencias tecnicas|competencias pessoais|conhecimentos|conhecimentos tecnicos|aptidoes|informatica|principais competencias|habilidades e competencias|competencias digitais|qualificacoes|\
competenze|competenze tecniche|capacita|abilita|conoscenze|conoscenze informatiche|competenze informatiche|capacita e competenze|competenze digitali|competenze professionali|competenze principali|capacita tecniche|competenze chiave|\
vaardigheden|competenties|kennis|computervaardigheden|technische vaardigheden|kerncompetenties|kwaliteiten|kennis en vaardigheden|vaardigheden en competenties|belangrijkste vaardigheden|it-vaardigheden|expertise|sterke punten|\
技能|专业技能|技能特长|个人技能|职业技能|技能专长|专业能力|核心技能|掌握技能|技术能力|技术栈|核心能力|专长|技能证书|个人能力|相关技能|技能清单|it技能",
    ),
    (
        Topic::Languages,
        "languages i speak|tongues|i speak|what i speak|spoken|welche sprachen|meine sprachen|je parle|mes langues|hablo|mis idiomas|falo|meus idiomas|parlo|le mie lingue|ik spreek|mijn talen|语种|会说的语言|语言掌握|\
languages|language skills|language proficiency|spoken languages|foreign languages|language|linguistic skills|languages spoken|language competencies|\
sprachen|sprachkenntnisse|fremdsprachen|fremdsprachenkenntnisse|sprache|\
langues|langues etrangeres|competences linguistiques|langues parlees|\
idiomas|lenguas|idiomas extranjeros|lenguajes|conocimiento de idiomas|\
linguas|linguas estrangeiras|competencias linguisticas|linguas e idiomas|\
lingue|lingue straniere|conoscenze linguistiche|competenze linguistiche|lingue conosciute|\
talen|talenkennis|taalvaardigheden|taalkennis|taalvaardigheid|\
语言|语言能力|语言水平|外语水平|语言技能|外语能力|掌握语言|外语",
    ),
    (
        Topic::Certificates,
        "papers & permits|papers|permits|tickets|tickets and licences|licences and certificates|licenses and certificates|badges|diplomas and certificates|nachweise|scheine|qualifikationsnachweise|erworbene scheine|zusatzqualifikation|zusatzausbildungen|brevets et permis|permis et certificats|brevets|attestations|certificaciones y licencias|titulos y licencias|titulos|carnes|licencias|certificados profesionales|licencas|licencas e certificados|diplomas|cursos e licencas|patentini|certificati e patenti|brevetti e patenti|certificazioni e patenti|papieren|vakpapieren|bewijzen|certificering|certificaten en papieren|getuigschriften|执照|资质|持证|持证情况|证书与资质|\
certifications|certificates|certification|licenses|licences|licenses & certifications|licenses and certifications|certificates and licenses|professional certifications|certifications & licenses|credentials|professional qualifications|accreditations|licensure|certifications and training|professional development|seminare|schulungen|kurse|培训经验|培训|培训经历|courses|trainings|training|formations complementaires|formacion complementaria|formacao complementar|cursos complementares|corsi di formazione|corsi|cursos|trainingen|cursussen|formation continue|fortbildungen|fortbildung|weiterbildungen|weiterbildung|professional licenses|courses and certifications|certifications and courses|training and certifications|\
zertifikate|zertifizierungen|lizenzen|zertifikate und lizenzen|bescheinigungen|fuhrerscheine und lizenzen|zertifikate & weiterbildungen|weiterbildung und zertifikate|zertifikate und weiterbildungen|\
certificats|certifications professionnelles|habilitations|licences et certifications|certifications et licences|\
certificados|certificaciones|titulos y certificados|licencias y certificaciones|acreditaciones|cursos y certificaciones|certificaciones y cursos|\
certificacoes|certificados e licencas|cursos e certificacoes|licencas e certificacoes|\
certificati|certificazioni|attestati|patenti e certificati|certificazioni e corsi|corsi e certificazioni|abilitazioni|\
certificaten|certificeringen|licenties|diploma's en certificaten|certificaten en licenties|cursussen en certificaten|\
证书|资格证书|职业资格|专业证书|资质证书|荣誉证书|所获证书|认证|执业资格|职业证书|资格认证|证照",
    ),
    (
        Topic::Projects,
        "projects|personal projects|key projects|selected projects|academic projects|side projects|project experience|open source|portfolio|notable projects|\
projekte|projekterfahrung|ausgewahlte projekte|projektliste|projets|projets personnels|realisations|proyectos|proyectos personales|projetos|projetos pessoais|progetti|progetti personali|projecten|项目经历|项目经验|项目|个人项目|主要项目",
    ),
    (
        Topic::Publications,
        "publications|selected publications|papers|research|patents|conference papers|presentations|talks|conferences|publications and presentations|research interests|journal articles|books|\
publikationen|veroffentlichungen|vortrage|patente|forschung|publications scientifiques|communications|brevets|publicaciones|ponencias|patentes|investigacion|publicacoes|pubblicazioni|brevetti|publicaties|presentaties|出版物|发表论文|论文|学术成果|专利|科研成果|研究成果",
    ),
    (
        Topic::Awards,
        "awards|honors|honours|awards and honors|achievements|honors & awards|accomplishments|key achievements|scholarships|recognition|grants|fellowships|awards & achievements|honors and awards|prizes|\
auszeichnungen|preise|stipendien|ehrungen|erfolge|stipendien und auszeichnungen|prix|distinctions|recompenses|bourses|prix et distinctions|premios|reconocimientos|logros|becas|premios y reconocimientos|premiacoes|conquistas|bolsas|premi|riconoscimenti|borse di studio|prijzen|onderscheidingen|beurzen|获奖情况|荣誉奖项|奖项|所获荣誉|获奖经历|荣誉|奖励",
    ),
    (
        Topic::Volunteer,
        "volunteer|volunteering|volunteer experience|volunteer work|community service|community involvement|extracurricular activities|leadership|leadership activities|activities|extracurriculars|civic engagement|voluntary work|leadership experience|affiliations|\
ehrenamt|ehrenamtliche tatigkeit|ehrenamtliche tatigkeiten|ehrenamtliches engagement|engagement|soziales engagement|gesellschaftliches engagement|benevolat|engagements|vie associative|activites extra-professionnelles|voluntariado|actividades|trabajo voluntario|trabalho voluntario|atividades|volontariato|attivita di volontariato|vrijwilligerswerk|nevenactiviteiten|志愿者经历|志愿服务|社会活动|社团经历|校园经历|社会实践|学生工作",
    ),
    (
        Topic::Interests,
        "interests|hobbies|hobbies and interests|hobbies & interests|personal interests|interests and hobbies|pastimes|leisure|\
interessen|hobbys|hobbies und interessen|freizeit|interessen und hobbys|hobbys und interessen|freizeitaktivitaten|personliche interessen|centres d'interet|centre d'interet|loisirs|interets|centres d'interets|passions|intereses|aficiones|pasatiempos|hobbies e interesses|interesses|passatempos|interessi|interessi personali|tempo libero|hobby|passioni|interesses|hobby's|hobby's en interesses|兴趣爱好|爱好|兴趣|个人爱好",
    ),
    (
        Topic::References,
        "references|referees|professional references|references available upon request|recommendations|testimonials|\
referenzen|referenz|empfehlungen|references professionnelles|referencias|referenze|referenties|recomendaciones|recomendacoes|证明人|推荐人",
    ),
    (
        Topic::Contact,
        "联络方式|联络资讯|联络资料|联系资料|reach me|say hello|how to reach me|where to find me|find me|so erreichen sie mich|erreichbar unter|hier erreichen sie mich|me joindre|me contacter|ou me trouver|como encontrarme|donde encontrarme|contactame|contacta conmigo|fale comigo|onde me encontrar|entre em contato|dove trovarmi|come contattarmi|contattami|bereikbaar via|bereik mij|neem contact op|联系|联系我们|通讯方式|通讯|\
contact|contact information|contact details|contact me|contact info|get in touch|address|links|find me online|social|socials|connect|online|profiles|web|websites|online profiles|social media|\
kontakt|kontaktdaten|kontaktinformationen|anschrift|coordonnees|contactez-moi|contacts|mes coordonnees|informations de contact|contacto|datos de contacto|informacion de contacto|contato|contatos|dados de contato|informacoes de contato|contactos|contatti|recapiti|informazioni di contatto|contactgegevens|contactinformatie|联系方式|联系信息|联系我",
    ),
    (
        Topic::Personal,
        "about my person|vital statistics|personliches|steckbrief|renseignements personnels|divers personnels|mis datos|datos|meus dados|i miei dati|persoonlijk|mijn gegevens|个人概况信息|个人档案|\
personal details|personal information|personal data|personal|details|personal particulars|bio data|biodata|additional details|\
personliche daten|personalien|personliche angaben|angaben zur person|personliche informationen|zur person|daten|donnees personnelles|informations personnelles|etat civil|renseignements personnels|datos personales|informacion personal|dados pessoais|informacoes pessoais|identificacao|dati personali|informazioni personali|dati anagrafici|persoonlijke gegevens|personalia|persoonsgegevens|persoonlijke informatie|个人信息|基本信息|个人资料|基本资料|个人情况|个人基本信息",
    ),
    (
        Topic::Other,
        "additional information|other|miscellaneous|coursework|relevant coursework|continuing education|memberships|professional memberships|professional affiliations|declaration|workshops|seminars|other information|additional|work authorization|availability|driving licence|driver's license|security clearance|test scores|organizations|appendix|other skills and information|further information|\
mitgliedschaften|sonstiges|weiteres|anlagen|fuhrerschein|zusatzliche informationen|wehrdienst|zivildienst|divers|informations complementaires|permis|affiliations|cours|otros datos|otros|informacion adicional|datos de interes|otros datos de interes|outros|informacoes adicionais|outras informacoes|cursos extracurriculares|altre informazioni|ulteriori informazioni|altro|patente|overige|overig|lidmaatschappen|rijbewijs|aanvullende informatie|其他信息|其他|附加信息|在校情况|主修课程",
    ),
];

/// Single words that decide when the whole phrase is not listed; earlier topics win.
const KEYWORDS: [(Topic, &str); 13] = [
    (
        Topic::Languages,
        "languages sprachen sprachkenntnisse fremdsprachen langues idiomas linguas lingue talen talenkennis",
    ),
    (
        Topic::Certificates,
        "certifications certificates licenses licences zertifikate zertifizierungen certificats certificaciones certificados certificacoes certificazioni certificaten",
    ),
    (
        Topic::Volunteer,
        "volunteer volunteering ehrenamt benevolat voluntariado volontariato vrijwilligerswerk",
    ),
    (
        Topic::Publications,
        "publications publikationen veroffentlichungen publicaciones publicacoes pubblicazioni publicaties patents",
    ),
    (Topic::Projects, "projects projekte projets proyectos projetos progetti projecten"),
    (
        Topic::Work,
        "erfahrung erfahrungen ervaring stationen tatigkeiten carriere carriera trajetoria percorso percurso experience experiences employment internships berufserfahrung werdegang berufspraxis berufspraktische experiencia experiencias esperienza esperienze werkervaring career laufbahn trayectoria loopbaan",
    ),
    (
        Topic::Education,
        "education ausbildung studium bildungsweg formation formations etudes formacion educacion estudios formacao istruzione studi opleiding opleidingen academic",
    ),
    (
        Topic::Skills,
        "capacita abilita conoscenze aptitudes aptidoes destrezas capacidades atouts herramientas ferramentas strumenti kwaliteiten competenties toolkit toolbox capabilities abilities qualifikationen fertigkeiten starken skills competencies kenntnisse fahigkeiten kompetenzen competences competencias habilidades conocimientos conhecimentos competenze vaardigheden expertise proficiencies technologies tools strengths",
    ),
    (
        Topic::Summary,
        "summary profile objective profil perfil profilo profiel zusammenfassung resumen resumo",
    ),
    (Topic::Awards, "awards honors honours achievements auszeichnungen premios premi distinctions"),
    (Topic::Interests, "interests hobbies interessen hobbys loisirs aficiones intereses interessi"),
    (Topic::References, "references referenzen referencias referenze referenties"),
    (Topic::Contact, "contact kontakt kontaktdaten coordonnees contacto contato contatti contactgegevens"),
];

/// Words that may stand beside a keyword without making a sentence of it.
const COMPANIONS: &str = "and & + und et y e en of in de des du la le di da do my meine mes mis other additional further relevant selected recent key core main professional personal work technical computer it edv general industry related practical weitere sonstige relevante berufliche praktische autres mes principales altre overige previous early earlier academic business career special additional clinical nursing teaching research engineering design software marketing sales management customer service military leadership international domain functional training history background overview details information data development statement";

/// Han keywords that decide a short heading by being part of it.
const HAN: [(Topic, &str); 15] = [
    (Topic::Work, "工作经"),
    (Topic::Work, "职业经历"),
    (Topic::Work, "实习"),
    (Topic::Education, "教育"),
    (Topic::Education, "学历"),
    (Topic::Languages, "语言"),
    (Topic::Certificates, "证书"),
    (Topic::Certificates, "资格"),
    (Topic::Skills, "技能"),
    (Topic::Projects, "项目"),
    (Topic::Summary, "自我评价"),
    (Topic::Summary, "简介"),
    (Topic::Awards, "荣誉"),
    (Topic::Interests, "爱好"),
    (Topic::Contact, "联系方式"),
];

/// Ends of letters; behind them stand the name and how to reach it.
const FAREWELLS: &str = "kind regards|best regards|regards|with kind regards|sincerely|yours sincerely|yours faithfully|many thanks|mit freundlichen grussen|freundliche grusse|viele grusse|beste grusse|herzliche grusse|cordialement|bien cordialement|bien a vous|un saludo|saludos|saludos cordiales|un cordial saludo|atentamente|atenciosamente|cumprimentos|com os melhores cumprimentos|cordiali saluti|distinti saluti|met vriendelijke groet|met vriendelijke groeten|vriendelijke groet|hoogachtend|此致|敬礼|此致敬礼";

/// "Kind regards," at the end of a letter.
pub(crate) fn is_farewell(text: &str) -> bool {
    let folded = fold(text);
    is_bare_farewell(folded.trim_matches(|mark: char| !mark.is_alphanumeric()))
}

fn is_bare_farewell(bare: &str) -> bool {
    static MAP: OnceLock<HashMap<&'static str, ()>> = OnceLock::new();
    MAP.get_or_init(|| phrases(&[((), FAREWELLS)], '|')).contains_key(bare)
}

/// How surely a text is a heading.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub(crate) enum Strength {
    /// A keyword among unknown words; needs the style of a heading.
    Hint,
    /// A keyword and words that often go with it.
    Likely,
    /// A heading word for word.
    Certain,
}

fn phrase(text: &str) -> Option<Topic> {
    static MAP: OnceLock<HashMap<&'static str, Topic>> = OnceLock::new();
    MAP.get_or_init(|| phrases(&PHRASES, '|')).get(text).copied()
}

fn keyword(word: &str) -> Option<Topic> {
    static MAP: OnceLock<HashMap<&'static str, Topic>> = OnceLock::new();
    MAP.get_or_init(|| phrases(&KEYWORDS, ' ')).get(word).copied()
}

fn is_companion(word: &str) -> bool {
    static MAP: OnceLock<HashMap<&'static str, ()>> = OnceLock::new();
    MAP.get_or_init(|| phrases(&[((), COMPANIONS)], ' ')).contains_key(word)
}

/// The topic of a heading, judged by its words alone.
pub(crate) fn topic(text: &str) -> Option<(Topic, Strength)> {
    if text.len() > 90 {
        return None;
    }
    let folded = fold(&joined_letters(text));
    let bare = folded
        .trim_matches(|character: char| !character.is_alphanumeric())
        .replace(" / ", " & ")
        .replace('/', " & ");
    let bare = bare.split_whitespace().collect::<Vec<_>>().join(" ");
    if bare.is_empty() {
        return None;
    }
    if let Some(topic) = phrase(&bare) {
        return Some((topic, Strength::Certain));
    }
    if is_bare_farewell(&bare) {
        return Some((Topic::Contact, Strength::Certain));
    }
    if bare.chars().any(is_han) {
        let letters: String = bare.chars().filter(|character| is_han(*character)).collect();
        if letters.chars().count() > 8 || letters.chars().count() < 2 {
            return None;
        }
        if let Some(topic) = phrase(&letters) {
            return Some((topic, Strength::Certain));
        }
        let found = HAN.iter().find(|(_, word)| letters.contains(word) && letters.chars().count() <= 6)?;
        return Some((found.0, Strength::Hint));
    }
    by_keyword(&bare)
}

fn by_keyword(bare: &str) -> Option<(Topic, Strength)> {
    if let Some(found) = both_halves(bare) {
        return Some(found);
    }
    if let Some(topic) = compound(bare) {
        return Some((topic, Strength::Likely));
    }
    let words: Vec<&str> = bare
        .split(|character: char| character.is_whitespace() || matches!(character, '-' | ',' | ':' | '|'))
        .filter(|word| !word.is_empty())
        .collect();
    if words.len() > 6
        || words.len() < 2
        || bare.chars().any(|character| matches!(character, '@' | '0'..='9'))
    {
        return None;
    }
    let rank = |topic: &Topic| KEYWORDS.iter().position(|(known, _)| known == topic);
    let topic = words.iter().filter_map(|word| keyword(word)).min_by_key(rank)?;
    let known = |word: &str| is_companion(word) || keyword(word).is_some();
    let strength = if words.iter().all(|word| known(word)) { Strength::Likely } else { Strength::Hint };
    Some((topic, strength))
}

/// "Fachkompetenzen", "Berufserfahrungen", "Computervaardigheden": one word that ends in its topic.
fn compound(bare: &str) -> Option<Topic> {
    const ENDS: [(Topic, &str); 6] = [
        (Topic::Languages, "sprachkenntnisse talenkennis sprachkompetenzen"),
        (Topic::Skills, "kompetenzen kenntnisse fahigkeiten vaardigheden competenties"),
        (Topic::Work, "erfahrung erfahrungen ervaring stationen tatigkeiten laufbahn"),
        (Topic::Education, "ausbildung bildungsweg opleiding opleidingen"),
        (
            Topic::Certificates,
            "zertifikate certificaten fortbildungen weiterbildungen bijscholing nascholing",
        ),
        (Topic::References, "referenzen"),
    ];
    if bare.contains(' ') {
        return None;
    }
    let ends = |list: &str| list.split(' ').any(|end| bare.len() > end.len() + 2 && bare.ends_with(end));
    ENDS.iter().find(|(_, list)| ends(list)).map(|(topic, _)| *topic)
}

/// Topics that give way to the other half of a double heading.
fn is_lesser(topic: Topic) -> bool {
    matches!(topic, Topic::Other | Topic::Volunteer | Topic::Interests | Topic::Awards | Topic::References)
}

/// "Skills & Languages": two headings in one; the first decides, unless it is the lesser.
fn both_halves(bare: &str) -> Option<(Topic, Strength)> {
    for joint in [" & ", " and ", " und ", " et ", " y ", " e ", " en ", " + ", ", "] {
        let Some((left, right)) = bare.split_once(joint) else {
            continue;
        };
        match (phrase(left), phrase(right)) {
            (Some(left), Some(right)) if is_lesser(left) && !is_lesser(right) => {
                return Some((right, Strength::Certain));
            }
            (Some(left), Some(_)) => return Some((left, Strength::Certain)),
            _ => {}
        }
    }
    None
}

/// "E X P E R I E N C E" is one word set wide; a double blank parts words.
pub(crate) fn joined_letters(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let single = words
        .iter()
        .filter(|word| {
            word.chars().count() == 1
                && word.chars().all(|character| character.is_alphabetic() && !is_han(character))
        })
        .count();
    if words.len() < 4 || single * 10 < words.len() * 8 {
        return text.to_owned();
    }
    text.split("  ").map(|part| part.split(' ').collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Strength, Topic, topic};

    #[test]
    fn knows_headings_in_every_language() {
        let cases = [
            ("PROFESSIONAL EXPERIENCE", Topic::Work),
            ("Leadership and Work Experience", Topic::Work),
            ("E X P E R I E N C E", Topic::Work),
            ("EDV-Kenntnisse:", Topic::Skills),
            ("Sprachkenntnisse", Topic::Languages),
            ("Studium und Ausbildung", Topic::Education),
            ("Expériences professionnelles", Topic::Work),
            ("Centres d’intérêt", Topic::Interests),
            ("Formación académica", Topic::Education),
            ("Histórico profissional", Topic::Work),
            ("Istruzione e formazione", Topic::Education),
            ("Werkervaring", Topic::Work),
            ("工作经历", Topic::Work),
            ("教 育 背 景", Topic::Education),
            ("Licenses & Certifications", Topic::Certificates),
            ("Language Skills", Topic::Languages),
        ];
        for (text, expected) in cases {
            assert_eq!(topic(text).map(|found| found.0), Some(expected), "{text}");
        }
    }

    #[test]
    fn prose_is_no_heading() {
        assert_eq!(topic("Led a team with ten years of experience in the field of sales"), None);
        let strength = |text: &str| topic(text).map(|found| found.1);
        assert_eq!(strength("Computer Engineering Experience"), Some(Strength::Likely));
        assert_eq!(strength("Beekeeping Experience"), Some(Strength::Hint));
        assert_eq!(topic("Software Engineer"), None);
    }
}
