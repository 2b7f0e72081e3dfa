"""Channels: group robots of WeCom, DingTalk and Feishu, and programs told by signed webhooks.

They are told through the outbox, in the statement that makes the move. Nothing of a list for
named readers ever leaves by one.
"""
