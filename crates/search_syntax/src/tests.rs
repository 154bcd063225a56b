//! What recruiters type, and what must not break it.

#![expect(clippy::unwrap_used, reason = "tests")]

use crate::*;

/// The tree in a notation that shows its shape.
fn shape(node: &Node) -> String {
    let list = |nodes: &[Node]| nodes.iter().map(shape).collect::<Vec<_>>().join(" ");
    match node {
        Node::Term(term) => match term.shape {
            Shape::Word => term.text.clone(),
            Shape::Prefix => format!("{}*", term.text),
            Shape::Phrase => format!("'{}'", term.text),
        },
        Node::In { field, node, .. } => format!("{}={}", field.name(), shape(node)),
        Node::And(nodes) => format!("and({})", list(nodes)),
        Node::Or(nodes) => format!("or({})", list(nodes)),
        Node::Not(node) => format!("not({})", shape(node)),
    }
}

fn read(text: &str) -> String {
    parse(text).query.as_ref().map(shape).unwrap_or_default()
}

#[test]
fn right_queries_are_read_without_a_problem() {
    let table = [
        ("", ""),
        ("java", "java"),
        ("java rust", "and(java rust)"),
        ("java AND rust", "and(java rust)"),
        ("java & rust && go", "and(java rust go)"),
        ("java OR rust go", "or(java and(rust go))"),
        ("java|rust", "or(java rust)"),
        ("java || rust", "or(java rust)"),
        ("(java OR rust) go", "and(or(java rust) go)"),
        ("java NOT rust", "and(java not(rust))"),
        ("java AND NOT rust", "and(java not(rust))"),
        ("java -rust", "and(java not(rust))"),
        ("-(java rust)", "not(and(java rust))"),
        ("NOT NOT java", "java"),
        ("NOT java", "not(java)"),
        ("\"senior developer\"", "'senior developer'"),
        ("“senior developer”", "'senior developer'"),
        ("„Leiter Einkauf“", "'Leiter Einkauf'"),
        ("eng*", "eng*"),
        ("title:senior", "title=senior"),
        ("title: senior", "title=senior"),
        ("Title:(senior OR staff) java", "and(title=or(senior staff) java)"),
        ("title:\"vice president\"", "title='vice president'"),
        ("-title:intern", "not(title=intern)"),
        ("title:-intern", "not(title=intern)"),
        ("skills:rust", "skill=rust"),
        ("location:Köln", "city=Köln"),
        ("phone:+49", "phone=+49"),
        ("and or not", "and(and or not)"),
        ("full-stack", "full-stack"),
        ("R&D AT&T", "and(R&D AT&T)"),
        ("c++ c# .net", "and(c++ c# .net)"),
        ("https://example.com", "https://example.com"),
        ("10:30", "10:30"),
        ("anna@example.com", "anna@example.com"),
        ("- java", "java"),
        ("软件工程师", "软件工程师"),
        ("title：软件", "title=软件"),
        ("（java | rust）", "or(java rust)"),
    ];
    for (text, wanted) in table {
        let parsed = parse(text);
        assert_eq!(read(text), wanted, "{text}");
        assert_eq!(parsed.problems, [], "{text}");
    }
}

#[test]
fn a_mistake_is_shown_where_it_is_and_the_rest_is_searched() {
    let table = [
        ("java \"senior dev", "and(java 'senior dev')", "\"senior dev", "not closed"),
        ("(java OR rust", "or(java rust)", "(", "not closed"),
        ("java) rust", "and(java rust)", ")", "closes nothing"),
        ("java AND", "java", "AND", "after"),
        ("AND java", "java", "AND", "before"),
        ("java OR", "java", "OR", "after"),
        ("OR java", "java", "OR", "before"),
        ("java NOT", "java", "NOT", "after"),
        ("java title:", "java", "title:", "after"),
        ("java ()", "java", "()", "between"),
        ("java \"\"", "java", "\"\"", "between"),
        ("titel:senior", "title=senior", "titel:", "There is no field titel; did you mean title:?"),
        ("compny:acme", "company=acme", "compny:", "did you mean company:?"),
        ("fruit:apple", "and(fruit apple)", "fruit:", "There is no field fruit"),
        ("java *", "java", "*", "letters before"),
        ("en*g", "en*", "en*g", "end of a word"),
        ("*eng", "eng", "*eng", "end of a word"),
        ("java AND OR rust", "or(java rust)", "AND", "after"),
    ];
    for (text, wanted, place, message) in table {
        let parsed = parse(text);
        assert_eq!(read(text), wanted, "{text}");
        let [problem] = parsed.problems.as_slice() else {
            panic!("{text}: {:?}", parsed.problems);
        };
        assert_eq!(&text[problem.span.clone()], place, "{text}");
        assert!(problem.message.contains(message), "{text}: {}", problem.message);
    }
}

#[test]
fn tokens_colour_the_input() {
    let text = "title:senior AND \"big data\" -(x)";
    let seen: Vec<(&str, TokenKind)> =
        parse(text).tokens.iter().map(|t| (&text[t.span.clone()], t.kind)).collect();
    let wanted = [
        ("title:", TokenKind::Field),
        ("senior", TokenKind::Word),
        ("AND", TokenKind::Operator),
        ("\"big data\"", TokenKind::Phrase),
        ("-", TokenKind::Operator),
        ("(", TokenKind::Paren),
        ("x", TokenKind::Word),
        (")", TokenKind::Paren),
    ];
    assert_eq!(seen, wanted);
}

#[test]
fn hostile_input_has_limits() {
    let many = parse(&"a ".repeat(TERMS_MAX + 50));
    let Some(Node::And(terms)) = &many.query else { panic!("{many:?}") };
    assert_eq!(terms.len(), TERMS_MAX);
    assert_eq!(many.problems.len(), 1);

    let deep = parse(&format!("{}x{}", "(".repeat(1_900), ")".repeat(1_900)));
    assert_eq!(deep.query.as_ref().map(shape).unwrap(), "x");
    assert!(!deep.problems.is_empty());

    let negated = parse(&"-".repeat(3_000).replace('-', "-(")[..3_000]);
    assert!(negated.query.is_none());
    assert_eq!(read(&format!("{}x", "NOT ".repeat(500))), "x");

    let stars = parse(&"a* ".repeat(STARS_MAX + 1));
    assert!(stars.query.unwrap().to_string().ends_with("a* a"));
    assert_eq!(stars.problems.len(), 1);

    let signs = parse(&"-title:".repeat(501).replace("-title:", "-title: ")[..3_999]);
    assert!(signs.query.is_none());
    assert_eq!(read(&format!("{}x", "-title:".repeat(501))), "not(title=x)");

    let long = parse(&format!("{}é", "é".repeat(LENGTH_BYTES_MAX)));
    assert!(long.problems.iter().any(|problem| problem.message.contains("too long")));
}

#[test]
fn folding_makes_spellings_equal() {
    let table = [
        ("Café", "cafe"),
        ("Cafe\u{301}", "cafe"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Ærøskøbing", "aeroskobing"),
        ("İstanbul", "istanbul"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("Σίσυφος", "σισυφοσ"),
        ("ﬁnance", "finance"),
        ("ＡＢＣ", "abc"),
        ("Ёлка", "елка"),
    ];
    for (text, wanted) in table {
        assert_eq!(fold(text), wanted, "{text}");
    }
    assert_ne!(fold("が"), fold("か"));
}

#[test]
fn text_is_cut_into_words() {
    let cut = |text: &str| words(text).map(|word| word.folded).collect::<Vec<_>>();
    assert_eq!(cut("C++, C# and .NET"), ["c++", "c#", "and", "net"]);
    assert_eq!(cut("1+1 a+++ b##"), ["1", "1", "a", "b"]);
    assert_eq!(cut("O'Brien full-stack"), ["o", "brien", "full", "stack"]);
    assert_eq!(cut("Cafe\u{301}s"), ["cafes"]);
    assert_eq!(cut("软件 Java工程"), ["软", "件", "java", "工", "程"]);
    assert_eq!(cut("東京タワー"), ["東", "京", "タ", "ワ", "ー"]);
    let long = "x".repeat(150);
    assert_eq!(words(&long).map(|word| word.span.len()).collect::<Vec<_>>(), [60, 60, 30]);
}

#[test]
fn hits_are_marked_in_the_text() {
    let table: [(&str, &str, Option<Field>, &[&str]); 11] = [
        ("java", "Java and JavaScript", None, &["Java"]),
        ("java*", "Java and JavaScript", None, &["Java", "JavaScript"]),
        ("resume", "My Résumé", None, &["Résumé"]),
        ("\"data engineer\"", "data, big; Data Engineer", None, &["Data Engineer"]),
        ("full-stack", "Full stack, full", None, &["Full stack"]),
        ("java NOT rust", "java rust", None, &["java"]),
        ("title:java go", "java go", Some(Field::City), &["go"]),
        ("title:java go", "java go", Some(Field::Title), &["java", "go"]),
        ("big \"big data\"", "big data", None, &["big data"]),
        ("工程", "软件工程师", None, &["工程"]),
        ("\"senior eng\"", "senior engineer", None, &[]),
    ];
    for (query, text, field, wanted) in table {
        let node = parse(query).query.unwrap();
        let marks: Vec<&str> = highlight(text, &node, field).into_iter().map(|span| &text[span]).collect();
        assert_eq!(marks, wanted, "{query} in {text}");
    }
}

#[test]
fn the_snippet_is_where_most_of_the_query_is() {
    let filler = "lorem ipsum dolor ".repeat(20);
    let text = format!("java {filler} Rust with Java and Köln {filler} rust rust rust {filler}");
    let node = parse("java rust koln").query.unwrap();
    let found = snippet(&text, &node, None, 80).unwrap();
    let shown = &text[found.span.clone()];
    assert!(shown.contains("Rust with Java and Köln"), "{shown}");
    assert!(shown.chars().count() <= 80, "{shown}");
    assert!(!shown.starts_with(' ') && !shown.ends_with(' '), "{shown}");
    let marks: Vec<&str> = found.hits.iter().map(|hit| &text[hit.clone()]).collect();
    assert_eq!(marks, ["Rust", "Java", "Köln"]);
    assert_eq!(snippet("nothing here", &node, None, 80), None);
    assert_eq!(snippet("only java", &node, None, 80).unwrap().span, 0..9);
}

#[test]
fn what_is_written_out_is_read_back() {
    let queries = [
        "java rust",
        "java OR (rust go)",
        "title:(senior OR staff) -company:acme",
        "\"big data\" eng* NOT (a b)",
        "\"OR\" x",
    ];
    for query in queries {
        let written = parse(query).query.unwrap().to_string();
        assert_eq!(read(&written), read(query), "{query} as {written}");
    }
}

/// A small generator: the same inputs at every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

const PIECES: [&str; 40] = [
    "(", ")", "\"", "“", "AND", "OR", "NOT", "-", "|", "&", "&&", "*", ":", " ", "  ", "\t", "a", "java",
    "é", "e\u{301}", "ß", "工", "程", "title:", "titel:", "zzz:", "name:", "İ", "\u{0}", "🙂", "\u{202e}",
    "#", "++", "ﬁ", "（", "：", "\n", "'", "한", "\u{301}",
];

/// Every term's words, field and sign.
fn looked_for(node: &Node) -> Vec<(Vec<String>, bool, Option<Field>, bool)> {
    let mut all = Vec::new();
    node.each_term(&mut |term, field, negated| {
        all.push((term.words(), term.shape == Shape::Prefix, field, negated));
    });
    all
}

#[test]
fn no_input_breaks_it() {
    let mut dice = Dice(7);
    for _ in 0..20_000 {
        let length = dice.below(25);
        let text: String = (0..length).map(|_| PIECES[dice.below(PIECES.len())]).collect();
        let parsed = parse(&text);
        let mut end = 0;
        for token in &parsed.tokens {
            assert!(token.span.start >= end && !token.span.is_empty(), "{text:?}");
            assert!(text.get(token.span.clone()).is_some(), "{text:?}");
            end = token.span.end;
        }
        for problem in &parsed.problems {
            assert!(!problem.message.is_empty());
            assert!(text.get(problem.span.clone()).is_some_and(|s| !s.is_empty()), "{text:?}");
        }
        let Some(node) = parsed.query else { continue };
        node.each_term(&mut |term, _, _| {
            assert!(text.get(term.span.clone()).unwrap().contains(&term.text), "{text:?}");
        });
        let written = node.to_string();
        let again = parse(&written).query.unwrap();
        assert_eq!(looked_for(&again), looked_for(&node), "{text:?} as {written:?}");
        let other: String = (0..40).map(|_| PIECES[dice.below(PIECES.len())]).collect();
        for span in highlight(&other, &node, None) {
            assert!(other.get(span).is_some_and(|s| !s.is_empty()), "{other:?}");
        }
        if let Some(found) = snippet(&other, &node, None, 10) {
            assert!(other.get(found.span.clone()).is_some(), "{other:?}");
            assert!(!found.hits.is_empty(), "{text:?} in {other:?}");
        }
    }
}

#[test]
fn folding_twice_is_folding_once() {
    let mut dice = Dice(11);
    for _ in 0..5_000 {
        let characters = (0..6).filter_map(|_| char::from_u32(dice.below(0x3_0000) as u32));
        let once = fold(&characters.collect::<String>());
        assert_eq!(fold(&once), once);
    }
}
