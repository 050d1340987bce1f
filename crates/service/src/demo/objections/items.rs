//! What is objected to in the demonstration, and what becomes of each objection.

use domain::objection::Asker::{self, Other, Party, Representative};
use domain::objection::ObjectionKind::{self, Correction, CreditRepair, Dispute, Privacy};
use domain::objection::{Effect, Outcome};

/// What becomes of one.
pub(super) enum Fate {
    /// It still waits.
    Waits,
    /// It still waits, and its record was taken down meanwhile.
    OutlivesItsRecord,
    /// Answered after so many days.
    Answered(u64, Outcome, &'static str),
}

/// An objection to be.
pub(super) struct Item {
    pub(super) kind: ObjectionKind,
    pub(super) asker: Asker,
    pub(super) days_ago: u64,
    pub(super) passage: &'static str,
    pub(super) request: &'static str,
    pub(super) fate: Fate,
}

const fn item(
    (kind, asker, days_ago): (ObjectionKind, Asker, u64),
    passage: &'static str,
    request: &'static str,
    fate: Fate,
) -> Item {
    Item {
        kind,
        asker,
        days_ago,
        passage,
        request,
        fate,
    }
}

/// In the order in which they are taken in.
pub(super) const ITEMS: [Item; 13] = [
    item(
        (Privacy, Party, 1),
        "“违法事实”一段写到了我住的小区和楼号。",
        "村里人一看就知道是我，请隐去小区和楼号。",
        Fate::Waits,
    ),
    item(
        (Correction, Other, 2),
        "“决定日期”",
        "日期比文号的年份晚了一年，像是写错了，请核对。",
        Fate::Waits,
    ),
    item(
        (CreditRepair, Representative, 3),
        "整条记录",
        "公司已缴清罚款并完成整改，信用修复申请已由县发展改革局受理，请停止公示。",
        Fate::Waits,
    ),
    item(
        (Dispute, Representative, 4),
        "整条记录",
        "这份决定正在申请行政复议，请暂停公开。",
        Fate::Waits,
    ),
    item(
        (Dispute, Party, 3),
        "整条记录",
        "复议机关已经撤销这份决定，请尽快撤下。",
        Fate::OutlivesItsRecord,
    ),
    item(
        (Correction, Party, 14),
        "“决定内容”里的罚款数额",
        "决定书上的数额和网页上不一样，请按决定书改正。",
        Fate::Waits,
    ),
    item(
        (Correction, Party, 40),
        "“违法事实”里的店名",
        "店名少了一个字，请按营业执照改正。",
        Fate::Answered(
            4,
            Outcome::Upheld(Effect::Corrected),
            "经与案卷核对，店名确有漏字，已经更正并重新公开。感谢您指出。",
        ),
    ),
    item(
        (Privacy, Other, 60),
        "“违法事实”第二句",
        "能看出是哪一户人家，请隐去门牌。",
        Fate::Answered(
            1,
            Outcome::Upheld(Effect::MaskedMore),
            "您指出的内容能与其他公开信息对照认出个人，已经隐去并重新公开。",
        ),
    ),
    item(
        (Dispute, Party, 75),
        "整条记录",
        "决定已被人民法院撤销，判决书可以提供，请撤下。",
        Fate::Answered(
            2,
            Outcome::Upheld(Effect::Withdrawn),
            "经核实，决定已被生效判决撤销。依照行政处罚法第四十八条，记录已经撤下并公开说明理由。",
        ),
    ),
    item(
        (CreditRepair, Party, 90),
        "整条记录",
        "已完成信用修复，修复决定书编号可以核对，请停止公示。",
        Fate::Answered(
            4,
            Outcome::Upheld(Effect::CreditRepaired),
            "经核对信用修复决定，已停止公示。",
        ),
    ),
    item(
        (Dispute, Other, 50),
        "整条记录",
        "觉得罚得太轻，应当重新处罚后再公开。",
        Fate::Answered(
            5,
            Outcome::Refused,
            "公开的内容与决定书一致。对处罚轻重的意见不属于公开内容的更正，可以通过投诉或者法律途径提出。",
        ),
    ),
    item(
        (Correction, Representative, 30),
        "“依据”",
        "认为适用的条款不对，请改成较轻的一款。",
        Fate::Answered(
            3,
            Outcome::Refused,
            "公开的依据与决定书记载一致。不服适用条款的，请按决定书写明的途径申请复议或者起诉。",
        ),
    ),
    item(
        (Privacy, Party, 20),
        "公司名称",
        "请隐去公司名称，以免影响生意。",
        Fate::Answered(
            2,
            Outcome::Refused,
            "依照公安机关执法公开规定，受处罚单位的名称应当公开；其中没有个人信息。",
        ),
    ),
];
