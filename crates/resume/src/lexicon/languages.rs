//! Names of languages and of levels; telling which language a text is in.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::list::phrases;
use super::{fold, is_han, tokens};

/// Every code we know a name for, and the eight we read.
pub(crate) const CODES: [&str; 51] = [
    "en", "de", "fr", "es", "pt", "it", "nl", "zh", "ja", "ko", "ar", "ru", "pl", "tr", "sv", "hi", "da",
    "no", "fi", "cs", "sk", "hu", "ro", "bg", "el", "he", "uk", "hr", "sr", "bs", "sl", "ca", "vi", "th",
    "id", "ms", "fa", "ur", "bn", "ta", "te", "mr", "gu", "pa", "kn", "ml", "la", "eu", "yo", "sw", "ga",
];

/// Code and the folded names in the languages we read.
const NAMES: [(&str, &str); 59] = [
    ("en", "english englisch anglais ingles inglese engels 英语 英文"),
    ("de", "german deutsch allemand aleman alemao tedesco duits 德语 德文"),
    ("fr", "french franzosisch francais frances francese frans 法语 法文"),
    ("es", "spanish spanisch espagnol espanol castellano espanhol spagnolo spaans 西班牙语"),
    ("pt", "portuguese portugiesisch portugais portugues portoghese portugees 葡萄牙语"),
    ("it", "italian italienisch italien italiano italiaans 意大利语"),
    ("nl", "dutch niederlandisch neerlandais neerlandes holandes olandese nederlands flemish 荷兰语"),
    (
        "zh",
        "chinese mandarin chinesisch chinois chino chines cinese chinees mandarijn cantonese putonghua 中文 普通话 汉语 粤语 国语 广东话",
    ),
    ("ja", "japanese japanisch japonais japones giapponese japans 日语 日文"),
    ("ko", "korean koreanisch coreen coreano koreaans 韩语"),
    ("ar", "arabic arabisch arabe arabo 阿拉伯语"),
    ("ru", "russian russisch russe ruso russo 俄语"),
    ("pl", "polish polnisch polonais polaco polacco pools 波兰语"),
    ("tr", "turkish turkisch turc turco turks 土耳其语"),
    ("sv", "swedish schwedisch suedois sueco svedese zweeds 瑞典语"),
    ("hi", "hindi 印地语"),
    ("da", "danish danisch danois danes danese deens 丹麦语"),
    ("no", "norwegian norwegisch norvegien noruego noruegues norvegese noors 挪威语"),
    ("fi", "finnish finnisch finnois finlandes finlandese fins 芬兰语"),
    ("cs", "czech tschechisch tcheque checo ceco tsjechisch 捷克语"),
    ("sk", "slovak slowakisch slovaque eslovaco slovacco slowaaks"),
    ("hu", "hungarian ungarisch hongrois hungaro ungherese hongaars 匈牙利语"),
    ("ro", "romanian rumanisch roumain rumano romeno rumeno roemeens"),
    ("bg", "bulgarian bulgarisch bulgare bulgaro bulgaars"),
    ("el", "greek griechisch grec griego grego greco grieks 希腊语"),
    ("he", "hebrew hebraisch hebreu hebreo hebraico ebraico hebreeuws 希伯来语"),
    ("uk", "ukrainian ukrainisch ukrainien ucraniano ucraino oekraiens 乌克兰语"),
    ("hr", "croatian kroatisch croate croata kroatisch"),
    ("sr", "serbian serbisch serbe serbio servio serbo servisch"),
    ("bs", "bosnian bosnisch bosniaque bosnio bosniaco"),
    ("sl", "slovenian slowenisch slovene esloveno sloveno sloveens"),
    ("ca", "catalan katalanisch catala catalao catalano catalaans"),
    ("vi", "vietnamese vietnamesisch vietnamien vietnamita vietnamees 越南语"),
    ("th", "thai thailandisch thailandais tailandes thailandese 泰语"),
    ("id", "indonesian indonesisch indonesien indonesio indonesiano 印尼语"),
    ("ms", "malay malaiisch malais malayo malese maleis 马来语"),
    ("fa", "persian farsi persisch persan persa persiano perzisch"),
    ("ur", "urdu"),
    ("bn", "bengali bangla bengalisch"),
    ("ta", "tamil"),
    ("te", "telugu"),
    ("mr", "marathi"),
    ("gu", "gujarati"),
    ("pa", "punjabi panjabi"),
    ("kn", "kannada"),
    ("ml", "malayalam"),
    ("la", "latin latein latino latijn latim"),
    ("eu", "basque euskera baskisch"),
    ("it", "italienne"),
    ("es", "espagnole"),
    ("en", "anglaise"),
    ("de", "allemande"),
    ("nl", "neerlandaise flamand vlaams flamisch"),
    ("pt", "portugaise brasileiro"),
    ("ca", "valenciano valencian"),
    ("yo", "yoruba"),
    ("sw", "swahili suaheli kiswahili"),
    ("ga", "irish gaelic"),
    ("fa", "dari"),
];

/// The language a word names, with its code.
pub(crate) fn named(word: &str) -> Option<&'static str> {
    static MAP: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    MAP.get_or_init(|| phrases(&NAMES, ' ')).get(fold(word).as_str()).copied()
}

/// Words and phrases that say how well a language is spoken.
const LEVELS: &str = "first language|second language|erstsprache|zweitsprache|lengua materna|primera lengua|premiere langue|prima lingua|lingua madre|eerste taal|working knowledge|native|mother tongue|bilingual|fluent|fluently|proficient|professional|working|limited|full professional|conversational|intermediate|basic|beginner|elementary|advanced|good|very good|excellent|business fluent|upper intermediate|\
muttersprache|muttersprachler|muttersprachlich|verhandlungssicher|fliessend|fliessende|gut|sehr gut|grundkenntnisse|grundlagen|fortgeschritten|konversationssicher|schulkenntnisse|bilingual|gute kenntnisse|sehr gute kenntnisse|\
langue maternelle|maternelle|courant|couramment|bilingue|intermediaire|notions|debutant|scolaire|avance|lu ecrit parle|professionnel|bon niveau|\
nativo|nativa|lengua materna|materna|fluido|avanzado|intermedio|basico|bilingue|alto|medio|bajo|profesional|nivel|\
lingua materna|fluente|avancado|intermediario|basico|nativo|\
madrelingua|fluente|ottimo|buono|scolastico|base|avanzato|intermedio|\
moedertaal|vloeiend|goed|redelijk|basis|uitstekend|gevorderd|zeer goed|matig|\
母语|流利|熟练|精通|良好|一般|日常|基础|工作语言|日常会话|a1|a2|b1|b2|c1|c2|cefr|toefl|ielts|level|niveau|livello|nivel";

/// Whether a text tells a level of language.
pub(crate) fn is_level(text: &str) -> bool {
    let folded = fold(text);
    let folded = folded.trim_matches(|character: char| !character.is_alphanumeric());
    if folded.is_empty() {
        return false;
    }
    LEVELS.split('|').any(|level| folded == level)
        || LEVELS.split('|').any(|level| level.len() > 3 && folded.starts_with(level))
        || tokens(folded).any(|token| matches!(token, "a1" | "a2" | "b1" | "b2" | "c1" | "c2"))
        || tokens(folded)
            .take(4)
            .any(|token| token.len() > 4 && LEVELS.split('|').any(|level| level == token))
        || folded.chars().any(is_han)
            && LEVELS.split('|').any(|level| level.chars().all(is_han) && folded.contains(level))
}

/// Very common words by language; a resume holds dozens of them.
const COMMON: [(&str, &str); 7] = [
    (
        "en",
        "the of and to in for with on at by from an a as is have been we my i will can has all are was were their our this that which experience skills education work university",
    ),
    (
        "de",
        "der die das und von mit fur im in zur zum des bei als den auf einer eines ein eine aus sowie berufserfahrung kenntnisse ausbildung seit heute sprachen",
    ),
    (
        "fr",
        "le la les des du de et en pour avec dans une un sur au aux par est d'une d'un experience formation competences langues depuis aujourd'hui",
    ),
    (
        "es",
        "el la los las de del y en para con por una un al su experiencia formacion educacion idiomas habilidades actualidad actualmente empresa",
    ),
    (
        "pt",
        "os de da dos das em para com por uma um na ao experiencia formacao educacao idiomas habilidades atual atualmente competencias",
    ),
    (
        "it",
        "il lo la gli le di del della dei per con un una da al alla nel esperienza formazione istruzione competenze lingue attuale presente",
    ),
    (
        "nl",
        "de het een en van voor met op in te bij aan als door uit werkervaring opleiding vaardigheden talen heden nu ervaring",
    ),
];

/// Each common word with the places of its languages in [`COMMON`].
fn common_words() -> &'static HashMap<&'static str, Vec<usize>> {
    static MAP: OnceLock<HashMap<&'static str, Vec<usize>>> = OnceLock::new();
    MAP.get_or_init(|| {
        let mut map: HashMap<&'static str, Vec<usize>> = HashMap::new();
        for (language, (_, words)) in COMMON.iter().enumerate() {
            for word in words.split(' ') {
                map.entry(word).or_default().push(language);
            }
        }
        map
    })
}

/// The language most of the text is in.
pub(crate) fn detect(text: &str) -> &'static str {
    let sample: String = text.chars().take(12_000).collect();
    let han = sample.chars().filter(|character| is_han(*character)).count();
    let letters = sample.chars().filter(|character| character.is_alphabetic()).count();
    if han * 4 > letters && han > 8 {
        return "zh";
    }
    let folded = fold(&sample);
    let mut scores = [0u32; COMMON.len()];
    let common = common_words();
    for token in tokens(&folded) {
        // Long words are rarer and shared by fewer languages.
        let weight = 1 + u32::from(token.len() > 3) + 2 * u32::from(token.len() > 6);
        for language in common.get(token).into_iter().flatten() {
            scores[*language] += weight;
        }
    }
    let marks = [
        ("ção", 4, 6),
        ("ções", 4, 6),
        ("ión ", 3, 6),
        ("ß", 1, 6),
        ("ung ", 1, 3),
        ("zione", 5, 6),
        ("ijk", 6, 4),
        ("ñ", 3, 4),
    ];
    let lower = sample.to_lowercase();
    for (mark, language, weight) in marks {
        scores[language] += weight * lower.matches(mark).count().min(5) as u32;
    }
    let best = scores.iter().enumerate().max_by_key(|(index, score)| (**score, usize::MAX - index));
    match best {
        Some((index, score)) if *score > 0 => COMMON[index].0,
        _ => "en",
    }
}

#[cfg(test)]
mod tests {
    use super::{detect, is_level, named};

    #[test]
    fn tells_the_language_of_a_text() {
        let texts = [
            ("en", "Led the team and worked with the customers in the region"),
            ("de", "Leitung eines Teams von 5 Mitarbeitenden und Betreuung der Kunden"),
            ("fr", "Encadrement d'une équipe de 2 personnes et suivi des clients dans la région"),
            ("es", "Gestión de un equipo de 3 personas y atención a los clientes en la empresa"),
            ("pt", "Gestão de uma carteira de clientes e redução de custos na empresa"),
            ("it", "Gestione di un gruppo di persone e riduzione dei costi nella azienda"),
            ("nl", "Leiding geven aan een team en het verbeteren van de processen"),
            ("zh", "负责团队的日常管理,编写技术文档和测试用例"),
        ];
        for (language, text) in texts {
            assert_eq!(detect(text), language, "{text}");
        }
    }

    #[test]
    fn knows_names_and_levels() {
        assert_eq!(named("Französisch"), Some("fr"));
        assert_eq!(named("Cobol"), None);
        for level in ["B2", "fließend", "Native", "langue maternelle", "母语", "very good"] {
            assert!(is_level(level), "{level}");
        }
        assert!(!is_level("Python"));
    }
}
