# 单位
units-title = 单位
units-description = 各执法单位的联系方式和公开的执法决定。
units-caption = 各单位的联系方式和公开的决定
units-name = 单位
units-phone = 电话
units-address = 地址
units-records = 公开的决定
units-newest = 最近决定日期
units-incomplete = 待完善
units-above = 上级单位
units-feedback = 向{ $unit }反映问题
units-latest = 最近公开的决定
