# 异议：对公示记录提出的更正、隐私、异议和信用修复
objection-title = 指出错误或隐私问题，申请更正或信用修复
objection-lead = 任何人都可以指出公示记录里的错误和隐私问题。我们在五个工作日内核实答复；暴露个人隐私的先办。不服决定本身的，请按决定书写明的途径申请复议或者起诉。
objection-kind = 种类
objection-kind-correction = 内容与事实或者决定书不符。例如：罚款数额、日期、单位名称写错
objection-kind-privacy = 显示了不该公开的个人信息，或者能让人认出是谁。先办
objection-kind-dispute = 不应当公开，或者已经不应当继续公开。例如：决定已被撤销、公示期已满
objection-kind-credit-repair = 已经完成信用修复，申请停止公示。由当事人或者代理人提出
objection-asker = 您是谁
objection-passage = 哪一处有问题
objection-passage-hint = 写出是哪一项或者哪一句，最多 1,000 字。例如：“决定内容”里的罚款数额
objection-request = 您的要求和理由
objection-request-hint = 希望怎样改、依据是什么，最多 2,000 字。不必写身份证号；需要核对身份或者材料时，我们会在答复里说明怎样提交。
objection-contact = 怎样联系您
objection-contact-hint = 可以都不填，凭回执上的编号和查询码看答复。填写的姓名和联系方式密封保存，办理的人看不到；必要时由保管员凭理由开启，每次开启都留下记录。
objection-contact-email-hint = 只用来通知您已收到、已答复；邮件里没有您写的内容和查询码。
objection-privacy-who = 由本局收集，只用于核实您指出的问题和答复您；依据《个人信息保护法》第十三条、第四十六条、第五十条，《公安机关执法公开规定》第八条。
objection-privacy-what = 您写的内容由公示发布、法制审核和监督人员查看，不公开，记录页上也看不出有人提出过；姓名、电话、邮箱加密密封，只有身份保管员能开启。时间只记到日。
objection-send = 提交
objection-sent-before-next = 刚才的内容已经收到，没有重复登记。下面是您新写的文字；如果要作为另一件提交，请再按一次“提交”。

objection-receipt-title = 已收到您的异议
objection-receipt-next-answer = 答复，最晚
objection-receipt-next-ask = 答复后，凭编号和查询码在“反映进度”里看结果；留了邮箱的，我们会发邮件提醒。
objection-receipt-file =
    { $bureau } 异议回执
    编号：{ $reference }
    查询码：{ $code }
    答复最晚：{ $answer }
    凭编号和查询码在“反映进度”查看答复。请妥善保管，不要转给他人。

objection-of = 异议 { $reference }
objection-record = 公示记录
objection-due = 答复期限
objection-waiting = 正在核实
objection-waiting-sentence = 我们正在核实您指出的问题，答复后这里会显示结果。
objection-is-corrected = 您指出的问题成立，公开的内容已经更正。
objection-is-masked-more = 您指出的问题成立，不该公开的内容已经隐去。
objection-is-withdrawn = 您指出的问题成立，这条记录已经撤下，不再公开。
objection-is-credit-repaired = 已按信用修复停止公示，这条记录不再公开。
objection-is-refused = 经核实，您的要求不成立，公开的内容没有改动。理由和下一步可以怎么办写在下面。
objection-answer = 答复
objection-remedies = 不同意这个答复
objection-remedies-text = 可以就办理情况向本局提出投诉，由民意访评中心另行核查；认为公开行为侵犯您合法权益的，可以依法向本级人民政府申请行政复议，或者向人民法院提起行政诉讼。有新的证据，也可以重新提出。
objection-complain = 就这件事提出投诉

# 工作台：异议
staff-objections-title = 异议
staff-objections-lists = 按状态查看
staff-objections-open = 待答复
staff-objections-answered = 已答复
staff-objections-overdue = { $count } 件已超期
staff-objections-empty = 这里没有异议
staff-objections-empty-text = 群众在公示记录页上提出的更正、隐私、异议和信用修复会出现在这里。
staff-objections-first = 先办
staff-objections-asker = 提出人
staff-objections-request = 提出人的要求和理由
staff-objections-unknown-title = （不再公开）
staff-objections-record-now = 记录现状
staff-objections-now-unchanged = 公开，内容未变
staff-objections-now-republished = 已重新发布
staff-objections-now-withdrawn = 已撤回：{ $code }
staff-objections-now-expired = 公示期满
staff-objections-gone-note = 这条记录已不再公开，异议仍需答复。
staff-objections-answered-on = 答复日期
staff-objections-answered-by = 答复人
staff-objections-outcome = 处理结果
staff-objections-outcome-corrected = 公开文本已更正并重新发布
staff-objections-outcome-masked-more = 公开文本已隐去有关内容并重新发布
staff-objections-outcome-withdrawn = 记录已撤回
staff-objections-outcome-credit-repaired = 记录已以“信用修复”为由撤回
staff-objections-outcome-refused = 公开的内容没有问题；请写明事实和依据，系统会附上救济途径
staff-objections-not-yet = 现在还不能选：{ $why }。
staff-objections-text = 答复
staff-objections-text-hint = 提出人会原样看到，最多 2,000 字。写明查明的事实、依据和结果，不写他人个人信息。
staff-objections-answer = 提交答复
staff-objections-only-publisher = 由公示发布员答复。
staff-objections-how = 先在记录页办好更正、隐去或者撤回，再答复。
staff-objections-open-record = 打开记录
