//! Variables: the blanks of a template, and filling them. What a variable has no value for stays in
//! the text as it was written, so that its writer sees the gap and closes it.

use std::fmt;
use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr, Value};
use minijinja::{Environment, ErrorKind, UndefinedBehavior};

/// Steps a template may take: a mail needs a few hundred, an endless loop is stopped.
const FUEL: u64 = 20_000;

/// A variable, and what it stands for in words.
pub(crate) struct Variable {
    pub(crate) name: &'static str,
    pub(crate) words: &'static str,
}

/// Every variable there is.
pub(crate) const ALL: [Variable; 8] = [
    Variable { name: "person.first_name", words: "first name" },
    Variable { name: "person.name", words: "name" },
    Variable { name: "person.current_title", words: "current title" },
    Variable { name: "person.current_employer", words: "current employer" },
    Variable { name: "job.title", words: "job" },
    Variable { name: "sender.name", words: "sender's name" },
    Variable { name: "sender.title", words: "sender's title" },
    Variable { name: "firm.name", words: "firm" },
];

impl Variable {
    /// As it is written in a text.
    pub(crate) fn written(&self) -> String {
        format!("{{{{ {} }}}}", self.name)
    }
}

/// A text in pieces, each with whether it is a blank; blanks are named in words.
pub(crate) fn pieces(text: &str) -> Vec<(String, bool)> {
    let (mut pieces, mut rest) = (vec![], text);
    loop {
        let found = ALL.iter().filter_map(|one| Some((rest.find(&one.written())?, one)));
        let Some((at, one)) = found.min_by_key(|(at, _)| *at) else { break };
        pieces.push((rest[..at].to_owned(), false));
        pieces.push((one.words.to_owned(), true));
        rest = &rest[at + one.written().len()..];
    }
    pieces.push((rest.to_owned(), false));
    pieces.retain(|(piece, _)| !piece.is_empty());
    pieces
}

/// The values for one mail; empty where there is none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Values {
    pub(crate) first_name: String,
    pub(crate) name: String,
    pub(crate) current_title: String,
    pub(crate) current_employer: String,
    pub(crate) job_title: String,
    pub(crate) sender_name: String,
    pub(crate) sender_title: String,
    pub(crate) firm_name: String,
}

impl Values {
    /// Somebody to try a template with.
    pub(crate) fn sample() -> Self {
        let text = str::to_owned;
        Self {
            first_name: text("Amara"),
            name: text("Amara Okafor"),
            current_title: text("Staff engineer"),
            current_employer: text("Tidewater"),
            job_title: text("Senior backend engineer"),
            sender_name: text("Nora Whitfield"),
            sender_title: text("Recruiter"),
            firm_name: text("Harbour & Pine"),
        }
    }

    fn of(&self, variable: &str) -> &str {
        match variable {
            "person.first_name" => &self.first_name,
            "person.name" => &self.name,
            "person.current_title" => &self.current_title,
            "person.current_employer" => &self.current_employer,
            "job.title" => &self.job_title,
            "sender.name" => &self.sender_name,
            "sender.title" => &self.sender_title,
            "firm.name" => &self.firm_name,
            _ => "",
        }
    }
}

/// A text with its blanks filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Filled {
    pub(crate) text: String,
    /// What had no value and still stands in the text.
    pub(crate) blanks: Vec<&'static str>,
}

/// Fills a text. The complaint names what is wrong and where, for beside the field.
pub(crate) fn fill(text: &str, values: &Values) -> Result<Filled, String> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment.add_filter("default", or_else);
    // The language drops one line break at the end: this one.
    let source = format!("{text}\n");
    let template = environment.template_from_str(&source).map_err(|cause| in_words(&cause))?;
    let mut used: Vec<String> = template.undeclared_variables(true).into_iter().collect();
    used.sort();
    if let Some(unknown) = used.iter().find(|name| !ALL.iter().any(|known| known.name == *name)) {
        return Err(unknown_variable(text, unknown));
    }
    let root = Value::from_object(Branch { path: "", values: Arc::new(values.clone()) });
    let text = template.render(root).map_err(|cause| in_words(&cause))?;
    let blanks = ALL.iter().filter(|variable| text.contains(&variable.written()));
    Ok(Filled { blanks: blanks.map(|variable| variable.words).collect(), text })
}

fn unknown_variable(text: &str, unknown: &str) -> String {
    let line = text.lines().position(|line| line.contains(unknown)).map_or(1, |line| line + 1);
    let known: Vec<&str> = ALL.iter().map(|variable| variable.name).collect();
    format!("Line {line}: there is no variable {unknown}. There are: {}.", known.join(", "))
}

fn in_words(cause: &minijinja::Error) -> String {
    let line = cause.line().unwrap_or(1);
    let detail = cause.detail().unwrap_or("it cannot be read");
    match cause.kind() {
        ErrorKind::OutOfFuel => "This text takes too many steps to fill. Take its loops out.".to_owned(),
        ErrorKind::UndefinedError => {
            format!("Line {line}: a variable here has no value and no name we know.")
        }
        ErrorKind::UnknownFilter | ErrorKind::UnknownFunction | ErrorKind::UnknownTest => {
            format!("Line {line}: {detail}. Variables are written like {{{{ person.first_name }}}}.")
        }
        _ => format!("Line {line}: {detail}. Check that every {{{{ has its }}}}."),
    }
}

/// `{{ person.current_employer | default("your firm") }}` also where the value is there but empty.
fn or_else(value: Value, other: Option<Value>) -> Value {
    if value.is_undefined() || !value.is_true() { other.unwrap_or_else(|| Value::from("")) } else { value }
}

/// `person`, `job`, `sender`, `firm`, and the root above them.
#[derive(Debug)]
struct Branch {
    path: &'static str,
    values: Arc<Values>,
}

const BRANCHES: [&str; 4] = ["person", "job", "sender", "firm"];

impl Object for Branch {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let key = key.as_str()?;
        if self.path.is_empty() {
            let path = BRANCHES.into_iter().find(|branch| *branch == key)?;
            return Some(Value::from_object(Self { path, values: Arc::clone(&self.values) }));
        }
        let name = format!("{}.{key}", self.path);
        let variable = ALL.iter().find(|variable| variable.name == name)?;
        let value = self.values.of(variable.name);
        if value.is_empty() {
            return Some(Value::from_object(Blank(variable.written())));
        }
        // A filled text is filled once more when it is sent: a value must not read as a variable then.
        Some(Value::from(value.replace("{{", "{ {").replace("{%", "{ %").replace("{#", "{ #")))
    }
}

/// A variable without a value: false, and written as itself.
struct Blank(String);

impl fmt::Debug for Blank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Object for Blank {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn is_true(self: &Arc<Self>) -> bool {
        false
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests;
