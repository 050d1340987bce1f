# 各页共用的词句
common-total = 共 { $count } 条
common-optional = （选填）
common-error-summary = 还有 { $count } 处需要改正
common-select-empty = 请选择
common-previous = 上一页
common-next = 下一页
common-page = 第 { $page } 页
common-pagination = 翻页
common-breadcrumbs = 当前位置
common-home = 首页
common-filters = 筛选
common-selected = 已选：
common-remove-filter = 去掉筛选 { $label }
common-clear-filters = 清除
common-more = 更多
common-date = { $year }年{ $month }月{ $day }日
common-updated = 更新于 { $when }
common-date-unknown = 未载明
common-due-left = 还有 { $days } 天
common-due-today = 今天到期
common-due-overdue = 已超期 { $days } 天

suggest-label = 查执法决定
suggest-placeholder = 用自己的话搜，例如：酒驾、打架、养狗扰民
suggest-submit = 搜索
suggest-list = 联想词
suggest-count = 条联想词，用上下键选择
