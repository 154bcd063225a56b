//! Traditional Chinese characters of resumes, with the simplified ones that the word lists are written in.

use std::collections::HashMap;
use std::sync::OnceLock;

/// Pairs of a traditional and a simplified character.
const PAIRS: &str = "學学歷历經经驗验業业務务師师員员專专長长會会計计護护醫医療疗銀银電电腦脑話话機机聯联絡络郵邮語语證证書书獎奖項项勵励榮荣譽誉興兴愛爱簡简個个資资訊讯訓训練练選选課课設设開开發发產产銷销場场廣广劃划編编輯辑記记譯译顧顾問问總总監监應应軟软體体網网頁页數数據据庫库統统測测試试維维運运營营財财稅税審审預预採采購购倉仓儲储貨货車车廠厂實实習习義义願愿團团隊队領领導导負负責责區区縣县國国灣湾臺台東东門门歲岁齡龄別别狀状況况現现點点時时間间從从畢毕級级碩硕類类優优勢势執执認认術术藝艺創创圖图館馆劇剧戲戏樂乐飯饭廳厅飲饮製制構构築筑環环衛卫織织協协評评價价標标準准僱雇職职稱称達达績绩報报紙纸雜杂誌志視视頻频線线緊紧備备註注離离後后係系歡欢親亲聲声寫写讀读聽听說说講讲禮礼韓韩羅罗蘇苏粵粤華华鐵铁鋼钢橋桥樓楼號号鎮镇鄉乡莊庄鄭郑陳陈劉刘張张黃黄趙赵吳吴楊杨馬马孫孙葉叶蕭萧許许鄧邓馮冯謝谢蔣蒋賈贾範范譚谭鄒邹陸陆賴赖鍾钟顏颜嚴严龔龚盧卢錢钱湯汤萬万億亿餘余週周傳传關关進进過过為为與与於于將将對对當当處处參参無无動动變变節节約约組组給给結结終终繪绘續续縮缩繼继纖纤聞闻養养馳驰藥药蘭兰補补裝装複复規规覽览觀观觸触詢询該该詳详誠诚談谈請请論论識识議议譜谱貝贝貢贡賃赁賞赏賽赛質质趨趋輔辅轉转辦办農农遊游遠远適适遷迁還还鄰邻釋释針针鋪铺錄录鎖锁鏡镜閱阅陽阳際际隨随險险雙双難难雲云靜静響响順顺須须題题額额風风飛飞驅驱魚鱼鮮鲜鳥鸟麗丽齊齐";

/// The simplified form of a character; the character itself when it has none in the list.
pub(super) fn simple(character: char) -> char {
    static MAP: OnceLock<HashMap<char, char>> = OnceLock::new();
    let map = MAP.get_or_init(|| {
        let letters: Vec<char> = PAIRS.chars().collect();
        letters.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
    });
    map.get(&character).copied().unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use super::{PAIRS, simple};

    #[test]
    fn every_character_has_its_pair() {
        assert_eq!(PAIRS.chars().count() % 2, 0);
        assert_eq!("學歷證照臺北".chars().map(simple).collect::<String>(), "学历证照台北");
    }
}
