"""The WeChat channel: an Official Account (公众号), and WeChat customer service (微信客服) in `kf/`. docs/wechat.md."""
