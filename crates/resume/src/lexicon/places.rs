//! Places: cities from the gazetteer, regions and countries by name.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::fold;

/// `name|CC CC`, sorted; see `data/cities.README.md` for where it comes from.
static CITIES: &str = include_str!("../../data/cities.txt");

/// The countries that have a city of this folded name, most populous first.
pub(crate) fn city(folded: &str) -> Option<&'static str> {
    if folded.is_empty() {
        return None;
    }
    let bytes = CITIES.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = (low + high) / 2;
        let start = bytes[..middle].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let end =
            bytes[middle..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| middle + at);
        let (name, codes) = CITIES.get(start..end)?.split_once('|')?;
        match name.as_bytes().cmp(folded.as_bytes()) {
            std::cmp::Ordering::Equal => return Some(codes),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

/// Whether a text names a city, also with a district or a suffix behind it: "Berlin-Mitte".
pub(crate) fn is_city(text: &str) -> bool {
    let folded = fold(text.trim().trim_matches(['.', ',', '(', ')', ' ']));
    if city(&folded).is_some() {
        return true;
    }
    let first = folded.split(['-', '/', '(']).next().unwrap_or("").trim();
    first.len() > 3 && first.len() < folded.len() && city(first).is_some()
}

/// Folded name and code of the states of the USA.
const US_STATES: &str = "alabama:AL|alaska:AK|arizona:AZ|arkansas:AR|california:CA|colorado:CO|connecticut:CT|delaware:DE|florida:FL|georgia:GA|hawaii:HI|idaho:ID|illinois:IL|indiana:IN|iowa:IA|kansas:KS|kentucky:KY|louisiana:LA|maine:ME|maryland:MD|massachusetts:MA|michigan:MI|minnesota:MN|mississippi:MS|missouri:MO|montana:MT|nebraska:NE|nevada:NV|new hampshire:NH|new jersey:NJ|new mexico:NM|new york:NY|north carolina:NC|north dakota:ND|ohio:OH|oklahoma:OK|oregon:OR|pennsylvania:PA|rhode island:RI|south carolina:SC|south dakota:SD|tennessee:TN|texas:TX|utah:UT|vermont:VT|virginia:VA|washington:WA|west virginia:WV|wisconsin:WI|wyoming:WY|district of columbia:DC";

/// Regions written out: provinces of Canada, states of India, Australia, Brazil, Germany, Austria, Mexico and others.
const REGIONS: &str = "ontario:CA|quebec:CA|british columbia:CA|alberta:CA|manitoba:CA|saskatchewan:CA|nova scotia:CA|new brunswick:CA|newfoundland and labrador:CA|\
andhra pradesh:IN|arunachal pradesh:IN|assam:IN|bihar:IN|chhattisgarh:IN|goa:IN|gujarat:IN|haryana:IN|himachal pradesh:IN|jharkhand:IN|karnataka:IN|kerala:IN|madhya pradesh:IN|maharashtra:IN|manipur:IN|meghalaya:IN|mizoram:IN|nagaland:IN|odisha:IN|orissa:IN|punjab:IN|rajasthan:IN|sikkim:IN|tamil nadu:IN|telangana:IN|tripura:IN|uttar pradesh:IN|uttarakhand:IN|west bengal:IN|delhi:IN|new delhi:IN|chandigarh:IN|puducherry:IN|jammu and kashmir:IN|\
new south wales:AU|nsw:AU|victoria:AU|queensland:AU|qld:AU|western australia:AU|south australia:AU|tasmania:AU|\
england:GB|scotland:GB|wales:GB|northern ireland:GB|greater london:GB|greater manchester:GB|west midlands:GB|kent:GB|surrey:GB|essex:GB|yorkshire:GB|\
bayern:DE|bavaria:DE|hessen:DE|nordrhein-westfalen:DE|nrw:DE|baden-wurttemberg:DE|niedersachsen:DE|sachsen:DE|thuringen:DE|brandenburg:DE|rheinland-pfalz:DE|saarland:DE|schleswig-holstein:DE|mecklenburg-vorpommern:DE|sachsen-anhalt:DE|\
steiermark:AT|tirol:AT|karnten:AT|oberosterreich:AT|niederosterreich:AT|vorarlberg:AT|burgenland:AT|\
sao paulo:BR|rio de janeiro:BR|minas gerais:BR|parana:BR|bahia:BR|pernambuco:BR|ceara:BR|rio grande do sul:BR|santa catarina:BR|goias:BR|\
jalisco:MX|nuevo leon:MX|cataluna:ES|andalucia:ES|madrid:ES|comunidad de madrid:ES|pais vasco:ES|galicia:ES|comunidad valenciana:ES|\
ile-de-france:FR|provence-alpes-cote d'azur:FR|auvergne-rhone-alpes:FR|bretagne:FR|occitanie:FR|nouvelle-aquitaine:FR|grand est:FR|hauts-de-france:FR|normandie:FR|\
lombardia:IT|lazio:IT|toscana:IT|veneto:IT|piemonte:IT|emilia-romagna:IT|campania:IT|sicilia:IT|puglia:IT|noord-holland:NL|zuid-holland:NL|gelderland:NL|noord-brabant:NL|limburg:NL";

/// Country names in the languages we read, folded, with their code.
const COUNTRIES: &str = "usa:US|u.s.a.:US|us:US|u.s.:US|united states:US|united states of america:US|vereinigte staaten:US|etats-unis:US|estados unidos:US|stati uniti:US|eeuu:US|ee. uu.:US|verenigde staten:US|美国:US|\
uk:GB|u.k.:GB|united kingdom:GB|great britain:GB|grossbritannien:GB|vereinigtes konigreich:GB|royaume-uni:GB|reino unido:GB|regno unito:GB|verenigd koninkrijk:GB|英国:GB|\
germany:DE|deutschland:DE|allemagne:DE|alemania:DE|alemanha:DE|germania:DE|duitsland:DE|德国:DE|austria:AT|osterreich:AT|autriche:AT|oostenrijk:AT|switzerland:CH|schweiz:CH|suisse:CH|suiza:CH|svizzera:CH|zwitserland:CH|suica:CH|\
france:FR|frankreich:FR|francia:FR|franca:FR|frankrijk:FR|法国:FR|belgium:BE|belgien:BE|belgique:BE|belgica:BE|belgio:BE|belgie:BE|luxembourg:LU|luxemburg:LU|\
spain:ES|spanien:ES|espagne:ES|espana:ES|espanha:ES|spagna:ES|spanje:ES|portugal:PT|portogallo:PT|italy:IT|italien:IT|italie:IT|italia:IT|netherlands:NL|the netherlands:NL|niederlande:NL|pays-bas:NL|paises bajos:NL|holanda:NL|nederland:NL|paesi bassi:NL|\
ireland:IE|irland:IE|irlande:IE|irlanda:IE|canada:CA|kanada:CA|australia:AU|australien:AU|new zealand:NZ|india:IN|indien:IN|inde:IN|china:CN|中国:CN|chine:CN|taiwan:TW|hong kong:HK|singapore:SG|singapur:SG|japan:JP|日本:JP|\
brazil:BR|brasil:BR|brasilien:BR|bresil:BR|mexico:MX|mexiko:MX|mexique:MX|argentina:AR|argentinien:AR|chile:CL|colombia:CO|kolumbien:CO|peru:PE|uruguay:UY|ecuador:EC|venezuela:VE|bolivia:BO|costa rica:CR|\
poland:PL|polen:PL|polska:PL|pologne:PL|polonia:PL|czech republic:CZ|tschechien:CZ|hungary:HU|ungarn:HU|romania:RO|rumanien:RO|greece:GR|turkey:TR|turkei:TR|turquie:TR|turquia:TR|russia:RU|ukraine:UA|sweden:SE|schweden:SE|norway:NO|denmark:DK|finland:FI|\
uae:AE|united arab emirates:AE|saudi arabia:SA|egypt:EG|south africa:ZA|nigeria:NG|kenya:KE|morocco:MA|maroc:MA|israel:IL|pakistan:PK|bangladesh:BD|sri lanka:LK|nepal:NP|philippines:PH|malaysia:MY|indonesia:ID|vietnam:VN|thailand:TH|south korea:KR|korea:KR";

/// Names and their codes, by name; a list is taken apart once.
type Codes = OnceLock<HashMap<&'static str, &'static str>>;

fn find(codes: &'static Codes, list: &'static str, name: &str) -> Option<&'static str> {
    codes
        .get_or_init(|| list.split('|').filter_map(|pair| pair.split_once(':')).rev().collect())
        .get(name)
        .copied()
}

fn find_country(name: &str) -> Option<&'static str> {
    static CODES: Codes = OnceLock::new();
    find(&CODES, COUNTRIES, name)
}

fn find_state(name: &str) -> Option<&'static str> {
    static CODES: Codes = OnceLock::new();
    find(&CODES, US_STATES, name)
}

fn find_region(name: &str) -> Option<&'static str> {
    static CODES: Codes = OnceLock::new();
    find(&CODES, REGIONS, name)
}

/// The country a text names.
pub(crate) fn country(text: &str) -> Option<&'static str> {
    find_country(fold(text).trim().trim_end_matches(['.', ','])).or_else(|| find_country(fold(text).trim()))
}

/// The country of a region: "TX", "Maharashtra", "Bayern".
pub(crate) fn region(text: &str) -> Option<&'static str> {
    let text = text.trim().trim_end_matches([',', '.']);
    if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        if US_STATES.split('|').any(|pair| pair.ends_with(text) && pair.as_bytes()[pair.len() - 3] == b':') {
            return Some("US");
        }
        if matches!(text, "ON" | "QC" | "BC" | "AB" | "MB" | "SK" | "NS" | "NB") {
            return Some("CA");
        }
        if matches!(text, "SP" | "RJ" | "MG" | "RS" | "BA" | "PE" | "CE" | "DF" | "ES" | "GO") {
            return Some("BR");
        }
        return None;
    }
    let folded = fold(text);
    if find_state(&folded).is_some() {
        return Some("US");
    }
    find_region(&folded)
}

#[cfg(test)]
mod tests {
    use super::{city, country, is_city, region};

    #[test]
    fn the_gazetteer_can_be_searched() {
        let names: Vec<&str> = super::CITIES.lines().filter_map(|line| line.split('|').next()).collect();
        assert!(
            names.windows(2).all(|pair| pair[0].as_bytes() < pair[1].as_bytes()),
            "cities.txt must be sorted by name"
        );
        for name in names.iter().step_by(97) {
            assert!(city(name).is_some(), "{name}");
        }
        assert!(is_city("München") && is_city("成都") && is_city("Berlin-Mitte") && !is_city("Accountant"));
    }

    #[test]
    fn regions_and_countries_are_known() {
        assert_eq!([region("TX"), region("Uttar Pradesh"), region("XX")], [Some("US"), Some("IN"), None]);
        assert_eq!(country("España"), Some("ES"));
    }
}
