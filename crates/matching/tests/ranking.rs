//! Ranking of a set of texts, as the benchmark command does it.

use matching::rank_corpus;

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(id, text)| ((*id).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn the_best_label_of_a_document_counts_and_ranks_are_in_order() {
    let corpus = pairs(&[
        ("o1", "pastry chef"),
        ("o2", "truck driver"),
        ("o2", "lorry driver"),
        ("o1", "confectioner"),
    ]);
    let queries = pairs(&[("q2", "Konditor"), ("q1", "LKW-Fahrer (m/w/d)"), ("q3", "")]);
    let rows = rank_corpus(&corpus, &queries, 10);
    let seen: Vec<_> = rows.iter().map(|row| (row.query.as_str(), row.document.as_str(), row.rank)).collect();
    assert_eq!(
        seen,
        [
            ("q2", "o1", 1),
            ("q2", "o2", 2),
            ("q1", "o2", 1),
            ("q1", "o1", 2),
            ("q3", "o1", 1),
            ("q3", "o2", 2)
        ]
    );
    assert!(rows.chunks(2).all(|pair| pair[0].score >= pair[1].score));
    assert_eq!(rank_corpus(&corpus, &queries, 1).len(), 3);
}

/// The skill is named in the middle of a long sentence, in another word form.
#[test]
fn sentences_find_what_a_part_of_them_says() {
    let corpus = pairs(&[
        ("s1", "manage budgets"),
        ("s2", "operate forklift"),
        ("s3", "teach mathematics"),
        ("s4", "bake bread"),
    ]);
    let queries = pairs(&[(
        "q",
        "In this role you will work with a friendly team of ten people and, on most days, drive a fork-lift truck between our halls",
    )]);
    assert_eq!(rank_corpus(&corpus, &queries, 1)[0].document, "s2");
    assert!(rank_corpus(&corpus, &[], 5).is_empty() && rank_corpus(&[], &queries, 5).is_empty());
}
