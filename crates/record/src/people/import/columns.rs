//! Columns: what a header means, in the spellings of the systems people come from.

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Column {
    Name,
    FirstName,
    LastName,
    Email,
    Phone,
    Url,
    Title,
    Employer,
    Headline,
    City,
    Region,
    Country,
    Source,
    Status,
    Tags,
    Skills,
    Note,
}

const SPELLINGS: [(Column, &[&str]); 17] = [
    (
        Column::Name,
        &["name", "full name", "candidate", "candidate name", "contact name", "display name", "nom complet"],
    ),
    (
        Column::FirstName,
        &["first name", "firstname", "given name", "forename", "vorname", "prenom", "nombre"],
    ),
    (
        Column::LastName,
        &[
            "last name",
            "lastname",
            "family name",
            "surname",
            "nachname",
            "nom",
            "nom de famille",
            "apellido",
            "apellidos",
        ],
    ),
    (
        Column::Email,
        &[
            "email",
            "e mail",
            "email address",
            "e mail address",
            "mail",
            "primary email",
            "work email",
            "personal email",
            "secondary email",
            "email 1",
            "email 2",
            "email1",
            "email2",
            "correo",
            "courriel",
        ],
    ),
    (
        Column::Phone,
        &[
            "phone",
            "phone number",
            "mobile",
            "mobile phone",
            "mobile number",
            "cell",
            "cell phone",
            "home phone",
            "work phone",
            "telephone",
            "telefon",
            "telefono",
            "tel",
            "phone 1",
            "phone 2",
            "phone cell",
            "phone home",
            "phone work",
        ],
    ),
    (
        Column::Url,
        &[
            "url",
            "profile",
            "profile url",
            "link",
            "website",
            "web site",
            "linkedin",
            "linkedin url",
            "linkedin profile",
            "github",
            "xing",
            "homepage",
        ],
    ),
    (
        Column::Title,
        &[
            "title",
            "job title",
            "current title",
            "position",
            "current position",
            "role",
            "occupation",
            "beruf",
        ],
    ),
    (
        Column::Employer,
        &[
            "company",
            "current company",
            "employer",
            "current employer",
            "organization",
            "organisation",
            "firma",
            "company name",
        ],
    ),
    (Column::Headline, &["headline", "summary line", "tagline"]),
    (Column::City, &["city", "town", "location", "ort", "stadt", "ville", "ciudad"]),
    (Column::Region, &["region", "state", "province", "county", "bundesland"]),
    (Column::Country, &["country", "country code", "land", "pays", "pais"]),
    (Column::Source, &["source", "lead source", "origin", "referred by", "quelle"]),
    (Column::Status, &["status", "availability"]),
    (Column::Tags, &["tags", "tag", "labels", "categories", "category"]),
    (
        Column::Skills,
        &["skills", "skill", "key skills", "keyskills", "technologies", "kenntnisse", "competences"],
    ),
    (Column::Note, &["note", "notes", "comment", "comments", "remarks", "bemerkung", "notizen"]),
];

impl Column {
    /// What a header means; `None` where nobody knows, so that its values are kept as text.
    pub(super) fn of(header: &str) -> Option<Self> {
        let folded = search_syntax::fold(header);
        let words: Vec<&str> =
            folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let spelled = words.join(" ");
        SPELLINGS.iter().find(|(_, names)| names.contains(&spelled.as_str())).map(|(column, _)| *column)
    }

    /// The name of the field in messages.
    pub(super) fn word(self) -> &'static str {
        SPELLINGS
            .iter()
            .find(|(column, _)| *column == self)
            .and_then(|(_, names)| names.first())
            .map_or("", |name| name)
    }
}

/// Names of countries as they stand in tables; codes are taken as they are.
const COUNTRIES: [(&str, &str); 64] = [
    ("germany", "DE"),
    ("deutschland", "DE"),
    ("austria", "AT"),
    ("osterreich", "AT"),
    ("switzerland", "CH"),
    ("schweiz", "CH"),
    ("france", "FR"),
    ("spain", "ES"),
    ("espana", "ES"),
    ("portugal", "PT"),
    ("italy", "IT"),
    ("italia", "IT"),
    ("netherlands", "NL"),
    ("the netherlands", "NL"),
    ("belgium", "BE"),
    ("luxembourg", "LU"),
    ("united kingdom", "GB"),
    ("uk", "GB"),
    ("great britain", "GB"),
    ("england", "GB"),
    ("scotland", "GB"),
    ("ireland", "IE"),
    ("denmark", "DK"),
    ("sweden", "SE"),
    ("norway", "NO"),
    ("finland", "FI"),
    ("iceland", "IS"),
    ("poland", "PL"),
    ("czech republic", "CZ"),
    ("czechia", "CZ"),
    ("slovakia", "SK"),
    ("hungary", "HU"),
    ("romania", "RO"),
    ("bulgaria", "BG"),
    ("greece", "GR"),
    ("turkey", "TR"),
    ("ukraine", "UA"),
    ("estonia", "EE"),
    ("latvia", "LV"),
    ("lithuania", "LT"),
    ("united states", "US"),
    ("united states of america", "US"),
    ("usa", "US"),
    ("canada", "CA"),
    ("mexico", "MX"),
    ("brazil", "BR"),
    ("brasil", "BR"),
    ("argentina", "AR"),
    ("chile", "CL"),
    ("colombia", "CO"),
    ("india", "IN"),
    ("pakistan", "PK"),
    ("china", "CN"),
    ("japan", "JP"),
    ("south korea", "KR"),
    ("singapore", "SG"),
    ("australia", "AU"),
    ("new zealand", "NZ"),
    ("south africa", "ZA"),
    ("nigeria", "NG"),
    ("kenya", "KE"),
    ("egypt", "EG"),
    ("israel", "IL"),
    ("united arab emirates", "AE"),
];

/// The two letters of a country.
pub(super) fn country_code(text: &str) -> Option<String> {
    let folded = crate::people::keys::name_key(text);
    let named = COUNTRIES.iter().find(|(name, _)| *name == folded).map(|(_, code)| (*code).to_owned());
    let is_code = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    named.or_else(|| is_code.then(|| text.to_ascii_uppercase()))
}
