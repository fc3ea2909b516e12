"""WeChat customer service (微信客服), a second entry beside the Official Account, run by WeCom. docs/wechat.md."""
