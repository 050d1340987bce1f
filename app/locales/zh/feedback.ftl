# 反映问题、回执、反映进度
feedback-title = 反映问题
feedback-description = 投诉、举报、建议、表扬、咨询：可以具名，也可以匿名，提交后凭编号和查询码跟进。
feedback-quick-exit = 快速离开
feedback-emergency = 紧急情况请直接拨打 110，这里不受理报警。
feedback-lead = 写清楚时间、地点和经过，我们会在 15 日内告知是否受理，受理后 60 日内答复。
feedback-lead-report = 对民警违纪违法的举报只由督察办理；投诉由民意访评中心办理。被反映的单位和民警看不到您的反映。
feedback-sent-before = 已提交过，编号 { $reference }
feedback-sent-before-next = 刚才的内容已经收到，没有重复登记。下面是您新写的文字；如果要作为另一件反映提交，请再按一次“提交”。补充原来那件，请到“反映进度”。

feedback-kind = 种类
feedback-kind-complaint = 办事拖延、态度不好、处理不公。例如：报案三周没有回音
feedback-kind-report = 民警违纪违法。例如：收受财物、通风报信
feedback-kind-suggestion = 希望改进的地方。例如：窗口中午不要关
feedback-kind-praise = 做得好的单位和民警。例如：帮我找回走失的老人
feedback-kind-inquiry = 想问清楚的事。例如：补办身份证要带什么

feedback-about = 关于什么（不清楚可以不填）
feedback-about-record = 关于公示记录
feedback-unit = 单位
feedback-unit-hint = 投诉和举报不会转给被反映的单位。
feedback-officer-name = 民警姓名
feedback-officer-hint = 知道姓名或警号，填一项就可以；警号在胸牌上。
feedback-officer-badge = 警号
feedback-incident = 警情、受案或办件编号
feedback-incident-hint = 在报警回执或受案回执上。
feedback-occurred-on = 发生日期
feedback-occurred-on-hint = 记不清就不填，在经过里写大概的时间。

feedback-account = 事情经过
feedback-what = 标题
feedback-what-hint = 一句话，最多 100 字。
feedback-body = 经过
feedback-body-hint = 何时、何地、何事、您希望怎么办，最多 10,000 字。不必写身份证号、银行卡号和与事情无关的他人信息。

feedback-who = 具名还是匿名
feedback-named = 具名反映
feedback-named-hint = 姓名和联系方式密封保存，办理的人看不到；必要时由保管员凭理由开启，每次开启都留下记录。
feedback-anonymous = 匿名反映
feedback-anonymous-hint = 不留姓名，时间只记到日，不记录网络地址。仍可凭查询码看答复；我们无法主动找到您。
feedback-contact = 署名和联系方式
feedback-contact-hint = 匿名时也可以留邮箱，只用来通知您“有新进展”，密封保存，办理的人看不到。
feedback-contact-name = 姓名
feedback-contact-phone = 电话
feedback-contact-email = 邮箱
feedback-contact-email-hint = 邮件里只有编号和查询地址，没有反映内容和查询码。
feedback-tell-unit = 同意把隐去个人信息后的内容转给有关单位核实
feedback-tell-unit-hint = 不勾选，只会转给它的上一级单位。转去的文字不带您的姓名、联系方式和编号。
feedback-check = 提交前请再看一遍：提交后不能修改，但可以凭回执补充。
feedback-send = 提交

feedback-privacy-title = 个人信息怎样使用
feedback-privacy-who = 由本局收集，只用于办理您的反映和答复您；依据《个人信息保护法》第十三条、《信访工作条例》。
feedback-privacy-what = 反映的内容由办理人员查看；姓名、电话、邮箱加密密封，只有身份保管员能开启。
feedback-privacy-anonymous = 匿名反映不保存网络地址和具体时刻。但经过里写到的事情本身可能让人猜到是谁，请留意。
feedback-privacy-term = 保存期限按档案规定；您可以凭查询码查看、补充、撤回，也可以要求更正。
feedback-privacy-more = 隐私说明全文
feedback-other-title = 替别人反映，或者因反映受到不公对待
feedback-other-person = 替别人反映：请在经过里说明您和当事人的关系，不必写当事人的身份证号。
feedback-other-retaliation = 因投诉、举报受到刁难或报复：请选“举报”，写明原来那件的编号，由督察直接办理。

receipt-title = 已收到您的反映
receipt-received = 收到时间
receipt-reference = 编号
receipt-code = 查询码
receipt-once = 查询码只显示这一次。请现在抄下、打印或存为文件；任何人都不会向您索要它。
receipt-save = 存为文件
receipt-follow = 反映进度
receipt-next = 接下来
receipt-next-notice = 告知是否受理，最晚
receipt-next-answer = 答复，最晚（受理后重新计算）
receipt-next-ask = 办理中可能请您补充，请隔几天用编号和查询码看一看。
receipt-forgotten = 忘了查询码，我们也查不出来：可以重新提交一件，并写明原来的编号。
receipt-file-provisional = （暂按周末推算，节假日公布后可能顺延）
receipt-file =
    { $bureau } 反映回执
    编号：{ $reference }
    查询码：{ $code }
    答复最晚：{ $answer }
    凭编号和查询码在“反映进度”查看答复、补充或撤回。请妥善保管，不要转给他人。

outside-title = 这类反映请向外部机关提出
outside-not-stored = 您写的内容没有保存，也没有人看到。
outside-why = 您反映的对象是本局、本局领导，或者负责办理投诉的部门。为了公正和保密，不能由他们自己处理。
outside-where = 可以向这些机关反映
outside-phone = 电话
outside-text = 您写的文字
outside-text-hint = 请复制保存，离开本页后就没有了。
outside-again = 返回，反映别的问题

status-title = 反映进度
status-description = 用回执上的编号和查询码查看反映和异议的办理进度、答复和期限。
status-lead = 这里查您提交的反映和异议办到哪一步：请填提交后回执上的编号和查询码。
status-reference = 编号
status-reference-hint = 像 F-2026-7K3M9QD 或 Y-2026-7K3M9QD；大小写、空格、横线都可以不管。
status-code = 查询码
status-code-hint = 14 位。
status-look-up = 查询
status-not-found = 没有找到：编号或查询码不对。请对照回执逐位核对。
status-progress = 报过案、手里是受案回执上的案号的，请到
status-case-title = { $reference } 办理进度
status-steps = 办理经过
status-messages = 往来
status-your-words = 您提交的内容
status-write = 补充说明
status-write-hint = 有新情况、要回答提问，都写在这里，最多 10,000 字。
status-send = 发送
status-sent = 已收到您的补充。
status-withdrawn-now = 已撤回。
status-withdraw = 撤回这件反映
status-withdraw-what = 撤回后不再办理，也不能恢复；需要时可以重新提交。
status-withdraw-button = 确认撤回
status-is-received = { $unit }正在审查，应于 { $on } 前告知是否受理。
status-is-accepted = { $unit }正在办理，应于 { $on } 前答复。
status-is-waiting = 请您补充情况，写在下面的“补充说明”里。
status-is-answered = 已经答复，请看下面的往来；还有疑问可以继续写。
status-is-closed = 已办结，结果：{ $outcome }。
status-is-not-accepted = 没有受理，理由见下面的往来。
status-is-passed-on = 已转送其他机关，去向见下面的往来。
status-is-withdrawn = 您已撤回。
status-by-you = 您
status-by-bureau = 办理单位
status-by-portal = 系统

clock-notice = 告知是否受理
clock-answer = 答复
clock-local-target = 本局目标
clock-demand = 单位答复
clock-provisional = 暂按周末推算
message-citizen = 反映人
message-unit = 办理单位

event-received = 已收到
event-accepted = 已受理
event-asked = 请反映人补充
event-message = 反映人补充了说明
event-answered = 已答复
event-returned = 转回{ $to }
event-assigned = 转由{ $to }办理
event-not-accepted = 不予受理
event-passed-on = 已转送{ $to }
event-closed = 已办结：{ $outcome }
event-withdrawn = 反映人撤回
event-concerned = 认定涉及{ $unit }
event-original-read = 查看了原文
event-demand-sent = 已要求有关单位说明情况
event-recomputed = 节假日公布，期限重新计算为{ $on }
event-identity-opened = 身份保管员凭理由开启了身份信息
event-contact-used = 已发出通知邮件
