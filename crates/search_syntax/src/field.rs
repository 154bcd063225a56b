//! The fields a query may name.

/// What a `field:` clause looks into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    Title,
    Company,
    Skill,
    City,
    Name,
    Email,
    Phone,
    Tag,
    Source,
    School,
    Country,
    Language,
}

/// The name shown, then other spellings people try.
const NAMES: [(Field, &[&str]); 12] = [
    (Field::Title, &["title", "titles", "position", "role"]),
    (Field::Company, &["company", "companies", "employer"]),
    (Field::Skill, &["skill", "skills"]),
    (Field::City, &["city", "location", "place", "town"]),
    (Field::Name, &["name", "names"]),
    (Field::Email, &["email", "e-mail", "mail"]),
    (Field::Phone, &["phone", "mobile", "tel"]),
    (Field::Tag, &["tag", "tags", "label"]),
    (Field::Source, &["source", "sources"]),
    (Field::School, &["school", "schools", "university", "education"]),
    (Field::Country, &["country"]),
    (Field::Language, &["language", "languages"]),
];

impl Field {
    /// Every field, in the order help texts show them.
    pub fn every() -> impl Iterator<Item = Field> {
        NAMES.iter().map(|&(field, _)| field)
    }

    /// The field's name as typed before the colon.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(field, _)| *field == self).map_or("", |(_, names)| names[0])
    }

    /// The field of that name, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Field> {
        let name = name.to_lowercase();
        let known = |names: &[&str]| names.contains(&name.as_str());
        NAMES.iter().find(|(_, names)| known(names)).map(|&(field, _)| field)
    }

    /// The field whose name is at most two letters away, for `titel:`.
    #[must_use]
    pub fn near(name: &str) -> Option<Field> {
        let name: Vec<char> = name.to_lowercase().chars().take(20).collect();
        if name.len() < 3 {
            return None;
        }
        let distances = NAMES.iter().flat_map(|&(field, names)| {
            let name = &name;
            names.iter().map(move |known| (distance(name, known), field))
        });
        let allowed = if name.len() < 5 { 1 } else { 2 };
        distances.filter(|(far, _)| *far <= allowed).min_by_key(|(far, _)| *far).map(|(_, f)| f)
    }
}

/// Edit distance, a swap of neighbours counting as one.
fn distance(left: &[char], right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut rows = vec![vec![0; right.len() + 1]; left.len() + 1];
    for i in 0..=left.len() {
        for j in 0..=right.len() {
            if i == 0 || j == 0 {
                rows[i][j] = i + j;
                continue;
            }
            let change = usize::from(left[i - 1] != right[j - 1]);
            let mut best = (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            best = best.min(rows[i - 1][j - 1] + change);
            if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[left.len()][right.len()]
}
