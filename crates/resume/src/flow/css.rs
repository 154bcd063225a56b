//! The few rules of style sheets that tell headings from text: size, weight and slant of classes and elements.

use super::build::Style;

/// Rules kept; a saved page may carry thousands that no element of a resume uses.
const RULES_MAX: usize = 2000;

/// What a rule changes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Change {
    bold: Option<bool>,
    italic: Option<bool>,
    size: Option<Size>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Size {
    Points(f32),
    Times(f32),
}

/// The rules of a page, by class (".name") or element.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    rules: Vec<(String, Change)>,
}

impl Sheet {
    /// Adds the rules of a `style` element; selectors other than one class or element are passed over.
    pub(super) fn add(&mut self, text: &str) {
        for rule in text.split('}') {
            let Some((selectors, body)) = rule.rsplit_once('{') else { continue };
            let change = change(body);
            if change == Change::default() {
                continue;
            }
            for selector in selectors.split(',') {
                let last = selector.split_whitespace().next_back().unwrap_or("");
                let simple =
                    last.chars().all(|mark| mark.is_alphanumeric() || matches!(mark, '.' | '-' | '_'));
                if simple && !last.is_empty() && self.rules.len() < RULES_MAX {
                    let name = last.rfind('.').map_or(last, |at| &last[at..]);
                    self.rules.push((name.to_ascii_lowercase(), change));
                }
            }
        }
    }

    /// The style of an element inside of another.
    pub(super) fn apply(&self, name: &str, classes: Option<&str>, own: Option<&str>, outer: Style) -> Style {
        let mut style = outer;
        let classes = classes.unwrap_or("").to_ascii_lowercase();
        for (selector, change) in &self.rules {
            let fits = match selector.strip_prefix('.') {
                Some(class) => classes.split_whitespace().any(|known| known == class),
                None => selector == name,
            };
            if fits {
                style = changed(style, *change, outer);
            }
        }
        own.map_or(style, |own| changed(style, change(own), outer))
    }
}

fn changed(style: Style, change: Change, outer: Style) -> Style {
    let size = match change.size {
        Some(Size::Points(size)) => size,
        Some(Size::Times(times)) => outer.size * times,
        None => style.size,
    };
    Style {
        bold: change.bold.unwrap_or(style.bold),
        italic: change.italic.unwrap_or(style.italic),
        size: size.clamp(1.0, 200.0),
    }
}

fn change(body: &str) -> Change {
    let mut change = Change::default();
    for (property, value) in body.split(';').filter_map(|declaration| declaration.split_once(':')) {
        let value = value.trim().to_ascii_lowercase();
        match property.trim().to_ascii_lowercase().as_str() {
            "font-weight" => {
                change.bold =
                    Some(value.starts_with("bold") || matches!(value.get(..1), Some("6" | "7" | "8" | "9")));
            }
            "font-style" => change.italic = Some(value.starts_with("italic") || value.starts_with("oblique")),
            "font-size" => change.size = size(&value),
            _ => {}
        }
    }
    change
}

fn size(value: &str) -> Option<Size> {
    let end = value.find(|mark: char| !(mark.is_ascii_digit() || mark == '.')).unwrap_or(value.len());
    let number: f32 = value[..end].parse().ok()?;
    match value[end..].split_whitespace().next().unwrap_or("") {
        "px" => Some(Size::Points(0.75 * number)),
        "pt" => Some(Size::Points(number)),
        "rem" => Some(Size::Points(12.0 * number)),
        "em" => Some(Size::Times(number)),
        "%" => Some(Size::Times(number / 100.0)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Sheet;
    use crate::flow::build::Style;

    #[test]
    fn classes_elements_and_own_styles_change_the_look() {
        let mut sheet = Sheet::default();
        sheet.add("@media print { .head, div.sec { font-weight: 700; font-size: 20px } } p{font-size:2em}");
        let plain = Style { size: 10.0, ..Style::default() };
        let read = |name: &str, classes: Option<&str>, own: Option<&str>| {
            let style = sheet.apply(name, classes, own, plain);
            (style.bold, style.size)
        };
        assert_eq!(read("div", Some("x sec"), None), (true, 15.0));
        assert_eq!(read("p", None, None), (false, 20.0));
        assert_eq!(read("span", None, Some("font-weight:bold; font-size:150%")), (true, 15.0));
        assert_eq!(read("span", Some("other"), None), (false, 10.0));
    }
}
