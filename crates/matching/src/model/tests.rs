#![expect(clippy::unwrap_used, reason = "tests")]
use super::*;

/// The first eight dimensions of twenty texts, as the training code computed them.
#[test]
fn the_vectors_are_the_trained_ones() {
    let cases: serde_json::Value =
        serde_json::from_str(include_str!("../../tests/data/test_vectors.json")).unwrap();
    let cases = cases.as_array().unwrap();
    assert_eq!(cases.len(), 20);
    for case in cases {
        let text = case["text"].as_str().unwrap();
        let vector = Model::embedded().encode(text);
        for (value, expected) in vector.iter().zip(case["first8"].as_array().unwrap()) {
            let expected = expected.as_f64().unwrap() as f32;
            assert!((value - expected).abs() < 1e-4, "{text}: {value} instead of {expected}");
        }
    }
}

#[test]
fn unknown_text_is_the_zero_vector() {
    for text in ["", "   ", "—…!"] {
        assert!(Model::embedded().encode(text).iter().all(|&value| value == 0.0), "{text}");
    }
}

#[test]
fn trades_are_near_across_words_and_languages() {
    let model = Model::embedded();
    for (one, near, far) in [
        ("backend developer", "Backend-Entwicklerin", "pastry chef"),
        ("Krankenschwester", "registered nurse", "truck driver"),
        ("chef de projet", "project manager", "welder"),
    ] {
        assert!(model.similarity(one, near) > model.similarity(one, far) + 0.3, "{one}");
    }
}
