#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;

#[test]
fn every_variable_is_filled_with_the_value_it_names() {
    let text: String = ALL.iter().map(Variable::written).collect::<Vec<_>>().join("|");
    let filled = fill(&text, &Values::sample()).unwrap();
    assert_eq!(
        filled.text,
        "Amara|Amara Okafor|Staff engineer|Tidewater|Senior backend engineer|Nora Whitfield|Recruiter|Harbour & Pine"
    );
    assert!(filled.blanks.is_empty());
}

#[test]
fn a_variable_without_a_value_stays_in_the_text_and_is_named() {
    let values = Values { current_employer: String::new(), ..Values::sample() };
    let text = "Hi {{person.first_name}},\nhow is {{ person.current_employer }}?\n";
    let filled = fill(text, &values).unwrap();
    assert_eq!(filled.text, "Hi Amara,\nhow is {{ person.current_employer }}?\n");
    assert_eq!(filled.blanks, ["current employer"]);
    let again = fill(&filled.text, &values).unwrap();
    assert_eq!(again, filled, "filling twice changes nothing");
}

#[test]
fn a_default_or_a_condition_closes_the_gap() {
    let values = Values { current_employer: String::new(), ..Values::sample() };
    let text =
        "{{ person.current_employer | default('your firm') }}{% if person.current_employer %}!{% endif %}";
    assert_eq!(fill(text, &values).unwrap(), Filled { text: "your firm".into(), blanks: vec![] });
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    let endless = format!("{}x{}", "{% for i in '0123456789'|list %}".repeat(6), "{% endfor %}".repeat(6));
    for (text, expected) in [
        ("Hi\n{{ person.shoe_size }}", "Line 2: there is no variable person.shoe_size"),
        ("Hi {{ surname }}", "there is no variable surname"),
        ("Hi {{ person.name", "Line 1:"),
        ("{{ person.name | frobnicate }}", "Line 1:"),
        (&endless, "too many steps"),
    ] {
        let complaint = fill(text, &Values::sample()).unwrap_err();
        assert!(complaint.contains(expected), "{text}: {complaint}");
    }
}

#[test]
fn a_value_cannot_carry_a_variable_into_the_text() {
    let values = Values { name: "{{ sender.name }}{% raw %}".into(), ..Values::sample() };
    let filled = fill("{{ person.name }}", &values).unwrap();
    assert_eq!(fill(&filled.text, &values).unwrap(), filled);
    assert!(!filled.text.contains("Nora"));
}
