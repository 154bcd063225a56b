//! Letters: folding for comparison, cleaning for display.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::traditional::simple;

/// Lower case without accents, Chinese simplified; what all word lists are written in.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            'ß' => folded.push_str("ss"),
            'æ' | 'Æ' => folded.push_str("ae"),
            'œ' | 'Œ' => folded.push_str("oe"),
            '’' | '‘' | 'ʼ' | '`' | '´' => folded.push('\''),
            // Combining accents of decomposed text.
            '\u{300}'..='\u{36f}' => {}
            _ if is_han(character) => folded.push(simple(character)),
            _ => folded.extend(base_letter(character).to_lowercase()),
        }
    }
    folded
}

/// The letter without its accent: "é" is "e", "Ł" is "L".
pub(crate) fn base_letter(character: char) -> char {
    const FIRST: usize = 0xc0;
    static TABLE: OnceLock<Vec<char>> = OnceLock::new();
    if character.is_ascii() || !('\u{c0}'..='\u{1ef9}').contains(&character) {
        return character;
    }
    let table = TABLE.get_or_init(|| ('\u{c0}'..='\u{1ef9}').map(find_base_letter).collect());
    table.get(character as usize - FIRST).copied().unwrap_or(character)
}

fn find_base_letter(character: char) -> char {
    let groups: [(&str, char); 46] = [
        ("ÀÁÂÃÄÅĀĂĄǍẠẢẤẦẨẪẬẮẰẲẴẶ", 'A'),
        ("àáâãäåāăąǎạảấầẩẫậắằẳẵặ", 'a'),
        ("ÇĆĈĊČ", 'C'),
        ("çćĉċč", 'c'),
        ("ĎĐ", 'D'),
        ("ďđ", 'd'),
        ("ÈÉÊËĒĔĖĘĚẸẺẼẾỀỂỄỆ", 'E'),
        ("èéêëēĕėęěẹẻẽếềểễệ", 'e'),
        ("ĜĞĠĢ", 'G'),
        ("ĝğġģ", 'g'),
        ("ĤĦ", 'H'),
        ("ĥħ", 'h'),
        ("ÌÍÎÏĨĪĬĮİỈỊ", 'I'),
        ("ìíîïĩīĭįıỉị", 'i'),
        ("Ĵ", 'J'),
        ("ĵ", 'j'),
        ("Ķ", 'K'),
        ("ķ", 'k'),
        ("ĹĻĽŁ", 'L'),
        ("ĺļľł", 'l'),
        ("ÑŃŅŇ", 'N'),
        ("ñńņň", 'n'),
        ("ÒÓÔÕÖØŌŎŐƠỌỎỐỒỔỖỘỚỜỞỠỢ", 'O'),
        ("òóôõöøōŏőơọỏốồổỗộớờởỡợ", 'o'),
        ("ŔŖŘ", 'R'),
        ("ŕŗř", 'r'),
        ("ŚŜŞŠȘ", 'S'),
        ("śŝşšș", 's'),
        ("ŢŤŦȚ", 'T'),
        ("ţťŧț", 't'),
        ("ÙÚÛÜŨŪŬŮŰŲƯỤỦỨỪỬỮỰ", 'U'),
        ("ùúûüũūŭůűųưụủứừửữự", 'u'),
        ("Ŵ", 'W'),
        ("ŵ", 'w'),
        ("ÝŶŸỲỴỶỸ", 'Y'),
        ("ýŷÿỳỵỷỹ", 'y'),
        ("ŹŻŽ", 'Z'),
        ("źżž", 'z'),
        ("ÐĐ", 'D'),
        ("ð", 'd'),
        ("Þ", 'T'),
        ("þ", 't'),
        ("ẞ", 'S'),
        ("ĸ", 'k'),
        ("ŋ", 'n'),
        ("Ŋ", 'N'),
    ];
    groups.iter().find(|(letters, _)| letters.contains(character)).map_or(character, |(_, base)| *base)
}

/// Chinese characters.
pub(crate) fn is_han(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}')
}

/// Chinese characters and the punctuation set with them, which need no spaces around.
pub(crate) fn is_wide(character: char) -> bool {
    is_han(character) || matches!(character, '\u{3000}'..='\u{30ff}' | '\u{ff00}'..='\u{ff60}')
}

/// Ligatures taken apart, odd blanks and full-width ASCII made plain.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.bytes().any(|byte| byte < 32) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            'ﬀ' => cleaned.push_str("ff"),
            'ﬁ' => cleaned.push_str("fi"),
            'ﬂ' => cleaned.push_str("fl"),
            'ﬃ' => cleaned.push_str("ffi"),
            'ﬄ' => cleaned.push_str("ffl"),
            'ﬅ' | 'ﬆ' => cleaned.push_str("st"),
            '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\t' => {
                cleaned.push(' ')
            }
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\0' => {
            }
            '\u{ff01}'..='\u{ff5e}' => cleaned.extend(char::from_u32(character as u32 - 0xfee0)),
            '\u{2010}' | '\u{2011}' => cleaned.push('-'),
            '\u{2012}' => cleaned.push('–'),
            '\u{2015}' => cleaned.push('—'),
            // Icon fonts live in the private area; whatever they show is no letter.
            '\u{e000}'..='\u{f8ff}' => cleaned.push('•'),
            '\u{f0000}'..='\u{10ffff}' => cleaned.push('•'),
            // The Kangxi radicals look like the characters that were meant.
            '\u{2e80}'..='\u{2fd5}' => cleaned.push(radical(character)),
            character if character.is_control() => {}
            character => cleaned.push(character),
        }
    }
    Cow::Owned(compose(cleaned))
}

/// The characters that the 214 Kangxi radicals look like, in their order.
const KANGXI: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈户手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// Simplified characters among the supplementary radicals.
const SUPPLEMENT: [(char, char); 27] = [
    ('⻓', '长'),
    ('⻘', '青'),
    ('⻔', '门'),
    ('⻋', '车'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻉', '贝'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻬', '齐'),
    ('⻰', '龙'),
    ('⻳', '龟'),
    ('⺟', '母'),
    ('⺠', '民'),
    ('⻄', '西'),
    ('⻁', '虎'),
    ('⻮', '齿'),
    ('⻑', '长'),
    ('⺮', '竹'),
];

/// Chromium writes some common characters as radicals when the font shares their glyph.
fn radical(character: char) -> char {
    if let Some(at) = (character as usize).checked_sub(0x2f00) {
        return KANGXI.chars().nth(at).unwrap_or(character);
    }
    SUPPLEMENT.iter().find(|(from, _)| *from == character).map_or(character, |(_, to)| *to)
}

/// Letters followed by a combining accent become one letter, as every word list expects.
fn compose(text: String) -> String {
    if !text.chars().any(|character| ('\u{300}'..='\u{36f}').contains(&character)) {
        return text;
    }
    let mut composed = String::with_capacity(text.len());
    for character in text.chars() {
        let joined = composed.chars().next_back().and_then(|base| accent(base, character));
        match joined {
            Some(joined) => {
                composed.pop();
                composed.push(joined);
            }
            None => composed.push(character),
        }
    }
    composed
}

fn accent(base: char, mark: char) -> Option<char> {
    let (bases, joined) = match mark {
        '\u{300}' => ("aeiouAEIOU", "àèìòùÀÈÌÒÙ"),
        '\u{301}' => ("aeiouyAEIOUYcnszCNSZ", "áéíóúýÁÉÍÓÚÝćńśźĆŃŚŹ"),
        '\u{302}' => ("aeiouAEIOU", "âêîôûÂÊÎÔÛ"),
        '\u{303}' => ("anoANO", "ãñõÃÑÕ"),
        '\u{308}' => ("aeiouyAEIOU", "äëïöüÿÄËÏÖÜ"),
        '\u{30a}' => ("auAU", "åůÅŮ"),
        '\u{30c}' => ("cenrszCENRSZ", "čěňřšžČĚŇŘŠŽ"),
        '\u{327}' => ("csCS", "çşÇŞ"),
        '\u{328}' => ("aeAE", "ąęĄĘ"),
        '\u{306}' => ("agAG", "ăğĂĞ"),
        _ => return None,
    };
    bases.chars().position(|letter| letter == base).and_then(|at| joined.chars().nth(at))
}

/// The words of a folded text: letters, digits and what binds them.
pub(crate) fn tokens(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|character: char| {
            !(character.is_alphanumeric() || matches!(character, '\'' | '+' | '#' | '&'))
        })
        .filter(|token| !token.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{clean, fold};

    #[test]
    fn folds_accents_and_case() {
        assert_eq!(fold("Größe ÉLODIE Łódź Çağrı’s"), "grosse elodie lodz cagri's");
    }

    #[test]
    fn cleans_ligatures_radicals_and_decomposed_accents() {
        assert_eq!(clean("oﬃce\u{a0}⽂职 Jose\u{301} １２"), "office 文职 José 12");
    }
}
