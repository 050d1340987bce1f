# 工作台：登录、待办、事项
sign-in-title = 登录工作台
sign-in-for-staff = 供本局工作人员使用。群众反映问题、查询进度不需要登录。
sign-in-username = 用户名
sign-in-password = 密码
sign-in-button = 登录
sign-in-help = 忘记密码或账号被停用，请联系系统管理员。离开座位前请退出登录。
no-pages-title = 这里没有您要办的事
no-pages-text = 您的账号是“{ $role }”，您的工作在服务器上用 mingjing 命令完成，网页工作台里没有要办的事项。
no-pages-next = 如果您应当办理某类事项，请联系系统管理员核对账号的角色。用完请退出登录。
