//! What a job needs, in weighted lines that a recruiter can edit.

/// What kind of fact can meet a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NeedKind {
    /// A title held; titles in other languages and near titles count.
    Title,
    /// A skill; spelled variants count fully, near skills partly.
    Skill,
    /// A city; only the city fields are read.
    Location,
    /// A spoken language; only the language fields are read, so a nationality never counts as one.
    Language,
    /// Years of experience, at least this many; fewer count in proportion.
    ExperienceYears(u32),
    /// A sentence of the job post, met by similar phrases of the resume.
    Text,
}

/// One line of what a job needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    /// The caller's number, given back in the reasons.
    pub id: u32,
    /// As the recruiter reads and edits it: "Rust in production".
    pub label: String,
    pub kind: NeedKind,
    /// Share of the score; the shares of a job sum to 100 ([`share_out`]).
    pub weight: u32,
    /// A must that nobody shows is pointed out; it never excludes.
    pub must: bool,
}

/// What is known of a job when its needs are first read.
#[derive(Debug, Clone, Copy, Default)]
pub struct JobPost<'a> {
    pub title: &'a str,
    pub description: &'a str,
    /// Skills the recruiter listed; where there are none, the description's own lines are read.
    pub skills: &'a [String],
    pub city: Option<&'a str>,
    pub languages: &'a [String],
}

/// Brings weights of any sum to whole shares of 100, by largest remainder; equal remainders go to the earlier need.
/// Weights that are all zero are shared out equally.
pub fn share_out(needs: &mut [Need]) {
    if needs.is_empty() {
        return;
    }
    let total: u64 = needs.iter().map(|need| u64::from(need.weight)).sum();
    let raw = |need: &Need| {
        if total == 0 { 1 } else { u64::from(need.weight) }
    };
    let total = if total == 0 { needs.len() as u64 } else { total };
    let mut order: Vec<(u64, usize)> =
        needs.iter().enumerate().map(|(index, need)| (raw(need) * 100 % total, index)).collect();
    for need in needs.iter_mut() {
        need.weight = (raw(need) * 100 / total) as u32;
    }
    let missing = 100 - needs.iter().map(|need| need.weight).sum::<u32>();
    order.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    for &(_, index) in order.iter().take(missing as usize) {
        needs[index].weight += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(weights: &[u32]) -> Vec<u32> {
        let mut needs: Vec<Need> = weights
            .iter()
            .map(|&weight| Need { id: 0, label: String::new(), kind: NeedKind::Skill, weight, must: false })
            .collect();
        share_out(&mut needs);
        needs.iter().map(|need| need.weight).collect()
    }

    #[test]
    fn shares_sum_to_one_hundred() {
        assert_eq!(shares(&[1, 1, 1]), [34, 33, 33]);
        assert_eq!(shares(&[0, 0]), [50, 50]);
        assert_eq!(shares(&[35, 25, 20, 15, 5]), [35, 25, 20, 15, 5]);
        assert_eq!(shares(&[u32::MAX, u32::MAX, 1]), [50, 50, 0]);
        assert_eq!(shares(&[7; 12]).iter().sum::<u32>(), 100);
    }
}
