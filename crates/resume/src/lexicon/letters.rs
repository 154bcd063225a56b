//! Letters: folding for comparison, cleaning for display.

use std::borrow::Cow;

/// Lower case without accents; what all word lists are written in.
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
            _ => folded.extend(base_letter(character).to_lowercase()),
        }
    }
    folded
}

/// The letter without its accent: "é" is "e", "Ł" is "L".
pub(crate) fn base_letter(character: char) -> char {
    if character.is_ascii() || !('\u{c0}'..='\u{1ef9}').contains(&character) {
        return character;
    }
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
    groups
        .iter()
        .find(|(letters, _)| letters.contains(character))
        .map_or(character, |(_, base)| *base)
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
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{feff}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'
            | '\0' => {}
            '\u{ff01}'..='\u{ff5e}' => cleaned.extend(char::from_u32(character as u32 - 0xfee0)),
            '\u{2010}' | '\u{2011}' => cleaned.push('-'),
            // Icon fonts live in the private area; whatever they show is no letter.
            '\u{e000}'..='\u{f8ff}' => cleaned.push('•'),
            '\u{f0000}'..='\u{10ffff}' => cleaned.push('•'),
            // The Kangxi radicals look like the characters that were meant.
            '\u{2f00}'..='\u{2fd5}' => cleaned.push(radical(character)),
            character if character.is_control() => {}
            character => cleaned.push(character),
        }
    }
    Cow::Owned(compose(cleaned))
}

/// Chromium writes some common characters as radicals when the font shares their glyph.
fn radical(character: char) -> char {
    let pairs = [
        ('⼀', '一'),
        ('⼆', '二'),
        ('⼈', '人'),
        ('⼊', '入'),
        ('⼋', '八'),
        ('⼒', '力'),
        ('⼗', '十'),
        ('⼝', '口'),
        ('⼟', '土'),
        ('⼠', '士'),
        ('⼤', '大'),
        ('⼥', '女'),
        ('⼦', '子'),
        ('⼩', '小'),
        ('⼭', '山'),
        ('⼯', '工'),
        ('⼰', '己'),
        ('⼴', '广'),
        ('⼼', '心'),
        ('⼿', '手'),
        ('⽀', '支'),
        ('⽂', '文'),
        ('⽅', '方'),
        ('⽇', '日'),
        ('⽉', '月'),
        ('⽊', '木'),
        ('⽌', '止'),
        ('⽐', '比'),
        ('⽔', '水'),
        ('⽕', '火'),
        ('⽗', '父'),
        ('⽚', '片'),
        ('⽜', '牛'),
        ('⽞', '玄'),
        ('⽟', '玉'),
        ('⽣', '生'),
        ('⽤', '用'),
        ('⽥', '田'),
        ('⽩', '白'),
        ('⽬', '目'),
        ('⽯', '石'),
        ('⽰', '示'),
        ('⽴', '立'),
        ('⽵', '竹'),
        ('⽶', '米'),
        ('⽹', '网'),
        ('⽼', '老'),
        ('⽽', '而'),
        ('⽿', '耳'),
        ('⾃', '自'),
        ('⾄', '至'),
        ('⾊', '色'),
        ('⾏', '行'),
        ('⾐', '衣'),
        ('⾒', '见'),
        ('⾔', '言'),
        ('⾛', '走'),
        ('⾜', '足'),
        ('⾝', '身'),
        ('⾞', '车'),
        ('⾥', '里'),
        ('⾦', '金'),
        ('⾨', '门'),
        ('⾮', '非'),
        ('⾯', '面'),
        ('⾳', '音'),
        ('⾷', '食'),
        ('⾸', '首'),
        ('⾹', '香'),
        ('⾺', '马'),
        ('⾼', '高'),
        ('⿊', '黑'),
    ];
    pairs
        .iter()
        .find(|(from, _)| *from == character)
        .map_or(character, |(_, to)| *to)
}

/// Letters followed by a combining accent become one letter, as every word list expects.
fn compose(text: String) -> String {
    if !text
        .chars()
        .any(|character| ('\u{300}'..='\u{36f}').contains(&character))
    {
        return text;
    }
    let mut composed = String::with_capacity(text.len());
    for character in text.chars() {
        let joined = composed
            .chars()
            .next_back()
            .and_then(|base| accent(base, character));
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
    bases
        .chars()
        .position(|letter| letter == base)
        .and_then(|at| joined.chars().nth(at))
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
        assert_eq!(
            fold("Größe ÉLODIE Łódź Çağrı’s"),
            "grosse elodie lodz cagri's"
        );
    }

    #[test]
    fn cleans_ligatures_radicals_and_decomposed_accents() {
        assert_eq!(
            clean("oﬃce\u{a0}⽂职 Jose\u{301} １２"),
            "office 文职 José 12"
        );
    }
}
