//! The first step of matching many people by meaning: a vector drawn in 256 bits.
//!
//! A sketch keeps the sign of every component. Two sketches differ in about as many bits as their vectors stand
//! apart, so the nearest by sketch are, with few exceptions, the nearest by vector: among 33,600 titles the ten
//! nearest to a title in another language are 96 to 99 in a hundred times within the first hundred by sketch. Who is
//! found so is then read closely, in their own words; a sketch never earns a point.

use crate::languages;
use crate::model::{Model, Vector, dot};
use crate::needs::{Need, NeedKind};
use crate::terms::subject;

/// Sixty-four signs a number.
pub type Sketch = [u64; 4];

/// Titles of one person that are drawn, the newest first: older ones say little of what the person does now.
const TITLES_MAX: usize = 4;
/// Skills that are drawn together; of a longer list the first are the telling ones.
const SKILLS_MAX: usize = 20;

/// What a person shows: one sketch a title, and one of the skills together.
pub fn sketches_of_person<'a>(
    model: &Model,
    titles: impl Iterator<Item = &'a str>,
    skills: impl Iterator<Item = &'a str>,
) -> Vec<Sketch> {
    let mut out: Vec<Sketch> = Vec::new();
    for sketch in titles.take(TITLES_MAX).filter_map(|title| sketch(&model.encode(title))) {
        if !out.contains(&sketch) {
            out.push(sketch);
        }
    }
    let skills: Vec<&str> = skills.take(SKILLS_MAX).collect();
    out.extend(sketch(&model.encode(&skills.join(" "))));
    out
}

/// What to look for: the titles a job asks for, each alone, and what it asks people to know, together.
pub fn sketches_of_needs(model: &Model, needs: &[Need]) -> (Vec<Sketch>, Option<Sketch>) {
    let titles = needs.iter().filter(|need| need.kind == NeedKind::Title);
    let titles = titles.filter_map(|need| sketch(&model.encode(&subject(&need.label)))).collect();
    let known = needs.iter().filter(|need| {
        matches!(need.kind, NeedKind::Skill | NeedKind::Text) && !languages::is_language(&need.label)
    });
    let known: Vec<String> = known.map(|need| subject(&need.label)).collect();
    (titles, sketch(&model.encode(&known.join(" "))))
}

/// None for a text in which the model knows nothing.
fn sketch(vector: &Vector) -> Option<Sketch> {
    let mut signs = [0; 4];
    for (index, _) in vector.iter().enumerate().filter(|(_, value)| **value > 0.0) {
        signs[index / 64] |= 1 << (index % 64);
    }
    (dot(vector, vector) > 0.0).then_some(signs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(one: &Sketch, other: &Sketch) -> u32 {
        one.iter().zip(other).map(|(one, other)| (one ^ other).count_ones()).sum()
    }

    fn need(label: &str, kind: NeedKind) -> Need {
        Need { id: 0, label: label.to_owned(), kind, weight: 10, must: false }
    }

    #[test]
    fn a_title_in_another_language_is_nearer_than_another_trade_in_the_same() {
        let model = Model::embedded();
        let (titles, known) = sketches_of_needs(model, &[need("Registered nurse", NeedKind::Title)]);
        assert_eq!((titles.len(), known), (1, None));
        let person = |title: &str| sketches_of_person(model, [title].into_iter(), [].into_iter())[0];
        let distance = |title: &str| apart(&titles[0], &person(title));
        for near in ["Pflegefachkraft", "Infirmière diplômée", "Enfermera"] {
            for far in ["Registered architect", "Lagerist", "Comptable"] {
                assert!(distance(near) < distance(far), "{near} {} {far} {}", distance(near), distance(far));
            }
        }
    }

    #[test]
    fn titles_are_drawn_alone_and_skills_together() {
        let model = Model::embedded();
        let titles = ["Cook", "Cook", "Pastry chef"];
        let drawn = sketches_of_person(model, titles.into_iter(), ["Baking", "HACCP"].into_iter());
        assert_eq!(drawn.len(), 3);
        assert!(sketches_of_person(model, ["", "?"].into_iter(), [].into_iter()).is_empty());
        let needs = [need("HACCP", NeedKind::Skill), need("Baking", NeedKind::Skill)];
        let (titles, known) = sketches_of_needs(model, &needs);
        assert!(titles.is_empty());
        assert_eq!(known.map(|known| apart(&known, &drawn[2])), Some(0));
    }
}
