"""Channels: group robots of WeCom, DingTalk and Feishu, and programs told by signed webhooks.

Posts go through the outbox, written in the statement of the move. No event of a list for named
readers ever leaves by a channel.
"""
