"""What the journal tells of; an entry of any other kind is a programming error."""

from __future__ import annotations

from workflow.words import Words

KINDS: dict[str, Words] = {
    "signed_in": Words("登录", "signed in"),
    "sign_in_failed": Words("登录失败", "sign-in failed"),
    "sign_in_locked": Words("登录被锁定", "sign-in locked"),
    "signed_out": Words("退出", "signed out"),
    "session_ended": Words("结束会话", "session ended"),
    "password_changed": Words("更改密码", "password changed"),
    "second_factor": Words("第二因素变动", "second factor changed"),
    "account": Words("账号变动", "account changed"),
    "approval": Words("双人复核", "approval by two administrators"),
    "link_sent": Words("发出账号链接", "link for an account sent"),
    "token_made": Words("新建令牌", "token made"),
    "token_revoked": Words("停用令牌", "token revoked"),
    "person": Words("人员变动", "person added or changed"),
    "post": Words("任免职务", "post given or ended"),
    "hand_over": Words("移交", "items handed over"),
    "delegation": Words("委托变动", "delegation made or ended"),
    "unit": Words("单位变动", "unit changed"),
    "setting": Words("更改设置", "setting changed"),
    "calendar": Words("日历变动", "calendar changed"),
    "channel": Words("消息渠道变动", "channel changed"),
    "message": Words("重发邮件", "mail sent again"),
    "ladder": Words("升级规则变动", "ladder changed"),
    "breaker": Words("解除升级暂停", "breaker released"),
    "look_back": Words("回头看抽查", "look-back drawn or taken back"),
    "exported": Words("导出", "exported"),
    "read": Words("查阅保密事项", "confidential item read"),
    "verified": Words("核验审计链", "trail verified"),
    "journal_cut": Words("清理过期日志", "journal cut"),
}
SUBJECTS: dict[str, Words] = {
    "": Words("", ""),
    "account": Words("账号", "account"),
    "breaker": Words("升级暂停", "breaker"),
    "calendar": Words("日历", "calendar"),
    "channel": Words("消息渠道", "channel"),
    "item": Words("事项", "item"),
    "list": Words("清单", "list"),
    "journal": Words("日志", "journal"),
    "message": Words("邮件", "mail"),
    "ladder": Words("升级规则", "ladder"),
    "look_back": Words("回头看", "look-back"),
    "organisation": Words("组织", "organisation"),
    "person": Words("人员", "person"),
    "setting": Words("设置", "setting"),
    "token": Words("令牌", "token"),
    "unit": Words("单位", "unit"),
}
