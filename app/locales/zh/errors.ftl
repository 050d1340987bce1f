# 出错时的页面
error-home = 回到首页
error-workbench = 回到工作台
error-back-hint = 您也可以用页面上方的菜单继续。
