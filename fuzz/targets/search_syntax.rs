//! The search language: any text is parsed, and what it finds in another is marked on whole letters.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: (&str, &str)| {
    let (query, text) = input;
    let parsed = search_syntax::parse(query);
    for problem in &parsed.problems {
        assert!(query.get(problem.span.clone()).is_some());
    }
    let Some(node) = &parsed.query else { return };
    for span in search_syntax::highlight(text, node, None) {
        assert!(text.get(span).is_some());
    }
    if let Some(snippet) = search_syntax::snippet(text, node, None, 80) {
        assert!(text.get(snippet.span).is_some());
    }
});
