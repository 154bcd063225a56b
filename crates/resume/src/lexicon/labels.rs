//! Labels of forms and heads of table columns: "Position", "Name and address of employer", "Year of passing".
//!
//! Where a document says itself what a cell holds, no words need to be weighed.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::fold;
use super::list::phrases;

/// What a labelled cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    Period,
    Title,
    Employer,
    Degree,
    Area,
    School,
    Place,
    /// What was done.
    Deeds,
    /// Beside the point: marks, branches, reasons for leaving.
    Note,
}

/// Labels in eight languages, folded.
const LABELS: [(Part, &str); 9] = [
    (
        Part::Period,
        "period|periods|date|dates|duration|tenure|year|years|from|from - to|from / to|from to|dates from - to|dates of employment|employment period|year of passing|passing year|year of completion|time period|time frame|\
zeitraum|zeit|datum|dauer|von - bis|von bis|von/bis|jahr|zeitraum von - bis|dates de - a|duree|annee|annees|date de debut|fecha|fechas|ano|anos|desde - hasta|duracion|periodo de|data|datas|duracao|date da - a|anno|anni|durata|dal - al|periode|periodo|data van - tot|van - tot|jaar|duur|\
时间|日期|起止时间|起止日期|起止年月|年份|任职时间|在职时间|就读时间",
    ),
    (
        Part::Title,
        "position|role|title|job title|designation|post|job role|occupation|position held|positions held|occupation or position held|job position|rank|\
funktion|stelle|tatigkeit als|berufsbezeichnung|beruf oder funktion|beruf|ausgeubte funktion|poste|fonction|poste occupe|fonction ou poste occupe|intitule du poste|emploi|emploi occupe|\
cargo|puesto|puesto de trabajo|cargo desempenado|profesion o cargo desempenado|cargo ocupado|funcao|funcao ou cargo ocupado|ruolo|mansione|posizione|posizione ricoperta|lavoro o posizione ricoperti|tipo di impiego|functie|functie of beroep|beroep|rol|\
职位|岗位|职务|担任职务|担任职位|职位名称|岗位名称|所任职务",
    ),
    (
        Part::Employer,
        "organization|organisation|company|company name|name of company|employer|employers|employer name|name of employer|name and address of employer|name of organization|name of organisation|organization name|firm|client|\
arbeitgeber|firma|unternehmen|betrieb|name und adresse des arbeitgebers|name und anschrift des arbeitgebers|entreprise|societe|employeur|nom de l'entreprise|nom et adresse de l'employeur|nom de l'employeur|\
empresa|empleador|nombre de la empresa|nombre y direccion de la empresa|nombre y direccion del empleador|organizacion|compania|empregador|nome da empresa|nome e morada do empregador|nome e endereco do empregador|\
azienda|societa|ditta|datore di lavoro|nome dell'azienda|nome e indirizzo del datore di lavoro|werkgever|bedrijf|organisatie|naam van de werkgever|naam en adres van de werkgever|\
公司|单位|公司名称|单位名称|工作单位|所在公司|企业|企业名称|任职公司",
    ),
    (
        Part::Degree,
        "qualification|qualifications|degree|course|class|exam|examination|examination passed|degree/course|course/degree|course name|diploma|title of qualification|title of qualification awarded|qualification awarded|\
abschluss|bezeichnung der erworbenen qualifikation|studiengang|diplome|diplome obtenu|intitule du certificat ou diplome delivre|intitule du diplome|titulo|titulacion|titulo obtenido|titulo de la cualificacion obtenida|grado|\
curso|grau|qualificacao|designacao da qualificacao atribuida|titolo|titolo di studio|titolo conseguito|qualifica conseguita|titolo della qualifica rilasciata|kwalificatie|opleiding|naam van de behaalde kwalificatie|behaald diploma|\
学历|学位|学历/学位|文凭",
    ),
    (
        Part::Area,
        "major|field|field of study|specialization|specialisation|stream|discipline|subject|fachrichtung|studienrichtung|specialite|filiere|especialidad|especialidade|area de estudio|studierichting|richting|专业|所学专业|主修",
    ),
    (
        Part::School,
        "institution|institute|school|college|university|institution name|name of institution|name of institute|name of the institution|school/college|college/school|school/university|college/university|university/board|board/university|board|university/institution|institute/university|\
name and type of organisation providing education and training|einrichtung|schule|hochschule|universitat|bildungseinrichtung|bildungsstatte|name und art der bildungs- oder ausbildungseinrichtung|\
etablissement|ecole|universite|organisme|nom et type de l'etablissement d'enseignement ou de formation|centro|centro de estudios|institucion|universidad|nombre y tipo del centro de estudios|nombre y tipo de la organizacion que ha impartido la formacion|\
instituicao|escola|universidade|instituicao de ensino|nome e tipo da organizacao de ensino ou formacao|istituto|scuola|universita|ente|nome e tipo di istituto di istruzione o formazione|nome e tipo d'organizzazione erogatrice dell'istruzione e formazione|\
instelling|onderwijsinstelling|naam en soort van de onderwijs- of opleidingsinstelling|学校|院校|毕业院校|学校名称|就读学校|毕业学校",
    ),
    (
        Part::Place,
        "location|place|city|city/country|town|ort|einsatzort|lieu|ville|localisation|lugar|ciudad|localidad|ubicacion|local|cidade|localidade|luogo|citta|sede|sede di lavoro|plaats|locatie|plaats van tewerkstelling|地点|城市|工作地点|所在地",
    ),
    (
        Part::Deeds,
        "duties|responsibilities|key responsibilities|roles and responsibilities|roles & responsibilities|main duties|main activities|main activities and responsibilities|main tasks|tasks|job description|description|duties and responsibilities|key duties|nature of work|work performed|\
aufgaben|tatigkeiten|tatigkeit|hauptaufgaben|aufgabenbereich|aufgabengebiet|verantwortungsbereich|wichtigste tatigkeiten und zustandigkeiten|missions|mission|missions principales|principales missions|taches|descriptif|activites|principales activites et responsabilites|\
funciones|funciones principales|tareas|responsabilidades|funciones y responsabilidades|funciones y responsabilidades principales|principales actividades y responsabilidades|actividades|atividades|principais atividades|principais atividades e responsabilidades|atribuicoes|\
mansioni|attivita|mansioni e responsabilita|principali mansioni e responsabilita|principali attivita e responsabilita|compiti|taken|werkzaamheden|taakomschrijving|voornaamste werkzaamheden en verantwoordelijkheden|verantwoordelijkheden|\
职责|工作内容|主要职责|工作职责|职责描述|工作描述|岗位职责|主要工作",
    ),
    (
        Part::Note,
        "type of business|type of business or sector|business or sector|sector|industry|percentage|percentage (%)|% of marks|marks|marks (%)|aggregate|grade|grades|gpa|cgpa|cgpa/percentage|percentage/cgpa|division|score|result|salary|reason for leaving|principal subjects|s.no|s. no.|sl. no.|sr. no.|no.|remarks|level|\
branche|tatigkeitsbereich oder branche|abschlussnote|grund des ausscheidens|type ou secteur d'activite|secteur|mention|motif de depart|tipo de empresa o sector|motivo de salida|nota media|tipo de empresa ou sector|motivo da saida|\
tipo di attivita o settore|tipo di azienda o settore|settore|voto|votazione|livello nella classificazione nazionale|soort bedrijf of sector|reden van vertrek|cijfer|序号|备注|成绩|离职原因|行业|证明人|联系电话",
    ),
];

/// What the cell beside or below this text holds, when the text is a label.
pub(crate) fn part(text: &str) -> Option<Part> {
    static MAP: OnceLock<HashMap<&'static str, Part>> = OnceLock::new();
    if text.len() > 120 {
        return None;
    }
    let folded = fold(text);
    let bare = folded
        .trim_matches(|mark: char| mark.is_whitespace() || matches!(mark, ':' | '：' | '*' | '•' | '|'));
    let bare = bare.replace(['–', '—'], "-").replace(['(', ')'], "");
    let bare = bare.split_whitespace().collect::<Vec<_>>().join(" ");
    MAP.get_or_init(|| phrases(&LABELS, '|')).get(bare.as_str()).copied()
}

#[cfg(test)]
mod tests {
    use super::{Part, part};

    #[test]
    fn labels_say_what_their_cells_hold() {
        let cases = [
            ("Designation:", Some(Part::Title)),
            ("Name und Adresse des Arbeitgebers", Some(Part::Employer)),
            ("Dates (from – to)", Some(Part::Period)),
            ("Year of Passing", Some(Part::Period)),
            ("Principali attività e responsabilità", Some(Part::Deeds)),
            ("毕业院校", Some(Part::School)),
            ("Engineer", None),
        ];
        for (text, expected) in cases {
            assert_eq!(part(text), expected, "{text}");
        }
    }
}
