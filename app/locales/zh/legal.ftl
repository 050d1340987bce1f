# 隐私、无障碍
privacy-title = 隐私说明
privacy-lead = 本页说明平台收集什么、为什么收集、给谁看、留多久，以及您的权利。
privacy-who = 谁在处理
privacy-who-text = 处理者是主办本平台的公安机关，依据《中华人民共和国个人信息保护法》第十三条、第三十四条，为履行执法公开和受理群众反映的法定职责而处理个人信息。
privacy-read = 浏览和搜索
privacy-read-text = 浏览、搜索不需要登录，不使用统计脚本，不加载任何第三方内容。只有您选择大字或深色时，才在您的浏览器里保存这项设置。
privacy-feedback = 反映问题
privacy-feedback-text =
    您写的内容用于办理您反映的事项。姓名、电话和邮箱在收到时就用公钥封存：网站程序只能存入，不能读出。
    电话和邮箱只用于告知受理和办理结果；完整身份只有身份保管员凭理由打开，每次打开都有记录。
    被反映的单位和个人看不到您的反映；需要其答复时，只转交去掉身份信息的文字。
privacy-anonymous = 匿名反映
privacy-anonymous-text =
    选择匿名时，平台不保存网络地址，时间只精确到日。
    任何系统都不能保证绝对匿名：请不要在正文里写出能认出您的细节，也尽量不要使用单位的电脑和网络。
privacy-callback = 回访评价
privacy-callback-text = 回访邀请使用您报警或办事时留下的电话或邮箱，联系方式同样封存。评价自愿，可以随时选择不再接收回访；除非您同意，被评价单位看不到是哪一件事、哪一个人的评价。
privacy-published = 公开的决定
privacy-published-text = 公开前对自然人隐名，删去住址、证件号码、电话、车牌、账号等信息（公安机关执法公开规定第十四条、第十五条）。未成年人、涉密和依法封存的记录不公开。自然人的记录不允许搜索引擎收录。
privacy-kept = 保存多久
privacy-kept-text = 反映事项按档案规定保存；防止滥用的访问计数只在内存里，不写入磁盘；安全日志不少于六个月，不含正文和身份。
privacy-rights = 您的权利
privacy-rights-text = 您可以查阅、复制、更正自己的信息，对公开的决定提出异议，撤回尚未办结的反映。可以在“反映问题”里提出，也可以到主办单位当面提出。拒绝的，会说明理由。
accessibility-title = 无障碍说明
accessibility-lead = 平台按照《中华人民共和国无障碍环境建设法》和 GB/T 37668-2019 设计，力求人人可用。
accessibility-how = 怎样使用
accessibility-how-text =
    全部功能不需要脚本、不需要鼠标：按 Tab 键依次到达每个链接和输入框，按回车确认；页面开头有“跳到主要内容”。
    每个输入框都有文字标签，出错时页面上方列出问题并可直接跳到相应位置，已填内容不会丢失。
    状态同时用文字和形状表示，不单靠颜色；图表后面附有同样数字的表格。
accessibility-care = 大字与深色
accessibility-care-text = 页面右上方可以切换“大字”和“深色”。大字版字号更大、对比更强、按钮更大，选择会一直保留。
accessibility-limits = 已知不足
accessibility-limits-text = 部分历史决定书的原文措辞较难懂，暂时没有通俗说明；目前只有中文界面。
accessibility-help = 需要帮助
accessibility-help-text = 使用中遇到困难，可以在“反映问题”里选择“咨询”告诉我们，也可以直接到就近派出所办理。
