//! Words of degrees and of places of study.

use std::sync::OnceLock;

use super::list::WordList;
use super::{fold, is_han, tokens};

/// Degrees, folded; longer ones first where one contains the other.
const DEGREES: &str = "bachelor of technology|bachelor of engineering|bachelor of science|bachelor of arts|bachelor of business administration|bachelor of commerce|bachelor of fine arts|bachelor of education|bachelor of laws|bachelor of nursing|bachelor of architecture|bachelor of design|bachelor of medicine|bachelor of applied science|\
bachelor of media arts|bachelor of music|mbbs|mbbch|mbchb|bds|bsn|msn|dnp|pharmd|mpharm|bpharm|pgce|pgde|o-levels|o levels|ssce|wassce|hsc|ssc|sslc|m.ed|b.arch|m.arch|associate in arts|associate in science|certificate ii|certificate iii|certificate iv|apprenticeship|city & guilds|nvq|trade certificate|master of technology|master of engineering|master of science|master of arts|master of business administration|master of commerce|master of fine arts|master of education|master of laws|master of public health|master of public administration|master of philosophy|master of social work|master of design|master of research|\
doctor of philosophy|doctor of medicine|doctor of education|juris doctor|associate of applied science|associate of arts|associate of science|associate degree|associate's degree|bachelor's degree|master's degree|bachelor degree|master degree|doctorate|high school diploma|general educational development|postgraduate diploma|graduate certificate|graduate diploma|post graduate diploma|advanced diploma|higher national diploma|foundation degree|executive mba|bachelor|master|magister|ph.d.|phd|dphil|mba|emba|llb|llm|jd|md|bsc (hons)|ba (hons)|b.sc.|m.sc.|b.sc|m.sc|bsc|msc|b.s.|m.s.|b.a.|m.a.|b.tech|m.tech|btech|mtech|b.e.|m.e.|b.com|m.com|bcom|mcom|bba|bca|mca|b.eng.|m.eng.|beng|meng|b.ed.|b.ed|m.ed.|bed|b.f.a.|m.f.a.|bfa|mfa|mphil|m.phil|a.a.s.|aas|a.a.|a.s.|ged|a-levels|a levels|gcse|gcses|hnd|btec|diploma|certificate|diplom-ingenieur|dipl.-ing.|diplom|\
meisterprufung|meisterbrief|gesellenprufung|gesellenbrief|eidgenossisches fahigkeitszeugnis|fahigkeitszeugnis|efz|berufsmaturitat|maturitat|fachmatura|berufsmatura|handelsmatura|lehrabschluss|promotion|dr. rer. nat.|staatsexamen|abitur|fachabitur|diplom-kaufmann|diplom-kauffrau|dipl.-kfm.|dipl.-inf.|dipl.-psych.|dipl.-biol.|diplomstudium|magisterstudium|bachelorstudium|masterstudium|habilitation|ausbildereignung|fachoberschulreife|allgemeine hochschulreife|fachhochschulreife|mittlere reife|realschulabschluss|hauptschulabschluss|berufsausbildung|ausbildung|lehre|meister|techniker|fachwirt|studium|matura|umschulung|weiterbildung zum|weiterbildung|\
bachelier|cess|bp|mention complementaire|agregation|capes|maturite|dec|aec|brevet federal|titre professionnel|diplome d'etat|certificat federal de capacite|doctorat|master 2|master 1|master|mastere|licence professionnelle|licence|maitrise|baccalaureat professionnel|baccalaureat|bac pro|bac+5|bac+3|bac+2|bac|bts|dut|but|deug|dea|dess|diplome d'ingenieur|diplome|cap|bep|brevet|classe preparatoire|classes preparatoires|mba|\
cfgs|cfgm|certificado de profesionalidad|bachiller|profesorado|especialidad|especializacion|tecnicatura|tecnologo|tecnologa|tecnica superior|preparatoria|secundaria|educacion secundaria|doctorado|master universitario|maestria|licenciatura|licenciado|licenciada|grado|ingenieria tecnica|ingenieria|diplomatura|bachillerato|ciclo formativo de grado superior|ciclo formativo de grado medio|ciclo formativo|formacion profesional|fp|tecnico superior|tecnico|posgrado|curso de especializacion|eso|\
ensino secundario|ensino basico|residencia medica|curso profissional|ensino fundamental|doutorado|doutoramento|mestrado integrado|mestrado|bacharelado|bacharel|licenciatura|pos-graduacao|especializacao|graduacao|tecnologo|curso tecnico|curso superior|ensino medio|ensino superior|\
attestato federale|afc|maturita classica|maturita scientifica|liceo classico|liceo linguistico|laurea a ciclo unico|scuola di specializzazione|qualifica professionale|attestato federale di capacita|licenza media|specializzazione|dottorato di ricerca|dottorato|laurea magistrale|laurea specialistica|laurea triennale|laurea|diploma di maturita|diploma di liceo|maturita|diploma|liceo scientifico|perito|\
professionele bachelor|academische bachelor|aso|tso|bso|kso|hbo-v|graduaat|mbo 1|mbo niveau 2|mbo niveau 3|mbo niveau 4|mbo 2|mbo 3|secundair onderwijs|vakopleiding|opleiding|doctoraat|promotieonderzoek|wetenschappelijk onderwijs|wo master|wo bachelor|hbo bachelor|hbo-bachelor|hbo|wo|mbo 4|mbo|vwo|havo|vmbo|propedeuse|doctorandus|drs.|\
博士|硕士|研究生|学士|本科|大专|专科|高中|中专|职高|mba";

/// Nouns of places of study, folded stems.
const SCHOOLS: &str = "universit* university universidad* universidade* universite* college* school* schule* hochschule* fachhochschule* gymnasium* berufsschule* berufskolleg* realschule* gesamtschule* grundschule* akademie* academy academia* academie* institut* institute instituto* istituto* polytechnic* politecnico* politecnica* polytechnique* ecole* lycee* iut faculte* faculty facultad* faculdade* escuela* escola* scuola* liceo* ies colegio* colegiado* hogeschool* roc universiteit* lyceum* school mit eth epfl rwth tu fh hec insead essec kth ucl ucla lse caltech iit iim bits nit ufrj ufmg usp unicamp unesp puc senai senac upm uam ucm upc uab upv uned cnam ihk handelskammer handwerkskammer conservator* seminary insa ens iae hec ensta ensae enac centrale supelec mines ponts sciences-po telecom edhec iscte ie esade eae uoc unir urjc us ub uab ufes ufsc ufrgs puc-rio fgv bocconi sapienza polimi tno bootcamp campus cegep htl hak htw berufsbildende fachberufsschule* conservatoire* musikschule* kunstschule* volkshochschule* cfp afpa lyceo secundaria preparatoria";

const SCHOOLS_HAN: [&str; 6] = ["大学", "学院", "学校", "中学", "研究所", "高中"];

/// How much a text looks like a place of study.
pub(crate) fn school_score(text: &str) -> f32 {
    if text.chars().any(is_han) {
        let text = fold(text);
        return if SCHOOLS_HAN.iter().any(|word| text.contains(word)) { 3.0 } else { 0.0 };
    }
    let folded = fold(text);
    static LIST: OnceLock<WordList> = OnceLock::new();
    let list = LIST.get_or_init(|| WordList::new(SCHOOLS, 16));
    const ENDS: [&str; 7] = ["schule", "hochschule", "gymnasium", "akademie", "kolleg", "college", "school"];
    let found = tokens(&folded).any(|token| {
        list.contains(token) || ENDS.iter().any(|end| token.len() > end.len() && token.ends_with(end))
    });
    if found { 2.5 } else { 0.0 }
}

/// The degree at the beginning of a text: how many bytes of it, or none.
pub(crate) fn degree_prefix(text: &str) -> Option<usize> {
    let folded = fold(text);
    let wide = text.chars().any(is_han);
    let best = DEGREES
        .split('|')
        .filter(|degree| {
            folded.strip_prefix(*degree).is_some_and(|rest| {
                wide || !(rest.starts_with(char::is_alphanumeric)
                    || degree.len() <= 3 && rest.starts_with('-'))
            })
        })
        .max_by_key(|degree| degree.len())?;
    // Folding keeps the number of letters except for "ß" and "æ", which no degree has.
    let letters = best.chars().count();
    Some(text.char_indices().nth(letters).map_or(text.len(), |(at, _)| at))
}

/// How much a text looks like a degree.
pub(crate) fn degree_score(text: &str) -> f32 {
    if degree_prefix(text).is_some() {
        return 3.0;
    }
    let folded = fold(text);
    let wide = text.chars().any(is_han);
    let inside =
        DEGREES.split('|').filter(|degree| degree.chars().count() > if wide { 1 } else { 3 }).any(|degree| {
            folded.find(degree).is_some_and(|at| {
                let before = folded[..at].chars().next_back();
                let after = folded[at + degree.len()..].chars().next();
                wide || before.is_none_or(|mark| !mark.is_alphanumeric())
                    && after.is_none_or(|mark| !mark.is_alphanumeric())
            })
        });
    let compound = tokens(&folded)
        .any(|token| ["studium", "diplom", "ausbildung", "abschluss"].iter().any(|end| token.ends_with(end)));
    if inside || compound { 1.5 } else { 0.0 }
}

/// A degree parted from its field: "Master of Science in Biology".
pub(crate) fn parts(text: &str) -> (String, Option<String>) {
    let text = text.trim();
    let Some(end) = degree_prefix(text) else {
        return (text.to_owned(), None);
    };
    let degree = &text[..end];
    let mut rest = text[end..].trim_start_matches([' ', ',', ':', '-', '–', '—', '·', '.', '(']);
    for joint in [
        "in ", "of ", "en ", "em ", "de ", "di ", "der ", "des ", "im ", "zur ", "zum ", "als ", "d'", "d’",
        "in: ",
    ] {
        if rest.len() > joint.len() && rest.to_lowercase().starts_with(joint) {
            rest = rest[joint.len()..].trim_start();
            break;
        }
    }
    let rest = rest.trim_end_matches([',', '.', ' ', '·', '|', '–', '-']);
    let rest = if rest.contains('(') { rest } else { rest.trim_end_matches(')') };
    if rest.is_empty() {
        (degree.trim_end_matches([',', ' ', ':']).to_owned(), None)
    } else {
        (degree.trim().to_owned(), Some(rest.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::{degree_score, parts, school_score};

    #[test]
    fn degrees_and_fields_are_parted() {
        let cases = [
            ("Master of Science in Biology", "Master of Science", Some("Biology")),
            ("Diplom Wirtschaftsingenieurwesen", "Diplom", Some("Wirtschaftsingenieurwesen")),
            ("Bacharelado, Enfermagem", "Bacharelado", Some("Enfermagem")),
            ("Grado en Marketing", "Grado", Some("Marketing")),
            ("Abitur", "Abitur", None),
            ("本科 软件工程", "本科", Some("软件工程")),
        ];
        for (text, degree, area) in cases {
            assert_eq!(parts(text), (degree.to_owned(), area.map(str::to_owned)), "{text}");
        }
    }

    #[test]
    fn schools_are_known() {
        for school in [
            "University of Texas at Austin",
            "Fachhochschule Köln",
            "Universidade Federal do Paraná",
            "复旦大学",
            "RWTH Aachen",
        ] {
            assert!(school_score(school) > degree_score(school), "{school}");
        }
        assert!(degree_score("M.S. in Mechanical Engineering") > 0.0);
    }
}
