# 页面框架：标题、菜单、页脚
shell-title = { $title } - { $bureau }
shell-skip = 跳到主要内容
shell-portal = 执法公示与群众反映平台
shell-workbench = 工作台
shell-menu = 主菜单
shell-preferences = 显示设置
shell-preferences-next = 换页后生效，不影响正在填写的内容
shell-size-large = 大字
shell-size-normal = 标准字
shell-theme-dark = 深色
shell-theme-light = 浅色
shell-sign-out = 退出

menu-records = 执法公示
menu-units = 单位
menu-feedback = 反映问题
menu-status = 反映进度

staff-menu-queue = 待办
staff-menu-records = 公示记录
staff-menu-objections = 异议
staff-menu-spot-checks = 抽查
staff-menu-callbacks = 回访
staff-menu-rectifications = 整改
staff-menu-dashboard = 监测

footer-label = 页脚
footer-emergency = 紧急情况请直接拨打 110，本平台不受理报警。
footer-feedback = 反映问题
footer-progress = 案件进展（凭受案回执）
footer-statistics = 执法统计
footer-privacy = 隐私
footer-accessibility = 无障碍
footer-sitemap = 网站地图
footer-organiser = 主办单位：{ $bureau }
