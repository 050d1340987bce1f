# 出错时的页面
error-home = 回到首页
error-workbench = 回到工作台
error-back-hint = 您也可以用页面上方的菜单继续。
error-typed = 您刚才写的内容
error-typed-hint = 没有确认保存，都在下面：可以稍后在这里再次提交（不会重复登记），也可以先复制到别处。
error-typed-title = 标题
error-typed-body = 经过
error-typed-text = 正文
error-typed-advice = 整改要求
error-typed-reason = 理由
error-typed-comment = 审核意见
error-typed-passage = 哪一处有问题
error-typed-request = 您的要求和理由
error-typed-to = 机关
error-sign-in = 在新窗口登录工作台
error-send-again = 再次提交
