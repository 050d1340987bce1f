# 首页
home-title = 首页
home-description = 查公安机关执法决定，反映问题，查询办理进度。
home-search = 查执法决定
home-often = 常搜
home-count = 共 { $total } 件 · 今日新增 { $today } 件
home-door-feedback = 我要反映问题
home-door-feedback-text = 投诉、举报、建议、表扬、咨询，可以不留姓名。
home-door-status = 我要查反映进度
home-door-status-text = 凭提交后的编号和查询码，看反映和异议办到哪一步、什么时候答复。
home-door-units = 我要找单位
home-door-units-text = 各单位的电话、地址和公开的决定。
home-progress = 报过案、手里有受案回执？
home-progress-link = 查案件进展
home-latest = 最近公开的决定
home-all = 查看全部
home-nothing-yet = 目前还没有公开的决定。决定作出后，处罚和许可在七个工作日内公开，其他在二十个工作日内公开。
