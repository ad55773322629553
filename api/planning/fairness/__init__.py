"""
Fairness accounts: how many nights, Saturdays… each person held beyond their fair part.

They are counted anew from what is published, whenever they are asked for; nothing is typed. The
goals of fairness (`scheduler.fairness`) follow the same balances when a month is planned.
"""
