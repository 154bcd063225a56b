use super::{is_date_only, spans};

/// Writes a span as "from/to", with "now" for an open end and "=" before a single date.
fn read(text: &str) -> String {
    spans(text)
        .iter()
        .map(|span| {
            let show = |date: Option<crate::resume::PartialDate>| {
                date.map(|date| date.to_string()).unwrap_or_default()
            };
            if span.single {
                format!("={}", show(span.to))
            } else {
                format!("{}/{}", show(span.from), if span.ongoing { "now".to_owned() } else { show(span.to) })
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn reads_periods_in_every_language() {
    let cases = [
        ("March 2019 - Present", "2019-03/now"),
        ("Jan '19 – Feb '20", "2019-01/2020-02"),
        ("08/2022 to Now", "2022-08/now"),
        ("2021-05–Current", "2021-05/now"),
        ("2014-09–2017-06", "2014-09/2017-06"),
        ("2019 – 2020", "2019/2020"),
        ("2019-20", "2019/2020"),
        ("Jan – Mar 2019", "2019-01/2019-03"),
        ("June 2023 – Sept. 2023", "2023-06/2023-09"),
        ("seit 03/2019", "2019-03/now"),
        ("Apr. 2024 — Aug. 2024", "2024-04/2024-08"),
        ("März 2019 bis heute", "2019-03/now"),
        ("02.2024 – 10.2024", "2024-02/2024-10"),
        ("01.02.2019 - 31.03.2020", "2019-02/2020-03"),
        ("depuis janvier 2024", "2024-01/now"),
        ("septembre 2021 à aujourd’hui", "2021-09/now"),
        ("2024 à présent", "2024/now"),
        ("juillet 2018 - juillet 2021", "2018-07/2021-07"),
        ("enero 2022–actualidad", "2022-01/now"),
        ("Desde 09/2020", "2020-09/now"),
        ("diciembre 2023 a la actualidad", "2023-12/now"),
        ("marzo de 2012 a mayo de 2013", "2012-03/2013-05"),
        ("fev. 2023 – atualmente (2 years)", "2023-02/now"),
        ("out. 2020 – jan. 2023 (2 years 4 months)", "2020-10/2023-01"),
        ("dal 2012 al 2014", "2012/2014"),
        ("gennaio 2019 – in corso", "2019-01/now"),
        ("mrt 2019 t/m heden", "2019-03/now"),
        ("sinds mei 2020", "2020-05/now"),
        ("2023/12–至今", "2023-12/now"),
        ("2012年3月 - 2014年12月", "2012-03/2014-12"),
        ("2012年3月至今", "2012-03/now"),
        ("2012.03-2014.05", "2012-03/2014-05"),
        ("Summer 2019", "=2019"),
        ("5 March 2019", "=2019-03"),
        ("December 2024", "=2024-12"),
        ("03/19 - 04/20", "2019-03/2020-04"),
        ("ago/2019 - atual", "2019-08/now"),
        ("mar/2016 - jul/2019", "2016-03/2019-07"),
        ("Mar-2016 – Jan-2019", "2016-03/2019-01"),
        ("da gennaio 2020 ad oggi", "2020-01/now"),
        ("da marzo 2014 a dicembre 2019", "2014-03/2019-12"),
        ("Jan '21 – Present", "2021-01/now"),
        ("Sept. 2018 à ce jour", "2018-09/now"),
        ("2019年5月 - 迄今", "2019-05/now"),
        ("Summers 2009-2011", "2009/2011"),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn leaves_other_numbers_alone() {
    for text in [
        "+49 30 2312 5514",
        "99 000 €",
        "Improved output by 2000% in all",
        "ISO 9001:2015x",
        "room 12",
        "may 5 people",
    ] {
        assert_eq!(read(text), "", "{text}");
    }
}

#[test]
fn a_wrapped_period_is_open() {
    assert!(spans("septiembre 2018–")[0].open);
    assert!(!spans("septiembre 2018")[0].open);
}

#[test]
fn knows_what_is_only_a_date() {
    assert!(is_date_only("(Mar 2021 - Present)"));
    assert!(!is_date_only("Engineer, Mar 2021"));
}
