# 工作台:登录、待办、事项
sign-in-title = 登录工作台
sign-in-for-staff = 供本局工作人员使用。群众反映问题、查询进度不需要登录。
sign-in-username = 用户名
sign-in-password = 密码
sign-in-button = 登录
sign-in-help = 忘记密码或账号被停用，请联系系统管理员。离开座位前请退出登录。
