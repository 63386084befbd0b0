"""The whole system on one machine: both pretend services, the bot, and a customer to register.

The only part of the product that knows both sides of the wires.
"""
