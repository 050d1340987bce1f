//! A workbook for tests with every kind of dirt met in the real one: headings that are values, a doubled
//! heading with a space in it, transposed notices, a heading among the rows, rows with nothing to publish,
//! an exact repeat, dates in three columns and notations, fines as text and as numbers, cells beyond the
//! heading, formula errors. All names are invented.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use std::path::{Path, PathBuf};

/// The headings of the real file, in its order.
pub(crate) const HEADINGS: [&str; 25] = [
    "处罚决定书文号",
    "当事人名称",
    "当事人类型",
    "所属机构",
    "主要违法违规事实",
    "行政处罚依据",
    "行政处罚内容",
    "处罚类型",
    "罚款金额(元)",
    "作出决定机关",
    "所属省份",
    "作出处罚决定的日期",
    "发布日期",
    "文档标题",
    "源链接",
    "原始文本",
    "作出决定时间",
    "序 号",
    "行政处罚 内容",
    "永金罚决字〔2024〕25号",
    "永金罚决字〔2024〕24号",
    "永金罚决字〔2024〕23号",
    "机构编码",
    "机构地址",
    "吊销原因",
];

/// What the importer must make of each row, in order: `Ok` with the title, or a part of the reason.
pub(crate) const EXPECTED: &[Result<&str, &str>] = &[
    Ok("云岭村镇银行股份有限公司：贷款管理不到位"),
    Ok("赵六（时任云岭村镇银行行长）：贷款管理不到位"),
    Ok("赵六（时任云岭村镇银行行长）：贷款管理不到位"),
    Ok("云岭金融监管分局行政处罚信息公开表"),
    Err("行列颠倒"),
    Err("行列颠倒"),
    Err("既没有当事人"),
    Err("表头"),
    Ok("云岭保险代理有限公司：编制虚假财务资料"),
    Ok("云岭农商行南山分理处：2016年未经核准擅自终止营业"),
    Err("40 列"),
    Err("不是存在的日期"),
    Err("对照表"),
    Err("公式错误"),
    Ok("顺达公司及相关责任人：虚列费用"),
];

type Cells<'a> = &'a [(usize, &'a str)];

const COMMON: [(usize, &str); 3] = [
    (12, "2025-01-10 17:00:00"),
    (13, "云岭金融监管分局行政处罚信息公开表"),
    (14, "https://example.org/detail?id=1&type=2"),
];

const ROWS: &[Cells<'static>] = &[
    &[
        (1, "云岭村镇银行股份有限公司"),
        (2, "机构"),
        (4, "贷款管理不到位；贷后检查不尽职"),
        (6, "罚款30万元"),
        (7, "罚款"),
        (9, "云岭金融监管分局"),
        (16, "2024年12月9日"),
    ],
    &[
        (1, "赵六（时任云岭村镇银行行长）"),
        (2, "个人"),
        (4, "贷款管理不到位"),
        (5, "《甲法》第十条、第十二条；《乙办法》第三条"),
        (6, "警告"),
        (7, "警告、责令改正"),
        (11, "2024年12月11日"),
    ],
    &[
        (1, "赵六（时任云岭村镇银行行长）"),
        (2, "个人"),
        (4, "贷款管理不到位"),
        (5, "《甲法》第十条、第十二条；《乙办法》第三条"),
        (6, "警告"),
        (7, "警告、责令改正"),
        (11, "2024年12月11日"),
    ],
    &[
        (1, "云岭信托有限公司"),
        (2, "机构/个人"),
        (6, "禁止终身从事银行业工作"),
        (7, "其他"),
    ],
    &[(2, "未知"), (6, "被处罚当事人"), (7, "其他"), (19, "钱七")],
    &[(2, "未知"), (6, "行政处罚决定"), (7, "其他"), (21, "罚款1万元")],
    &[
        (2, "未知"),
        (
            15,
            "@font-face{font-family:\"宋体\";}\n\n解析失败, 请手动查看源链接",
        ),
    ],
    &[
        (1, "当事人 名称"),
        (2, "个人"),
        (4, "主要违法违规行为"),
        (6, "行政处罚内容"),
        (7, "其他"),
        (9, "作出决定机关"),
    ],
    &[
        (1, "云岭保险代理有限公司"),
        (2, "未知"),
        (4, "编制虚假财务资料"),
        (18, "对云岭保险代理有限公司罚款合计50万元，对孙八警告"),
        (17, "1"),
    ],
    &[
        (1, "云岭农商行南山分理处"),
        (2, "机构"),
        (22, "B0000U000000001"),
        (23, "云岭路1号"),
        (24, "2016年未经核准擅自终止营业"),
        (11, "2024年12月11日"),
    ],
    &[
        (1, "宽公司"),
        (2, "机构"),
        (4, "事"),
        (6, "警告"),
        (39, "多出的一格"),
    ],
    &[
        (1, "错日公司"),
        (2, "机构"),
        (4, "事"),
        (6, "警告"),
        (11, "2025年2月30日"),
    ],
    &[(1, "错类公司"), (2, "外星人"), (4, "事"), (6, "警告")],
    &[(1, "错式公司"), (2, "机构"), (4, "#FORMULA"), (6, "警告")],
    &[
        (1, "  顺达公司及相关责任人  "),
        (2, "机构"),
        (4, "虚列费用"),
        (6, "罚款3.00087万元"),
        (7, "罚款"),
        (16, "#SERIAL"),
    ],
];

/// Writes the workbook into a folder.
pub(crate) fn workbook(folder: &Path) -> PathBuf {
    let path = folder.join("dirty.xlsx");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in HEADINGS.iter().enumerate() {
        sheet.write(0, u16::try_from(column).unwrap(), *heading).unwrap();
    }
    for (i, cells) in ROWS.iter().enumerate() {
        let row = u32::try_from(i + 1).unwrap();
        for (column, text) in COMMON.iter().chain(*cells) {
            write(sheet, row, u16::try_from(*column).unwrap(), text);
        }
    }
    sheet.write(1, 8, 300_000).unwrap();
    sheet
        .write(u32::try_from(ROWS.len()).unwrap(), 8, 30_008.7)
        .unwrap();
    book.save(&path).unwrap();
    path
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, text: &str) {
    match text {
        "#FORMULA" => {
            let failed = rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!");
            sheet.write_formula(row, column, failed).unwrap();
        }
        "#SERIAL" => {
            let date = ExcelDateTime::from_ymd(2024, 12, 27).unwrap();
            let format = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
            sheet.write_with_format(row, column, &date, &format).unwrap();
        }
        _ => {
            sheet.write(row, column, text).unwrap();
        }
    }
}
